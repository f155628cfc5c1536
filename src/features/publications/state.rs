//! Publications as a person acts on them, and as the screen shows them with what is on its way laid over.

pub mod picking;
pub mod telling;

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Consent, NewPublication, Publication, Stage};
use crate::{
    shared::{
        Error,
        id::{AccountId, OperationId, PostId, PublicationId},
        json::typed,
        text::is_blank,
    },
    sync::{Operation, Pending, PendingState},
};

/// Where all that is open stands.
pub const PAGE: &str = "/messages/publishing";

/// The kind of the operation that asks for consent.
pub const ASK: &str = "publication.ask";
/// The kind of the operation that gives it, or does not.
pub const CONSENT: &str = "publication.consent";
/// The kind of the operation that publishes something, or takes it back.
pub const SETTLE: &str = "publication.settle";

/// The operation that asks whoever said something of it; it has the id of the publication.
#[must_use]
pub fn ask(new: &NewPublication) -> Operation {
    let mut body = json!(new);
    if let Some(members) = body.as_object_mut() {
        members.remove("id");
    }
    operation(ASK, OperationId(new.id.0), new.id, body)
}

/// What such an operation asks for.
#[must_use]
pub fn asked(operation: &Operation) -> Option<NewPublication> {
    let mut body = operation.body.clone();
    body.as_object_mut()?.insert("id".to_owned(), json!(operation.id));
    if operation.kind == ASK { typed(&body).ok() } else { None }
}

/// The operation that says whether the viewer's words may be part of it.
#[must_use]
pub fn consent(name: OperationId, id: PublicationId, allowed: bool) -> Operation {
    operation(CONSENT, name, id, json!({ "publication_id": id, "allowed": allowed }))
}

/// The operation that publishes it, or takes it back.
#[must_use]
pub fn settle(name: OperationId, id: PublicationId, publish: bool) -> Operation {
    operation(SETTLE, name, id, json!({ "publication_id": id, "publish": publish }))
}

fn operation(kind: &str, name: OperationId, id: PublicationId, body: Value) -> Operation {
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id: name,
        object: format!("publication:{id}"),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// What a person does with a publication that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Consent(PublicationId, bool),
    Settle(PublicationId, bool),
}

fn act(operation: &Operation) -> Option<Act> {
    #[derive(Deserialize)]
    struct Members {
        publication_id: PublicationId,
        allowed: Option<bool>,
        publish: Option<bool>,
    }
    let Members { publication_id, allowed, publish } = match operation.kind.as_str() {
        CONSENT | SETTLE => typed::<Members>(&operation.body).ok()?,
        _ => return None,
    };
    allowed.map(|on| Act::Consent(publication_id, on)).or(publish.map(|on| Act::Settle(publication_id, on)))
}

/// What was read, as the viewer sees it: their consent at once, and what they take back at once no more. What they publish
/// stays until it is.
#[must_use]
pub fn shown(read: &[Publication], pending: &[Pending], viewer: AccountId) -> Vec<Publication> {
    let mut shown = read.to_vec();
    for act in pending.iter().filter(|one| !one.has_failed()).filter_map(|one| act(&one.operation)) {
        match act {
            Act::Consent(id, allowed) => {
                shown.iter_mut().filter(|one| one.id == id).for_each(|one| consent_in(one, viewer, allowed));
            }
            Act::Settle(id, false) => shown.retain(|one| one.id != id || one.state != Stage::Asked),
            Act::Settle(_, true) => {}
        }
    }
    shown
}

/// Has what the viewer said be part of it, or not, as far as they are asked.
pub fn consent_in(publication: &mut Publication, viewer: AccountId, allowed: bool) {
    let own = publication.parts.iter_mut().filter(|part| part.author.id == viewer);
    for part in own.filter(|part| matches!(part.consent, Consent::Asked | Consent::Allowed)) {
        part.consent = if allowed { Consent::Allowed } else { Consent::Declined };
    }
}

/// Whether the viewer is publishing it.
#[must_use]
pub fn is_published(id: PublicationId, pending: &[Pending]) -> bool {
    let waits = pending.iter().filter(|one| !one.has_failed());
    waits.filter_map(|one| act(&one.operation)).any(|act| act == Act::Settle(id, true))
}

