//! What a notification says, and where it leads.

use crate::{
    features::{
        notifications::model::{Kind, Notification, Preview, Removed, What},
        posts::model::{Entry, Kind as PostKind},
    },
    shared::markdown::plain,
};

/// Letters of a title in a sentence.
const TITLE: usize = 100;
/// Letters of what is shown below it.
const EXCERPT: usize = 160;

/// A piece of a sentence. What people wrote stands by itself among words of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// How somebody wants to be called.
    Name(String),
    /// Words of ours.
    Words(String),
    /// What somebody wrote.
    Quote(String),
}

/// What happened, in one sentence: "Ann and 4 others upvoted your question “How do I join?”".
#[must_use]
pub fn sentence(one: &Notification) -> Vec<Piece> {
    if let Some(removed) = &one.removed {
        return removal(removed, one.entry.as_ref());
    }
    let words = |words: &str| vec![Piece::Words(words.to_owned())];
    let mut pieces = match one.kind {
        Kind::BadgeEarned => words("You have earned a badge: "),
        Kind::Milestone => words("You have reached "),
        Kind::Moderation => words("A moderator has looked at what you reported"),
        _ => who(one),
    };
    let entry = one.entry.as_ref();
    let post = if entry.is_some_and(|entry| entry.post_kind == PostKind::Question) { "question" } else { "post" };
    let (deed, joint) = match one.kind {
        Kind::PostUpvote => (format!(" upvoted your {post}"), " "),
        Kind::PostComment => (format!(" commented on your {post}"), " "),
        Kind::NewAnswer => (" answered your question".to_owned(), " "),
        Kind::AnswerUpvote => (" upvoted your answer".to_owned(), " to "),
        Kind::AnswerComment => (" commented on your answer".to_owned(), " to "),
        Kind::AnswerAccepted => (" accepted your answer".to_owned(), " to "),
        Kind::CommentReply => (" replied to your comment".to_owned(), " on "),
        Kind::Mention => (" mentioned you".to_owned(), " in "),
        Kind::NewFollower => (" followed you".to_owned(), ""),
        Kind::BadgeEarned => (one.name.as_deref().map(called).unwrap_or_default(), " for "),
        Kind::Milestone => (one.name.as_deref().map(reached).unwrap_or_default(), " with "),
        Kind::Moderation => (String::new(), " of "),
    };
    pieces.push(Piece::Words(deed));
    if let Some(person) = one.person.as_ref().filter(|_| one.kind == Kind::Moderation) {
        pieces.extend([Piece::Words(joint.to_owned()), Piece::Name(person.name().to_owned())]);
    }
    if let Some(title) = entry.and_then(title) {
        pieces.extend([Piece::Words(joint.to_owned()), Piece::Quote(title)]);
    }
    pieces
}

/// What of theirs is gone: "A moderator removed your answer to “How do I join?”".
fn removal(removed: &Removed, thread: Option<&Preview>) -> Vec<Piece> {
    let mut pieces = vec![Piece::Words(format!("A moderator removed your {}", removed.what.name()))];
    let joint = match removed.what {
        What::Post | What::Question => " ",
        What::Answer => " to ",
        What::Comment => " on ",
    };
    let own = removed.title.as_ref().map(|title| cut(title, TITLE));
    if let Some(title) = own.or_else(|| thread.and_then(title)) {
        pieces.extend([Piece::Words(joint.to_owned()), Piece::Quote(title)]);
    }
    pieces
}

/// As what something was reported, where that says more than that it was.
fn reported(reason: &str) -> Option<String> {
    let kind = match reason {
        "spam" => "spam",
        "abuse" => "abuse or threats",
        "illegal" => "against the law",
        _ => return None,
    };
    Some(format!("It was reported as {kind}."))
}

/// The beginning of what was said, where that is more than the sentence tells; of what was removed, why.
#[must_use]
pub fn excerpt(one: &Notification) -> Option<String> {
    if let Some(removed) = &one.removed {
        return reported(&removed.reason);
    }
    let entry = one.entry.as_ref()?;
    let is_quoted = entry.title.is_none() && matches!(entry.entry, Entry::Post(_));
    let is_told = matches!(one.kind, Kind::PostUpvote | Kind::AnswerAccepted | Kind::Milestone);
    let words = plain(&entry.excerpt);
    (!is_quoted && !is_told && !words.is_empty()).then(|| cut(&words, EXCERPT))
}

