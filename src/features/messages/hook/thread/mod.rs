//! An open conversation: `acts` is what a person does, `changing` what they do to messages that stand there, `reacting`
//! what they think of those, `replying` which of them they answer, `announcing` what is said of it by itself, `asks`
//! what a screen wants to know, `beside` what it hangs on where it is the thread of a message, `asked` that it is a
//! request, `blocked` that nobody writes, `caret` where somebody does, `jumping` the ways to other places of it, `life` what keeps it alive, `paging`
//! how much of it is here, `returning` how it is left and stands again, `pinning` what stands on top of it,
//! `forwarding` what is taken from it to others, `info` how far one's own came, `scheduling` what is said in it later,
//! `sharing` what another application brings into it, `unsaved` what somebody leaves in it.

mod acts;
mod announcing;
mod asked;
mod asks;
mod beside;
mod blocked;
mod caret;
mod changing;
mod deleting;
mod forwarding;
mod info;
mod jumping;
mod life;
mod paging;
mod pinning;
mod reacting;
mod replying;
mod returning;
mod scheduling;
mod sharing;
mod unsaved;

use std::sync::Arc;

use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

use super::{
    attention::use_attention,
    copies::{Hearing, keep_thread},
    inbox::{Inbox, Rows, use_inbox},
    search,
};
use crate::{
    client::use_client,
    features::{
        accounts::{hook::use_me, model::Account},
        messages::{
            model::{Conversation, From, Pin, Stretch},
            rpc,
            state::{Key, Row, Timeline},
        },
    },
    kit::{Scroll, Zone, forget_parts, use_zone},
    realtime::{Snapshot, Topic},
    shared::{
        Error, Result,
        effect::Effect,
        hydration::is_served,
        id::{ConversationId, MessageId},
        time::Time,
    },
};

use announcing::Announcing;
pub use changing::{Editing, Revisions};
pub use info::Told;
pub use jumping::Jumping;
pub use returning::returns_to;
pub(super) use unsaved::Unsaved;

/// Messages that a conversation is opened with.
const FIRST: u32 = 50;

/// A conversation as it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// Whose.
    pub conversation: Snapshot<Conversation>,
    /// A stretch of its messages.
    pub history: Stretch,
    /// Whether it was kept from an earlier time, so that there may be more by now.
    pub is_copy: bool,
}

/// Reads a conversation with a page of its messages.
///
/// # Errors
/// `Missing` where the viewer is not in it.
pub(super) async fn read_thread(id: ConversationId, from: From) -> Result<Opened> {
    let conversation = rpc::read_conversation(id).await?;
    let history = rpc::read_history(id, from, FIRST).await?;
    Ok(Opened { conversation, history: history.data, is_copy: false })
}

/// What the others were told of something being written.
#[derive(Clone, Copy, Default)]
struct Typing {
    /// When they last were.
    told: Option<Time>,
    /// Whether they will be again.
    waits: bool,
}

/// A conversation, alive.
#[derive(Clone, Copy)]
pub struct Thread {
    /// Which.
    pub id: ConversationId,
    /// What is drawn of it.
    pub rows: Rows<Row>,
    /// Where its messages are scrolled to.
    pub scroll: Scroll<Key>,
    /// What is being written.
    pub text: RwSignal<String>,
    /// The field in which it is written, for focus.
    pub field: NodeRef<html::Textarea>,
    /// What is done to a message that stands there.
    pub editing: Editing,
    /// Where somebody wants to go in it.
    pub jumping: Jumping,
    /// Which message is answered by what is being written.
    pub answered: RwSignal<Option<MessageId>>,
    /// What is pinned in it for all, what was pinned last first.
    pub pins: Memo<Vec<Pin>>,
    /// The other one of two, where the viewer blocked them: nothing is said then, changed, reacted to or pinned.
    pub blocked: Memo<Option<Account>>,
    /// The other one of two, where what they wrote is a request that the viewer has neither accepted nor declined.
    pub asked: Memo<Option<Account>>,
    /// The zone in which its times are told.
    zone: Zone,
    /// What is said of it by itself; held apart, so that a handle stays small.
    announcing: StoredValue<Announcing>,
    state: RwSignal<Timeline>,
    /// What is being read: one page at a time.
    reading: RwSignal<bool>,
    trouble: RwSignal<Option<Error>>,
    attention: Signal<bool>,
    typing: StoredValue<Typing>,
    /// All conversations; held apart as well.
    inbox: StoredValue<Inbox>,
    hearing: Hearing,
    /// Whether it was opened as it was left, and what was said meanwhile is not here yet.
    is_copy: RwSignal<bool>,
    /// Whether there is no such conversation for the viewer any more.
    gone: RwSignal<bool>,
    /// Counts the readings that were asked for: the last one holds.
    readings: StoredValue<u32>,
}