/// Whether it is about what is to be published.
#[must_use]
pub fn is_wanted(operation: &Operation) -> bool {
    [ASK, CONSENT, SETTLE].contains(&operation.kind.as_str())
}

/// What of these the server refused, and why.
#[must_use]
pub fn refused(pending: &[Pending]) -> Vec<(Operation, Error)> {
    let ours = pending.iter().filter(|one| is_wanted(&one.operation));
    let refused = ours.filter_map(|one| match &one.state {
        PendingState::Failed(error) => Some((one.operation.clone(), error.clone())),
        _ => None,
    });
    refused.collect()
}

/// The question to which a link leads; nothing where it leads elsewhere.
#[must_use]
pub fn linked_question(link: &str) -> Option<PostId> {
    let after = link.trim().rsplit_once("/p/")?.1;
    let id = after.split(['/', '?', '#']).next().filter(|id| !is_blank(id))?;
    id.parse::<Uuid>().ok().map(PostId)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::{accounts::model::Account, publications::model::Part},
        shared::{
            id::{ConversationId, MessageId},
            role::Role,
            time::Time,
        },
    };

    fn publication(bob: AccountId) -> Publication {
        let person = |id: AccountId, handle: &str| Account {
            id,
            handle: handle.to_owned(),
            display_name: handle.to_owned(),
            role: Role::Member,
            deleted: false,
        };
        let (message_id, author) = (MessageId::new(), person(bob, "bob"));
        Publication {
            id: PublicationId::new(),
            conversation_id: ConversationId::new(),
            thread_of: None,
            asker: person(AccountId::new(), "ann"),
            question_id: None,
            title: Some("Where to?".to_owned()),
            tags: Vec::new(),
            state: Stage::Asked,
            parts: vec![Part { message_id, author, body: "Up".to_owned(), consent: Consent::Asked }],
            at: Time::from_millis(0),
            version: 1,
        }
    }

    #[test]
    fn consent_is_seen_at_once_and_not_where_it_was_refused() {
        let (bob, name) = (AccountId::new(), OperationId::new());
        let read = [publication(bob)];
        let said = |allowed, state| {
            let pending = [Pending { operation: consent(name, read[0].id, allowed), state }];
            shown(&read, &pending, bob)[0].parts[0].consent
        };
        assert_eq!(said(true, PendingState::Waiting), Consent::Allowed);
        assert_eq!(said(false, PendingState::Waiting), Consent::Declined);
        assert_eq!(said(true, PendingState::Failed(Error::Missing)), Consent::Asked);
    }

    #[test]
    fn what_is_taken_back_is_gone_at_once_and_what_is_published_stays_until_it_is() {
        let read = [publication(AccountId::new())];
        let pending = |publish| {
            let operation = settle(OperationId::new(), read[0].id, publish);
            [Pending { operation, state: PendingState::Waiting }]
        };
        assert!(shown(&read, &pending(false), AccountId::new()).is_empty());
        assert_eq!(shown(&read, &pending(true), AccountId::new()), read);
        assert!(is_published(read[0].id, &pending(true)) && !is_published(read[0].id, &pending(false)));
    }

    #[test]
    fn what_was_asked_for_is_read_back_to_be_chosen_again() {
        let new = NewPublication {
            id: PublicationId::new(),
            conversation_id: ConversationId::new(),
            question_id: Some(PostId::new()),
            title: None,
            tags: Vec::new(),
            messages: vec![MessageId::new()],
        };
        assert_eq!(asked(&ask(&new)), Some(new));
        assert_eq!(asked(&consent(OperationId::new(), PublicationId::new(), true)), None);
    }

    #[test]
    fn an_operation_is_done_with_its_answer() {
        let operation = consent(OperationId::new(), PublicationId::new(), true);
        assert!(operation.is_answered(&json!({})) && !operation.outlasts(&json!({})));
    }

    #[test]
    fn a_link_names_its_question() {
        let id = PostId::new();
        for link in [format!("https://tea.example/p/{id}/where-to#answer-x"), format!(" /p/{id} ")] {
            assert_eq!(linked_question(&link), Some(id), "{link}");
        }
        assert_eq!(linked_question("https://tea.example/u/ann"), None);
    }
}
