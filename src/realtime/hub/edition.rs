//! The edition of the community: a number that grows with every change of what everybody may see.
//!
//! Who keeps what was read under an edition takes the number before reading it. What changes while it is read ends the
//! edition under which it is kept; what changed before and was not published yet ends it as soon as it is.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::Hub;
use crate::realtime::{
    Topic,
    line::{Channel, Effect, Line},
};

/// How long the reader may have been silent, or what was committed held back, until no edition is known to hold.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many editions there were.
#[derive(Debug, Default)]
pub struct Editions(AtomicU64);

impl Editions {
    /// Ends the edition where one of these changed what everybody may see.
    pub(super) fn note(&self, lines: &[Arc<Line>]) {
        if lines.iter().any(|line| is_public(line.channel, line.effect)) {
            self.end();
        }
    }

    /// Another edition begins, whatever changed.
    pub(super) fn end(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

impl Hub {
    /// The edition that holds; none where the reader is too far behind to know.
    #[must_use]
    pub fn edition(&self) -> Option<u64> {
        let number = self.0.editions.0.load(Ordering::Acquire);
        (self.0.horizon.behind(Instant::now()).length() < PATIENCE).then_some(number)
    }
}

/// Whether something that somebody may see who is nobody in particular may have changed. Of what is one person's own that
/// is what they choose: whether others see when they were there.
fn is_public(channel: Channel, effect: Effect) -> bool {
    match channel {
        Channel::Inbox(_) => matches!(effect, Effect::Settings { .. }),
        Channel::Open(Topic::Me | Topic::Conversation(_) | Topic::Presence(_)) => false,
        Channel::Open(Topic::Account(_) | Topic::Post(_) | Topic::Latest | Topic::Tag(_)) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::id::{AccountId, ConversationId, PostId};

    #[test]
    fn what_only_some_may_see_ends_no_edition() {
        let ann = AccountId::new();
        let settings = Effect::Settings { receipts: true };
        for (channel, effect, ends) in [
            (Channel::Inbox(ann), Effect::None, false),
            (Channel::Inbox(ann), settings, true),
            (Channel::Open(Topic::Conversation(ConversationId::new())), Effect::Gone, false),
            (Channel::Open(Topic::Account(ann)), Effect::Named, true),
            (Channel::Open(Topic::Post(PostId::new())), Effect::Numbers, true),
            (Channel::Open(Topic::Latest), Effect::None, true),
            (Channel::Open(Topic::Tag("tea".parse().expect("a name"))), Effect::Gone, true),
        ] {
            assert_eq!(is_public(channel, effect), ends, "{channel:?} {effect:?}");
        }
    }
}
