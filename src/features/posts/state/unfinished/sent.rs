//! What somebody wrote and sent, and the server has not published: what it refused, and what waits for it.

use super::{Form, Place, post_address, post_called};
use crate::{
    features::posts::{
        model::{Entry, Parent, place_address, thread_address},
        state::{acts, refusals::why},
    },
    shared::{id::OperationId, time::Time},
    sync::{Operation, Pending, PendingState},
};

/// Words that the server did not take, and that wait to be sent again or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which operation has them.
    pub id: OperationId,
    /// What it is.
    pub name: String,
    /// Where it stands.
    pub address: String,
    /// What it says.
    pub words: String,
    /// What did not happen, and why.
    pub why: String,
    /// The form to which they have come back.
    pub place: Option<Place>,
}

/// The words that the server did not take, in the order in which they were sent.
#[must_use]
pub fn refused(pending: &[Pending]) -> Vec<Refused> {
    let refused = pending.iter().filter_map(|one| match &one.state {
        PendingState::Failed(error) => {
            let (name, address, words, place) = told(&one.operation)?;
            let what = if place.is_some() { "Not saved." } else { "Not published." };
            let why = format!("{what} {}", why(&one.operation.kind, error));
            Some(Refused { id: one.operation.id, name, address, words, why, place })
        }
        _ => None,
    });
    refused.collect()
}

/// Words on their way to the server, to be published by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which operation has them.
    pub id: OperationId,
    /// What it is.
    pub name: String,
    /// The thread where it stands meanwhile; nothing of a post, which has none yet.
    pub address: Option<String>,
    /// What it says.
    pub words: String,
    /// When it was written, by the clock of this device.
    pub at: Time,
}

/// The posts, answers and comments that the server has not answered for good, in the order in which they were written.
#[must_use]
pub fn waiting(pending: &[Pending]) -> Vec<Waiting> {
    let waiting = pending.iter().filter(|one| one.state.waits()).filter_map(|Pending { operation, .. }| {
        let (name, address, words, place) = told(operation)?;
        let address = (operation.kind != acts::PUBLISH).then_some(address);
        let at = acts::named_at(operation.id.0);
        // An edit has a place: what it changes is published.
        place.is_none().then_some(Waiting { id: operation.id, name, address, words, at })
    });
    waiting.collect()
}

/// What an operation has written, where that is, what it says, and in which form it goes on.
fn told(operation: &Operation) -> Option<(String, String, String, Option<Place>)> {
    if let Some(draft) = acts::published(operation) {
        let name = post_called(draft.kind, &draft.title.unwrap_or_default());
        return Some((name, post_address(&operation.id.to_string()), draft.body, None));
    }
    if let Some(draft) = acts::answered(operation) {
        return Some(("Answer".to_owned(), thread_address(draft.post_id, None), draft.body, None));
    }
    let thread = operation.object.split_once(':')?.1.parse().ok()?;
    if let Some(draft) = acts::commented(operation) {
        let on = match draft.on {
            Parent::Post(id) => Entry::Post(id),
            Parent::Answer(id) => Entry::Answer(id),
        };
        let name = if draft.reply_to.is_some() { "Reply" } else { "Comment" };
        return Some((name.to_owned(), place_address(thread, None, on), draft.body, None));
    }
    let (entry, rewrite) = acts::edited(operation)?;
    let place = Place { thread, form: Form::Edit(entry) };
    let words = rewrite.body.or(rewrite.title).unwrap_or_default();
    Some((place.called(""), place.address(), words, Some(place)))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::posts::model::{AnswerDraft, CommentDraft, Kind, PostDraft, Rewrite},
        shared::{
            Error,
            id::{AnswerId, CommentId, PostId},
        },
    };

    const HERE: PostId = PostId(Uuid::from_u128(1));
    const ANSWER: AnswerId = AnswerId(Uuid::from_u128(2));
    const ACT: OperationId = OperationId(Uuid::from_u128(9));

    #[test]
    fn what_was_refused_says_what_it_is_and_why_and_leads_to_its_words() {
        let post = PostDraft { id: HERE, kind: Kind::Post, title: None, body: "So.".to_owned(), tags: Vec::new() };
        let answer = AnswerDraft { id: ANSWER, post_id: HERE, body: "So.".to_owned() };
        let on = Parent::Answer(ANSWER);
        let remark = CommentDraft { id: CommentId(Uuid::from_u128(8)), on, reply_to: None, body: "So.".to_owned() };
        let rewrite = Rewrite { body: Some("So.".to_owned()), ..Rewrite::default() };
        let edited = Place { thread: HERE, form: Form::Edit(Entry::Post(HERE)) };
        for (operation, name, address, place) in [
            (acts::publish(&post), "Post", post_address(&HERE.to_string()), None),
            (acts::answer(&answer), "Answer", format!("/p/{HERE}"), None),
            (acts::comment(HERE, &remark), "Comment", format!("/p/{HERE}?at=answer-{ANSWER}#answer-{ANSWER}"), None),
            (acts::edit(ACT, HERE, Entry::Post(HERE), rewrite), "Edit", edited.address(), Some(edited)),
        ] {
            let what = if place.is_some() { "Not saved." } else { "Not published." };
            let why = format!("{what} {}", why(&operation.kind, &Error::Missing));
            let state = PendingState::Failed(Error::Missing);
            let told = refused(&[Pending { operation: operation.clone(), state }]);
            let (name, words) = (name.to_owned(), "So.".to_owned());
            assert_eq!(told, [Refused { id: operation.id, name, address, words, why, place }]);
            assert_eq!(refused(&[Pending { operation, state: PendingState::Waiting }]), []);
        }
    }

    #[test]
    fn what_waits_to_be_published_says_what_it_is_and_leads_to_its_thread_where_it_has_one() {
        let title = Some("Tea?".to_owned());
        let post = PostDraft { id: HERE, kind: Kind::Question, title, body: "So.".to_owned(), tags: Vec::new() };
        let answer = AnswerDraft { id: ANSWER, post_id: HERE, body: "So.".to_owned() };
        for (operation, name, address) in [
            (acts::publish(&post), "Question: Tea?", None),
            (acts::answer(&answer), "Answer", Some(format!("/p/{HERE}"))),
        ] {
            let told = |state| waiting(&[Pending { operation: operation.clone(), state }]);
            let (name, words) = (name.to_owned(), "So.".to_owned());
            let at = acts::named_at(operation.id.0);
            let expected = [Waiting { id: operation.id, name, address, words, at }];
            assert_eq!(told(PendingState::Waiting), expected);
            assert_eq!(told(PendingState::Slowed), expected);
            assert_eq!(told(PendingState::Failed(Error::Missing)), []);
            assert_eq!(told(PendingState::Acknowledged(Value::Null)), [], "it is published by then");
        }
        let rewrite = Rewrite { body: Some("So.".to_owned()), ..Rewrite::default() };
        let operation = acts::edit(ACT, HERE, Entry::Post(HERE), rewrite);
        assert_eq!(waiting(&[Pending { operation, state: PendingState::Waiting }]), [], "what it changes is published");
    }
}
