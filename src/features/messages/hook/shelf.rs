//! What is known of conversations while no screen shows them.

use std::collections::HashMap;

use leptos::prelude::*;

use super::{
    copies::forget_threads,
    thread::{Unsaved, forget_left},
};
use crate::{
    client::use_client,
    features::{
        accounts::hook::use_me,
        messages::state::{self, Change, Timeline},
    },
    realtime::Position,
    shared::{effect::Effect, id::ConversationId},
};

/// The list, and each conversation that was open, as this tab last knew them, wherever in the product one goes
/// meanwhile and whether or not the server can be reached when one comes back.
#[derive(Clone, Copy)]
pub struct Shelf {
    list: StoredValue<Option<Known>>,
    timelines: StoredValue<HashMap<ConversationId, Timeline>>,
    /// What was left in each conversation that was open, or that nothing was.
    unsaved: StoredValue<HashMap<ConversationId, Unsaved>>,
}

/// The list as it was last known.
pub struct Known {
    /// What was known.
    pub list: state::Inbox,
    /// The place in the stream of events up to which everything is in there.
    pub position: Position,
}

/// Provides a [`Shelf`] to everything below; it lives as long as the owner that calls this.
pub fn provide_shelf() {
    let shelf = Shelf::new();
    provide_context(shelf);
    let (me, client) = (use_me(), use_client());
    let receipts = Memo::new(move |_| me.read().as_ref().is_none_or(|me| me.settings.send_receipts));
    // What others read was not told while the viewer let nobody know what they read: it is read afresh.
    Effect::new(move |before: Option<bool>| {
        let now = receipts.get();
        if now && before == Some(false) {
            shelf.forget_conversations();
            forget_threads(client);
        }
        now
    });
}

impl Shelf {
    fn new() -> Self {
        Self { list: StoredValue::new(None), timelines: StoredValue::default(), unsaved: StoredValue::default() }
    }

    /// Puts the list aside until somebody looks at it again.
    pub fn keep_list(self, known: Known) {
        self.list.try_set_value(Some(known));
    }

    /// The list as it was put aside; once.
    pub fn take_list(self) -> Option<Known> {
        self.list.try_update_value(Option::take).flatten()
    }

    /// Puts a conversation aside until it is opened again. Where all is read no line stays.
    pub fn keep(self, mut timeline: Timeline) {
        if timeline.unread() == 0 {
            timeline.draw_line(None);
        }
        self.timelines.try_update_value(|kept| drop(kept.insert(timeline.conversation().id, timeline)));
    }

    /// What was known of a conversation when it was last open.
    pub fn kept(self, id: ConversationId) -> Option<Timeline> {
        self.timelines.try_with_value(|kept| kept.get(&id).cloned()).flatten()
    }

    /// Puts aside what is left in a conversation, or that nothing is.
    pub fn keep_unsaved(self, id: ConversationId, left: Unsaved) {
        self.unsaved.try_update_value(|unsaved| drop(unsaved.insert(id, left)));
    }

    /// What was left in a conversation that was open in this page; nothing where it was not.
    pub fn unsaved_in(self, id: ConversationId) -> Option<Unsaved> {
        self.unsaved.try_with_value(|unsaved| unsaved.get(&id).cloned()).flatten()
    }

    /// Nothing is known of a conversation any more, nor of what was left in it.
    pub fn forget(self, id: ConversationId) {
        self.timelines.try_update_value(|kept| drop(kept.remove(&id)));
        self.unsaved.try_update_value(|unsaved| drop(unsaved.remove(&id)));
        forget_left(id);
    }

    /// The viewer is out of a conversation: nothing of it is known any more, nor in the list that was put aside.
    pub fn lose(self, id: ConversationId) {
        self.forget(id);
        self.list.try_update_value(|known| {
            if let Some(Known { list, .. }) = known {
                list.apply(&Change::Left(id));
            }
        });
    }

    /// Each conversation is read afresh when it is opened again.
    pub fn forget_conversations(self) {
        self.timelines.try_update_value(HashMap::clear);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::{
        View,
        world::{ANN, HERE, World},
    };

    /// A screen that comes and goes within a page that stays.
    fn screen(app: &Owner, look: impl FnOnce()) {
        let owner = app.child();
        owner.with(look);
        owner.cleanup();
    }

    fn app() -> (Owner, Shelf) {
        let app = Owner::new();
        let shelf = app.with(Shelf::new);
        (app, shelf)
    }

    #[test]
    fn the_list_outlives_the_screen_that_showed_it() {
        let (app, shelf) = app();
        let world = World::with(3);
        let (conversation, position) = (world.conversation.clone(), world.snapshot().position);
        screen(&app, || {
            let mut list = state::Inbox::new(ANN);
            list.insert(conversation);
            let shown = RwSignal::new(Some(list));
            on_cleanup(move || {
                let list = shown.try_update_untracked(Option::take).flatten().expect("it is there until the end");
                shelf.keep_list(Known { list, position });
            });
        });
        screen(&app, || {
            let known = shelf.take_list().expect("it was put aside");
            assert_eq!(known.list.listed(&[], &View::default()).len(), 1);
            assert!(shelf.take_list().is_none(), "whoever shows it has it");
        });
    }

    #[test]
    fn a_conversation_stays_on_the_shelf_until_a_newer_state_of_it_is_put_there() {
        let (app, shelf) = app();
        let mut world = World::with(3);
        let read = |world: &World| Timeline::new(ANN, world.snapshot(), world.stretch(1, world.conversation.last_seq));
        let before = read(&world);
        screen(&app, || shelf.keep(before));
        world.say(ANN, "one more");
        let after = read(&world);
        screen(&app, || {
            // Opened, but left before it could be drawn: nothing is lost.
            assert_eq!(shelf.kept(HERE).map(|kept| kept.last()), Some(3));
            assert_eq!(shelf.kept(HERE).map(|kept| kept.last()), Some(3));
            shelf.keep(after);
        });
        assert_eq!(shelf.kept(HERE).map(|kept| kept.last()), Some(4));
        shelf.forget(HERE);
        assert!(shelf.kept(HERE).is_none());
    }

    #[test]
    fn whoever_is_out_of_a_conversation_finds_nothing_of_it_on_the_shelf() {
        let (app, shelf) = app();
        let world = World::with(3);
        let mut list = state::Inbox::new(ANN);
        list.insert(world.conversation.clone());
        screen(&app, || {
            shelf.keep_list(Known { list, position: world.snapshot().position });
            shelf.keep(Timeline::new(ANN, world.snapshot(), world.stretch(1, 3)));
        });
        app.with(|| shelf.lose(HERE));
        assert!(shelf.kept(HERE).is_none());
        let known = shelf.take_list().expect("it was put aside");
        assert!(known.list.known(HERE).is_none());
    }
}
