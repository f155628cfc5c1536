//! What stands above answers: the beginnings of what they answer, with what is pending laid over.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    features::messages::{
        model::{Message, Quote},
        state::{Timeline, changing::Wishes},
    },
    shared::id::MessageId,
};

/// What is answered in a conversation, as far as it is known: the message itself where it is here or on its way.
pub(super) fn quotes<'a>(
    timeline: &'a Timeline,
    unsent: impl Iterator<Item = &'a Arc<Message>>,
    wishes: &Wishes<'_>,
) -> HashMap<MessageId, Quote> {
    let all: Vec<_> = timeline.messages().chain(timeline.held()).chain(unsent).collect();
    let answered: HashSet<_> = all.iter().filter_map(|message| message.reply_to).collect();
    if answered.is_empty() {
        return HashMap::new();
    }
    let far = answered.iter().filter_map(|id| timeline.far_quote(*id)).map(|quote| (quote.id, quote.clone()));
    let mut quotes: HashMap<_, _> = far.collect();
    for message in all.into_iter().filter(|message| answered.contains(&message.id)) {
        let (shown, _) = wishes.lay_over(message);
        quotes.insert(message.id, Quote::of(&shown));
    }
    quotes
}