/// Where it leads: to the very place of what was published, which the page of its thread brings into view. `viewer` is who
/// is told. Nothing where it is no longer there.
#[must_use]
pub fn address(one: &Notification, viewer: &str) -> Option<String> {
    if let Some(preview) = &one.entry {
        return Some(preview.address());
    }
    match one.kind {
        Kind::NewFollower if one.actor_count > 1 => Some(format!("/u/{viewer}/followers")),
        Kind::NewFollower => {
            one.actors.first().filter(|actor| !actor.deleted).map(|actor| format!("/u/{}", actor.handle))
        }
        Kind::BadgeEarned | Kind::Milestone => Some(format!("/u/{viewer}")),
        Kind::Moderation => one.person.as_ref().filter(|who| !who.deleted).map(|who| format!("/u/{}", who.handle)),
        _ => None,
    }
}

/// Who did it: both of two, else whoever did it last and how many others.
fn who(one: &Notification) -> Vec<Piece> {
    let name = |place: usize| one.actors.get(place).map(|actor| Piece::Name(actor.name().to_owned()));
    let words = |words: String| Piece::Words(words);
    match (name(0), name(1), one.actor_count) {
        (None, _, ..=1) => vec![words("Somebody".to_owned())],
        (None, _, count) => vec![words(format!("{count} people"))],
        (Some(first), _, ..=1) => vec![first],
        (Some(first), Some(second), 2) => vec![first, words(" and ".to_owned()), second],
        (Some(first), _, 2) => vec![first, words(" and 1 other".to_owned())],
        (Some(first), _, count) => vec![first, words(format!(" and {} others", count - 1))],
    }
}

/// What a thread is called: by its title, or else by how it begins, where that is known.
fn title(preview: &Preview) -> Option<String> {
    let beginning = || Some(plain(&preview.excerpt)).filter(|_| matches!(preview.entry, Entry::Post(_)));
    let title = preview.title.clone().or_else(beginning)?;
    (!title.is_empty()).then(|| cut(&title, TITLE))
}

fn cut(words: &str, letters: usize) -> String {
    match words.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}

