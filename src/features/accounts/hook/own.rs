//! One's own things: what the account holds, and the list of sessions.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    client::{Incoming, use_client},
    features::accounts::{
        model::{Own, Session},
        rpc::{self, LogOut, LogOutEverywhere, RevokeSession},
    },
    realtime::{Position, Snapshot, Topic},
    shared::{
        Error, Result,
        form::use_refused,
        id::SessionId,
        json::{Reading, reading},
    },
};

/// Everything of one's own account, read for this page.
#[must_use]
pub fn use_own() -> Reading<Result<Own>> {
    reading(|| (), |()| rpc::read_own())
}

/// The list of sessions, and the way to end one.
#[derive(Clone, Copy)]
pub struct Sessions {
    /// The current one first.
    pub list: Reading<Result<Snapshot<Vec<Session>>>>,
    /// Why a form of this page was refused, or could not be sent.
    pub refusal: RwSignal<Option<Error>>,
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
    let refusal = RwSignal::new(forms.into_iter().find_map(use_refused).map(|refused| refused.error));
    let ending = StoredValue::new(None::<(SessionId, usize)>);
    Effect::watch(
        move || revoke.value().get(),
        move |done, _, _| {
            let error = done.clone().and_then(Result::err);
            if error.is_some() {
                ending.set_value(None);
            }
            refusal.set(error);
        },
        false,
    );
    let stays = use_client().stays();
    Effect::watch(move || stays.get(), move |stays, _, _| refusal.set(stays.then_some(Error::Offline)), false);
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

    /// Reads the list again when a session has ended since it was read, on whatever device, until the owner that
    /// calls this is cleaned up.
    pub fn follow(self, since: Position) {
        use_client().subscribe(Topic::Me, Some(since), move |incoming| {
            let ended = match incoming {
                Incoming::Events(events) => events.iter().any(|event| event.kind == "session.revoked"),
                Incoming::Refetch => true,
                Incoming::CaughtUp | Incoming::Signal { .. } => false,
            };
            if ended {
                self.list.refetch();
            }
        });
    }
}
