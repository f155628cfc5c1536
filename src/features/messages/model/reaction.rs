//! What people think of a message, in one sign each.

use serde::{Deserialize, Serialize};

use crate::shared::id::{AccountId, ConversationId, MessageId};
#[cfg(feature = "ssr")]
use crate::shared::{Error, Result};

/// An emoji, and who chose it for a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// One emoji.
    pub emoji: String,
    /// Who chose it, in the order in which they did; never nobody.
    pub by: Vec<AccountId>,
}

/// All reactions of a message, as they became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReactions {
    /// Which message.
    pub id: MessageId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// Its place there.
    pub seq: i64,
    /// All of them, in the order in which each emoji was first chosen.
    pub reactions: Vec<Reaction>,
    /// Counts the changes.
    pub reacted: i64,
}

/// Has somebody among those who chose an emoji, or not among them. One that nobody chose before comes last, and one that
/// nobody chooses any more goes.
pub fn set_reaction(reactions: &mut Vec<Reaction>, emoji: &str, who: AccountId, on: bool) {
    match reactions.iter_mut().find(|reaction| reaction.emoji == emoji) {
        Some(reaction) => {
            let is_there = reaction.by.contains(&who);
            if on && !is_there {
                reaction.by.push(who);
            } else if !on {
                reaction.by.retain(|other| *other != who);
            }
        }
        None if on => reactions.push(Reaction { emoji: emoji.to_owned(), by: vec![who] }),
        None => {}
    }
    reactions.retain(|reaction| !reaction.by.is_empty());
}

/// The one way to write the emoji that was typed: what shows it as a picture belongs to it, whether or not it was typed.
///
/// # Errors
/// `emoji`: `emoji` where it is none, or more than one.
#[cfg(feature = "ssr")]
pub fn as_emoji(typed: &str) -> Result<&'static str> {
    emojis::get(typed.trim()).map(emojis::Emoji::as_str).ok_or_else(|| Error::invalid("emoji", "emoji"))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ANN: AccountId = AccountId(Uuid::from_u128(1));
    const BOB: AccountId = AccountId(Uuid::from_u128(2));

    #[test]
    fn reactions_stand_in_the_order_of_first_use_and_go_with_the_last_who_chose_them() {
        let mut reactions = Vec::new();
        let mut set = |emoji: &str, who, on| {
            set_reaction(&mut reactions, emoji, who, on);
            let shown = reactions.iter().map(|reaction| format!("{}{}", reaction.emoji, reaction.by.len()));
            shown.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(set("👍", ANN, true), "👍1");
        assert_eq!(set("🎉", BOB, true), "👍1 🎉1");
        assert_eq!(set("👍", BOB, true), "👍2 🎉1");
        assert_eq!(set("👍", BOB, true), "👍2 🎉1", "once each");
        assert_eq!(set("👍", ANN, false), "👍1 🎉1");
        assert_eq!(set("👍", BOB, false), "🎉1");
        assert_eq!(set("👍", ANN, true), "🎉1 👍1");
        assert_eq!(set("😀", ANN, false), "🎉1 👍1", "what is not there cannot go");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn one_emoji_is_one_and_nothing_else_is() {
        for (typed, emoji) in [
            ("👍", "👍"),
            (" 👍🏽 ", "👍🏽"),
            ("\u{2764}", "\u{2764}\u{fe0f}"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("🇪🇸", "🇪🇸"),
            ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}"),
        ] {
            assert_eq!(as_emoji(typed), Ok(emoji));
        }
        for typed in ["", "a", "1", "thumbs up", "👍👍", "👍a", "\u{200d}", "\0"] {
            assert_eq!(as_emoji(typed), Err(Error::invalid("emoji", "emoji")), "{typed:?}");
        }
    }
}