/// A badge by its name, as a profile calls it: "First post" for `first_post`.
fn called(name: &str) -> String {
    if name == "first_accepted" {
        return "Accepted".to_owned();
    }
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number that was reached, by its name: "100 upvotes" for `upvotes_100`.
fn reached(name: &str) -> String {
    match name.rsplit_once('_') {
        Some((what, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{number} {}", what.replace('_', " "))
        }
        _ => name.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::notifications::state::world::{account, notification},
        shared::id::{AnswerId, CommentId, PostId},
    };

    const POST: PostId = PostId(Uuid::from_u128(1));
    const ANSWER: AnswerId = AnswerId(Uuid::from_u128(2));
    const COMMENT: CommentId = CommentId(Uuid::from_u128(3));

    fn about(kind: Kind, entry: Entry, actors: &[&str], count: i64) -> Notification {
        let preview = Preview {
            entry,
            post_id: POST,
            post_kind: PostKind::Question,
            answer_id: matches!(entry, Entry::Answer(_)).then_some(ANSWER),
            title: Some("How do I join?".to_owned()),
            excerpt: "By **coming**".to_owned(),
        };
        let actors = actors.iter().map(|name| account(name)).collect();
        Notification { kind, actors, actor_count: count, entry: Some(preview), ..notification(1, 1) }
    }

    fn said(one: &Notification) -> String {
        let say = |piece| match piece {
            Piece::Name(words) | Piece::Words(words) => words,
            Piece::Quote(words) => format!("“{words}”"),
        };
        sentence(one).into_iter().map(say).collect()
    }

    #[test]
    fn it_is_said_who_did_it_and_how_many_others() {
        let follow = |actors: &[&str], count| Notification {
            entry: None,
            ..about(Kind::NewFollower, Entry::Post(POST), actors, count)
        };
        for (actors, count, words) in [
            (&["Ann"][..], 1, "Ann followed you"),
            (&["Ann", "Bob"], 2, "Ann and Bob followed you"),
            (&["Ann", "Bob", "Cleo"], 3, "Ann and 2 others followed you"),
            (&["Ann", "Bob", "Cleo"], 5, "Ann and 4 others followed you"),
            (&["Ann"], 2, "Ann and 1 other followed you"),
            (&[], 1, "Somebody followed you"),
            (&[], 3, "3 people followed you"),
        ] {
            assert_eq!(said(&follow(actors, count)), words);
        }
        assert_eq!(address(&follow(&["Ann"], 1), "me").as_deref(), Some("/u/ann"));
        assert_eq!(address(&follow(&["Ann", "Bob"], 2), "me").as_deref(), Some("/u/me/followers"));
    }

    #[test]
    fn it_is_said_what_was_done_to_what_and_leads_to_the_very_place() {
        let upvote = about(Kind::PostUpvote, Entry::Post(POST), &["Ann"], 1);
        assert_eq!(said(&upvote), "Ann upvoted your question “How do I join?”");
        assert_eq!(address(&upvote, "me"), Some(format!("/p/{POST}/how-do-i-join")));
        assert_eq!(excerpt(&upvote), None);
        let comment = about(Kind::PostComment, Entry::Comment(COMMENT), &["Ann"], 1);
        assert_eq!(said(&comment), "Ann commented on your question “How do I join?”");
        let place = format!("/p/{POST}/how-do-i-join?at=comment-{COMMENT}#comment-{COMMENT}");
        assert_eq!(address(&comment, "me"), Some(place));
        assert_eq!(excerpt(&comment).as_deref(), Some("By coming"));
        let answer = about(Kind::AnswerAccepted, Entry::Answer(ANSWER), &["Ann"], 1);
        assert_eq!(said(&answer), "Ann accepted your answer to “How do I join?”");
        assert_eq!(address(&answer, "me"), Some(format!("/p/{POST}/how-do-i-join?at=answer-{ANSWER}#answer-{ANSWER}")));
    }

    #[test]
    fn a_post_without_a_title_is_called_by_how_it_begins_and_what_is_gone_leads_nowhere() {
        let mut post = about(Kind::PostUpvote, Entry::Post(POST), &["Ann"], 1);
        if let Some(preview) = &mut post.entry {
            (preview.title, preview.post_kind) = (None, PostKind::Post);
        }
        assert_eq!(said(&post), "Ann upvoted your post “By coming”");
        post.entry = None;
        assert_eq!((said(&post), address(&post, "me")), ("Ann upvoted your post".to_owned(), None));
    }

    #[test]
    fn badges_and_numbers_are_called_by_their_names() {
        let reward = |kind, name: &str| Notification { kind, name: Some(name.to_owned()), ..notification(1, 1) };
        assert_eq!(said(&reward(Kind::BadgeEarned, "first_post")), "You have earned a badge: First post");
        assert_eq!(said(&reward(Kind::BadgeEarned, "first_accepted")), "You have earned a badge: Accepted");
        let first = Notification {
            name: Some("first_answer".to_owned()),
            ..about(Kind::BadgeEarned, Entry::Answer(ANSWER), &[], 0)
        };
        assert_eq!(said(&first), "You have earned a badge: First answer for “How do I join?”");
        assert_eq!(said(&reward(Kind::Milestone, "upvotes_100")), "You have reached 100 upvotes");
        let report = Notification { person: Some(account("Eve")), ..reward(Kind::Moderation, "") };
        assert_eq!(said(&report), "A moderator has looked at what you reported of Eve");
    }

    #[test]
    fn of_what_was_removed_it_is_said_what_it_was_and_why_and_the_way_leads_to_its_thread() {
        let gone = |what, title: Option<&str>, reason: &str| {
            let removed = Removed { what, title: title.map(str::to_owned), reason: reason.to_owned() };
            let thread = about(Kind::Moderation, Entry::Post(POST), &[], 0);
            Notification { removed: Some(removed), entry: thread.entry.filter(|_| title.is_none()), ..thread }
        };
        let answer = gone(What::Answer, None, "spam");
        assert_eq!(said(&answer), "A moderator removed your answer to “How do I join?”");
        assert_eq!(excerpt(&answer).as_deref(), Some("It was reported as spam."));
        assert_eq!(address(&answer, "me"), Some(format!("/p/{POST}/how-do-i-join")));
        let comment = gone(What::Comment, None, "other");
        assert_eq!(said(&comment), "A moderator removed your comment on “How do I join?”");
        assert_eq!(excerpt(&comment), None);
        let question = gone(What::Question, Some("Cheap pills"), "illegal");
        assert_eq!(said(&question), "A moderator removed your question “Cheap pills”");
        assert_eq!(excerpt(&question).as_deref(), Some("It was reported as against the law."));
        assert_eq!(address(&question, "me"), None, "there is no thread any more");
        let nowhere = Notification { entry: None, ..answer };
        assert_eq!((said(&nowhere), address(&nowhere, "me")), ("A moderator removed your answer".to_owned(), None));
    }
}
