//! What a person thinks of a message, in one sign each.

use leptos::prelude::*;

use super::{Thread, changing::focus_on_row};
use crate::{
    features::messages::{
        model::Reaction,
        state::{Line, Timeline, changing},
    },
    shared::{id::MessageId, script::apart},
};

impl Thread {
    /// Gives a message an emoji of one's own, or takes it away.
    pub fn react(self, id: MessageId, emoji: &str, on: bool) {
        if let Some(Line { message, .. }) = self.line(id) {
            self.perform_change(changing::react(self.name(), &message, emoji, on));
        }
    }

    /// Chooses an emoji that a message has, or does not choose it any more. Where it goes with that, so does the focus: to the
    /// message.
    pub fn toggle_reaction(self, id: MessageId, reaction: &Reaction) {
        let is_own = self.is_own(reaction);
        self.react(id, &reaction.emoji, !is_own);
        if is_own && reaction.by.len() == 1 {
            focus_on_row(self.log(), id);
        }
    }

    /// Gives a message the emoji that was chosen, and goes back there.
    pub fn choose_reaction(self, id: MessageId, emoji: &str) {
        self.react(id, emoji, true);
        focus_on_row(self.log(), id);
    }

    /// Whether one chose it oneself.
    #[must_use]
    pub fn is_own(self, reaction: &Reaction) -> bool {
        let viewer = self.state.with_untracked(Timeline::viewer);
        reaction.by.contains(&viewer)
    }

    /// What people think of a message, as it is now.
    #[must_use]
    pub fn reactions_to(self, id: MessageId) -> Vec<Reaction> {
        self.rows.track();
        self.line(id).map(|line| line.message.reactions.clone()).unwrap_or_default()
    }

    /// All reactions of a message in words; nothing where there are none.
    #[must_use]
    pub fn reactions_in_words(self, reactions: &[Reaction]) -> Option<String> {
        let words = |reaction: &Reaction| format!("{} {}", reaction.emoji, self.reactors(reaction).join(", "));
        let all: Vec<_> = reactions.iter().map(words).collect();
        (!all.is_empty()).then(|| format!("Reactions: {}", all.join("; ")))
    }

    /// Who chose it, oneself first, by the names they have now; each for where no element can set it apart.
    #[must_use]
    pub fn reactors(self, reaction: &Reaction) -> Vec<String> {
        let viewer = self.state.with_untracked(Timeline::viewer);
        let own = reaction.by.contains(&viewer).then(|| "You".to_owned());
        let others =
            reaction.by.iter().filter(|account| **account != viewer).map(|account| apart(&self.name_of(*account)));
        own.into_iter().chain(others).collect()
    }
}
