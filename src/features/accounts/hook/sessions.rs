//! Where one is logged in, and the way to end that elsewhere.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    client::{Incoming, Unsent, use_client},
    features::accounts::{
        model::Session,
        rpc::{self, LogOut, LogOutEverywhere, RevokeSession},
    },
    realtime::{Event, Position, Snapshot, Topic},
    shared::{
        Result,
        form::use_refused,
        id::SessionId,
        json::{Reading, reading},
    },
};

/// The list of sessions, and the way to end one.
#[derive(Clone, Copy)]
pub struct Sessions {
    /// The current one first.
    pub list: Reading<Result<Snapshot<Vec<Session>>>>,
    /// Why a form of this page was refused, or could not be sent, in words.
    pub refusal: RwSignal<Option<String>>,
    /// Ends one; the list is read afresh after it.
    pub revoke: ServerAction<RevokeSession>,
    /// The one that is being ended here, and its place in the list.
    ending: StoredValue<Option<(SessionId, usize)>>,
}

/// One's own sessions.
#[must_use]
pub fn use_sessions() -> Sessions {
    let revoke = ServerAction::<RevokeSession>::new();
    let list = reading(move || revoke.version().get(), |_| rpc::list_sessions());
    let forms = [RevokeSession::url(), LogOut::url(), LogOutEverywhere::url()];
    let refusal = RwSignal::new(forms.into_iter().find_map(use_refused).map(|refused| refused.error.to_string()));
    let ending = StoredValue::new(None::<(SessionId, usize)>);
    Effect::watch(
        move || revoke.value().get(),
        move |done, _, _| {
            let error = done.clone().and_then(Result::err);
            if error.is_some() {
                ending.set_value(None);
            }
            refusal.set(error.map(|error| error.to_string()));
        },
        false,
    );
    let stays = use_client().stays();
    Effect::watch(move || stays.get(), move |stays, _, _| refusal.set(stays.map(Unsent::staying)), false);
    Sessions { list, refusal, revoke, ending }
}

impl Sessions {
    /// The session at this place of the list is being ended here.
    pub fn ends(self, session: SessionId, place: usize) {
        self.ending.set_value(Some((session, place)));
    }

    /// Where the session stood that was ended here, told once, for the first list without it.
    #[must_use]
    pub fn ended(self, list: &[Session]) -> Option<usize> {
        let (ended, place) = self.ending.get_value()?;
        if list.iter().any(|session| session.id == ended) {
            return None;
        }
        self.ending.set_value(None);
        Some(place)
    }

    /// Reads the list again when a session of it has ended since it was read, on whatever device, until the owner that
    /// calls this is cleaned up. After the one that is ended here it is read once, whether or not the news comes first.
    pub fn follow(self, since: Position, list: &[Session]) {
        let listed: Vec<_> = list.iter().map(|session| session.id).collect();
        use_client().subscribe(Topic::Me, Some(since), move |incoming| {
            let ended = match incoming {
                Incoming::Events(events) => {
                    let ending = self.ending.try_get_value().flatten().map(|(session, _)| session);
                    events.iter().any(|event| is_outdated(&listed, ending, event))
                }
                Incoming::Refetch => true,
                Incoming::CaughtUp | Incoming::Signal { .. } => false,
            };
            if ended {
                self.list.refetch();
            }
        });
    }
}

/// Whether a list with these sessions in it is out of date: one of them has ended, and not the one that is being `ending`
/// here, after which it is read anyway.
fn is_outdated(list: &[SessionId], ending: Option<SessionId>, event: &Event) -> bool {
    let is_it = |id: SessionId| event.body["id"].as_str().is_some_and(|ended| ended == id.to_string());
    event.kind == "session.revoked" && list.iter().any(|id| is_it(*id) && ending != Some(*id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::shared::time::Time;

    #[test]
    fn a_list_is_out_of_date_once_a_session_in_it_has_ended_that_is_not_being_ended_here() {
        let [one, other, elsewhere] = [SessionId::new(), SessionId::new(), SessionId::new()];
        let told = |kind: &str, id: SessionId| {
            let position = "1.2.3".parse().unwrap();
            Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body: json!({ "id": id }) }
        };
        let outdated = |ending, event| is_outdated(&[one, other], ending, &event);
        assert!(outdated(None, told("session.revoked", one)));
        assert!(outdated(Some(one), told("session.revoked", other)));
        assert!(!outdated(Some(one), told("session.revoked", one)), "it is read after that anyway");
        assert!(!outdated(None, told("session.revoked", elsewhere)), "it was read after that");
        assert!(!outdated(None, told("settings.changed", one)));
    }
}
