//! What messages show of the pages that they lead to, which comes after them.

use std::sync::Arc;

use super::Timeline;
use crate::features::messages::model::{Message, NewPreview};

impl Timeline {
    /// Takes what a message shows of a page by now, if that is newer than what is known.
    pub(super) fn preview(&mut self, news: &NewPreview) {
        let seq = news.seq;
        let here = if self.stretch.contains_key(&seq) { &mut self.stretch } else { &mut self.held };
        match here.get_mut(&seq) {
            Some(known) => show(known, news),
            None if self.previews.get(&seq).is_none_or(|known| known.previewed < news.previewed) => {
                self.previews.insert(seq, news.clone());
            }
            None => {}
        }
    }

    /// Has a message that comes show what was heard of it before, where that is newer.
    pub(super) fn take_preview(&mut self, message: &mut Arc<Message>) {
        if let Some(news) = self.previews.remove(&message.seq) {
            show(message, &news);
        }
    }
}

fn show(known: &mut Arc<Message>, news: &NewPreview) {
    if known.previewed < news.previewed {
        Arc::make_mut(known).take_preview(news.preview.as_ref(), news.previewed);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::features::messages::{
        model::LinkPreview,
        state::change::Change,
        state::world::{ANN, BOB, World},
    };

    fn tea() -> LinkPreview {
        let url = "https://tea.example".to_owned();
        LinkPreview { url, site: None, title: "Tea".to_owned(), description: None }
    }

    impl World {
        /// The server has read the page that a message leads to.
        fn show(&mut self, seq: i64, preview: Option<LinkPreview>) {
            let Some(message) = self.messages.iter_mut().find(|message| message.seq == seq) else { return };
            (message.preview, message.previewed) = (preview, message.previewed + 1);
            let Message { id, conversation_id, seq, ref preview, previewed, .. } = *message;
            let told = NewPreview { id, conversation_id, seq, preview: preview.clone(), previewed };
            self.announce("message.previewed", json!(told));
        }
    }

    fn shown(timeline: &Timeline) -> Vec<Option<&str>> {
        timeline.messages().map(|message| message.preview.as_ref().map(|preview| &*preview.title)).collect()
    }

    #[test]
    fn a_preview_comes_behind_its_message_and_goes_whatever_is_heard_late() {
        let mut world = World::with(0);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 0));
        world.say(BOB, "https://tea.example");
        world.show(1, Some(tea()));
        let first = world.changes();
        for (change, position) in &first {
            timeline.apply(change, *position);
        }
        assert_eq!(shown(&timeline), [Some("Tea")]);
        world.show(1, None);
        for (change, position) in world.changes().iter().chain(&first) {
            timeline.apply(change, *position);
        }
        assert_eq!(shown(&timeline), [None::<&str>]);
    }

    #[test]
    fn what_a_message_shows_is_known_before_it_comes_and_stays_when_it_is_edited() {
        let mut world = World::with(0);
        world.say(BOB, "https://tea.example");
        let before = world.stretch(1, 1);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(2, 1));
        world.show(1, Some(tea()));
        world.edit(1, "look: https://tea.example");
        for (change, position) in world.changes() {
            if !matches!(change, Change::Sent(_)) {
                timeline.apply(&change, position);
            }
        }
        timeline.prepend(before);
        assert_eq!(shown(&timeline), [Some("Tea")]);
        world.delete(1);
        for (change, position) in world.changes() {
            timeline.apply(&change, position);
        }
        assert_eq!(shown(&timeline), [None::<&str>]);
    }
}
