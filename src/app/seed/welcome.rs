//! How the demo people greet the first account that can log in, and whom it finds itself following.

use super::{MINUTE, id};
use crate::{
    features::posts::{
        import::{Draft, Import},
        model::{CommentDraft, Kind, Parent, PostDraft},
    },
    shared::{
        id::{AccountId, CommentId, PostId},
        time::Time,
    },
};

/// What is said below the welcome, and where among the demo people they stand who say it.
const WELCOMES: [(usize, &str); 4] = [
    (0, "Welcome! There is always bread at the end of a thread here, sooner or later."),
    (11, "Welcome. The footnotes are where it happens."),
    (
        25,
        "@{} if the sky is clear where you are tonight: Saturn, south-west, an hour after sunset. That is how we say hello.",
    ),
    (33, "One more voice! Alto, by any chance?"),
];

/// A post that greets the first account by its handle, some minutes ago.
pub fn welcome(people: &[AccountId], first: AccountId, handle: &str, now: Time) -> Vec<Import> {
    let post = PostId(id(&format!("welcome {first}")));
    let at = |minutes: i64| Time::from_millis(now.millis() - MINUTE * minutes);
    let Some(author) = people.get(6).copied() else { return Vec::new() };
    let draft = PostDraft {
        id: post,
        kind: Kind::Post,
        title: Some("Somebody new at the table".to_owned()),
        body: format!(
            "Say hello to @{handle}!\n\nFor those who have just come: nobody here knows everything, and everybody knows \
             *something*. Ask what you always wanted to ask, answer what you happen to know, and bring a chair."
        ),
        tags: vec!["introductions".to_owned()],
    };
    let begun = Import { author, at: at(6), draft: Draft::Post(draft) };
    let comments = (0..).zip(WELCOMES).filter_map(|(n, (place, words))| {
        let comment = CommentId(id(&format!("welcome {first} comment {n}")));
        let body = words.replace("{}", handle);
        let draft = CommentDraft { id: comment, on: Parent::Post(post), reply_to: None, body };
        Some(Import { author: *people.get(place)?, at: at(5 - n), draft: Draft::Comment(draft) })
    });
    std::iter::once(begun).chain(comments).collect()
}

/// Where among the demo people those stand whom the first account follows: some of them follow it, too.
const FOLLOWED: [usize; 8] = [0, 6, 12, 18, 9, 21, 25, 33];

/// Whom the first account follows.
pub fn followed(people: &[AccountId]) -> Vec<AccountId> {
    FOLLOWED.iter().filter_map(|place| people.get(*place).copied()).collect()
}
