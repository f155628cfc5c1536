//! What one gave to programs, the form that makes more of it, and the way to take it back.

use leptos::{prelude::*, server_fn::ServerFn};

use super::entry::focus_on;
use crate::{
    client::{Incoming, use_client},
    features::accounts::{
        model::{AccessToken, MadeToken},
        rpc::{self, MakeToken, RevokeToken},
    },
    realtime::{Event, Position, Snapshot, Topic},
    shared::{
        Error, Result,
        form::{Refused, use_answered, use_refused},
        id::TokenId,
        json::{Reading, reading},
    },
};

/// The list of tokens, and the ways to make one and to end one.
#[derive(Clone, Copy)]
pub struct Tokens {
    /// The newest first.
    pub list: Reading<Result<Snapshot<Vec<AccessToken>>>>,
    /// Makes one; the list is read afresh after it.
    pub make: ServerAction<MakeToken>,
    /// What was made just now, to be shown until one leaves.
    pub made: RwSignal<Option<MadeToken>>,
    /// What is wrong with the form as a whole, or with its fields.
    pub errors: RwSignal<Vec<Error>>,
    /// Makes the same form sent twice one token.
    pub id: RwSignal<TokenId>,
    /// Ends one; the list is read afresh after it.
    pub revoke: ServerAction<RevokeToken>,
    /// Why one could not be ended, in words.
    pub refusal: RwSignal<Option<String>>,
    /// What this page came back with.
    refused: StoredValue<Option<Refused>>,
    /// The one that is being ended here, and its place in the list.
    ending: StoredValue<Option<(TokenId, usize)>>,
}

/// One's own tokens.
#[must_use]
pub fn use_tokens() -> Tokens {
    let (make, revoke) = (ServerAction::<MakeToken>::new(), ServerAction::<RevokeToken>::new());
    let list = reading(move || (make.version().get(), revoke.version().get()), |_| rpc::list_tokens());
    let shown = RwSignal::new(use_answered::<MadeToken>(MakeToken::url()));
    let refused = use_refused(MakeToken::url());
    let errors = RwSignal::new(refused.as_ref().map(|refused| refused.error.clone().each()).unwrap_or_default());
    let refusal = RwSignal::new(use_refused(RevokeToken::url()).map(|refused| refused.error.to_string()));
    let (id, ending) = (RwSignal::new(TokenId::new()), StoredValue::new(None::<(TokenId, usize)>));
    focus_on(errors);
    Effect::watch(
        move || make.value().get(),
        move |done, _, _| {
            match done.clone() {
                Some(Ok(token)) => {
                    errors.set(Vec::new());
                    shown.set(Some(token));
                    id.set(TokenId::new());
                }
                Some(Err(error)) => {
                    // The one that it names was made, and the answer was lost: what is typed by now is another one.
                    if error == Error::Conflict {
                        id.set(TokenId::new());
                    }
                    errors.set(error.each());
                }
                None => {}
            }
        },
        false,
    );
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
    Tokens { list, make, made: shown, errors, id, revoke, refusal, refused: StoredValue::new(refused), ending }
}

impl Tokens {
    /// What was typed into a field of a form that came back; nothing else.
    #[must_use]
    pub fn typed(self, field: &str) -> Option<String> {
        self.refused.with_value(|refused| refused.as_ref()?.typed(field).map(str::to_owned))
    }

    /// Whether a switch was on in a form that came back; in a new one, as it is at first.
    #[must_use]
    pub fn was_on(self, field: &str, at_first: bool) -> bool {
        self.refused.with_value(|refused| refused.as_ref().map_or(at_first, |form| form.typed(field).is_some()))
    }

    /// The token at this place of the list is being ended here.
    pub fn ends(self, token: TokenId, place: usize) {
        self.ending.set_value(Some((token, place)));
    }

    /// Where the token stood that was ended here, told once, for the first list without it.
    #[must_use]
    pub fn ended(self, list: &[AccessToken]) -> Option<usize> {
        let (ended, place) = self.ending.get_value()?;
        if list.iter().any(|token| token.id == ended) {
            return None;
        }
        self.ending.set_value(None);
        Some(place)
    }

    /// Reads the list again when a token was made or ended since it was read, on whatever device, until the owner that calls
    /// this is cleaned up.
    pub fn follow(self, since: Position, list: &[AccessToken]) {
        let listed: Vec<_> = list.iter().map(|token| token.id).collect();
        use_client().subscribe(Topic::Me, Some(since), move |incoming| {
            let is_news = match incoming {
                Incoming::Events(events) => events.iter().any(|event| is_outdated(&listed, event)),
                Incoming::Refetch => true,
                Incoming::CaughtUp | Incoming::Signal { .. } => false,
            };
            if is_news {
                self.list.refetch();
            }
        });
    }
}

/// Whether a list with these tokens in it is out of date.
fn is_outdated(list: &[TokenId], event: &Event) -> bool {
    let named: Option<TokenId> = event.body["id"].as_str().and_then(|id| id.parse().ok());
    let is_listed = named.is_some_and(|id| list.contains(&id));
    match event.kind.as_str() {
        "token.made" => !is_listed,
        "token.revoked" => is_listed,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::shared::time::Time;

    #[test]
    fn a_list_is_out_of_date_once_a_token_is_made_that_it_lacks_or_one_has_ended_that_it_has() {
        let (here, elsewhere) = (TokenId::new(), TokenId::new());
        let told = |kind: &str, id: TokenId| {
            let position = "1.2.3".parse().unwrap();
            Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body: json!({ "id": id }) }
        };
        let outdated = |event| is_outdated(&[here], &event);
        assert!(outdated(told("token.made", elsewhere)) && outdated(told("token.revoked", here)));
        assert!(!outdated(told("token.made", here)), "it was read after that");
        assert!(!outdated(told("token.revoked", elsewhere)) && !outdated(told("session.revoked", here)));
    }
}
