//! What somebody may not change of what is theirs, because others said it.

use crate::{
    features::posts::{model::Entry, rpc},
    shared::json::{Reading, reading},
};

/// Whether an entry of the viewer that says this quotes others, so that its words stay as they are; where the server cannot be
/// asked it is taken for theirs, and refused later. Nothing is asked of what cannot be made of a conversation.
#[must_use]
pub fn use_quoting(entry: Entry, body: &str) -> Option<Reading<bool>> {
    let is_possible = !matches!(entry, Entry::Comment(_)) && may_quote(body);
    is_possible.then(|| reading(|| (), move |()| async move { rpc::quotes_others(entry).await.unwrap_or(false) }))
}

/// What is made of a conversation has names above the words.
fn may_quote(body: &str) -> bool {
    body.contains("\n\n**@") && body.contains("\n\n> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_of_words_below_names_the_server_is_asked() {
        assert!(may_quote("What @ann said in a conversation.\n\n**@ann**\n\n> Where to?"));
        assert!(!may_quote("> Where to?\n\nHome"));
    }
}