/// Keeps a conversation alive from where it was read, until the owner that calls this is cleaned up. What is a copy is
/// read afresh too.
pub fn use_thread(timeline: Timeline, is_copy: bool) -> Thread {
    let (client, inbox, me) = (use_client(), use_inbox(), use_me());
    let (id, since) = (timeline.conversation().id, timeline.position());
    let announcing = StoredValue::new(Announcing::new(&timeline, me));
    let state = RwSignal::new(timeline);
    let zone = use_zone();
    let pending = client.pending();
    let receipts = Memo::new(move |_| me.read().as_ref().is_none_or(|me| me.settings.send_receipts));
    let rows = Memo::new(move |_| Arc::new(state.read().rows(&pending.read(), receipts.get(), zone.days())));
    let thread = Thread {
        id,
        rows: rows.into(),
        scroll: Scroll::new(),
        text: RwSignal::from(inbox.draft(id)),
        field: NodeRef::new(),
        editing: Editing::new(),
        jumping: Jumping::new(),
        answered: RwSignal::new(None),
        pins: pinning::pins(client, state),
        blocked: blocked::blocked(state, me),
        asked: asked::asked(client, state),
        zone,
        announcing,
        state,
        reading: RwSignal::new(false),
        trouble: RwSignal::new(None),
        attention: use_attention(),
        typing: StoredValue::default(),
        inbox: StoredValue::new(inbox),
        hearing: StoredValue::new(None),
        is_copy: RwSignal::new(is_copy),
        gone: RwSignal::new(false),
        readings: StoredValue::new(0),
    };
    // First, so that it comes before the end of the subscription when all of this ends.
    keep_thread(client, id, state, thread.gone, thread.hearing);
    let heard = client.subscribe(Topic::Conversation(id), Some(since), move |incoming| thread.hear(incoming));
    thread.hearing.set_value(Some(heard));
    if is_copy {
        thread.refresh();
    }
    thread.follow_around();
    thread.follow_part();
    thread.follow_leaving();
    thread.follow_names();
    thread.fill_gaps();
    thread.follow_reading();
    thread.follow_news();
    thread.follow_marks();
    thread.follow_receipts(receipts);
    thread.keep_seen();
    thread.keep_unsaved();
    thread.settle_changes();
    thread.settle_pins();
    thread.tell_refused_pins();
    thread.follow_info();
    thread.follow_quotes();
    // The server's page stands there already, and so does what one comes back to.
    if !is_served() && !returns_to(id) && state.with_untracked(|state| state.line().is_some() && state.unread() > 0) {
        Effect::new(move || thread.scroll.to(Key::New));
    }
    let drafts = inbox.drafts();
    drafts.save_refused(id);
    on_cleanup(move || {
        drafts.save(id);
        if let Some(state) = state.try_get_untracked().filter(|_| thread.gone.try_get_untracked() == Some(false)) {
            inbox.keep(state);
            if let Some(left) = thread.unsaved() {
                inbox.keep_unsaved(id, left);
            }
        }
    });
    thread
}

/// Nothing is kept any more of how a conversation was left, nor of what was found in it or elsewhere, at whatever entry of
/// the history.
pub(super) fn forget_left(id: ConversationId) {
    let [place, seen] = returning::parts(id);
    forget_parts(&[place, seen, unsaved::part(id), search::NAME.to_owned()]);
}

impl Thread {
    fn inbox(self) -> Inbox {
        self.inbox.get_value()
    }
}
