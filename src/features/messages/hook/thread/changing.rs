//! What a person does to messages that stand there: edit, copy, see what they said; `deleting` is about the rest of it.

use leptos::{prelude::*, task::spawn_local};

use super::{Thread, info::Told};
use crate::{
    client::read_until,
    features::messages::{
        hook::focus::{focus_on, focus_on_log},
        model::{Message, Revision, check_body},
        rpc,
        state::{
            Line, Progress, Row, Timeline,
            changing::{self, Act},
        },
    },
    shared::{
        Result,
        effect::Effect,
        id::{MessageId, OperationId},
        page::MAX_LIMIT,
    },
    sync::Operation,
};

/// The one message that is being changed, and those that are asked about.
#[derive(Clone, Copy)]
pub struct Editing {
    /// Which message is being edited.
    pub message: RwSignal<Option<MessageId>>,
    /// What it is to say.
    pub text: RwSignal<String>,
    /// Whether one came to it from the field, and goes back there.
    from_field: StoredValue<bool>,
    /// For which message an emoji is being chosen.
    pub reacting: RwSignal<Option<MessageId>>,
    /// Which message is to be taken to other conversations, while those are chosen.
    pub forwarding: RwSignal<Option<MessageId>>,
    /// How far which message came, while somebody looks.
    pub info: RwSignal<Option<Told>>,
    /// What of a message is shown that it said before.
    pub shown: RwSignal<Option<Revisions>>,
    /// Whether a time is being picked for what stands in the field.
    pub picking: RwSignal<bool>,
}

/// What a message said, the newest first; nothing while that is being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Revisions {
    /// Which message.
    pub message: MessageId,
    /// What it said, or why that is not known.
    pub read: Option<Result<Vec<Revision>>>,
}

impl Editing {
    pub(super) fn new() -> Self {
        Self {
            message: RwSignal::new(None),
            text: RwSignal::new(String::new()),
            from_field: StoredValue::new(false),
            reacting: RwSignal::new(None),
            forwarding: RwSignal::new(None),
            info: RwSignal::new(None),
            shown: RwSignal::new(None),
            picking: RwSignal::new(false),
        }
    }
}

impl Thread {
    /// Begins to edit a message; what is being written in the field waits meanwhile.
    pub fn edit(self, id: MessageId) {
        if let Some(line) = self.line(id).filter(is_editable) {
            self.edit_with(id, line.message.body.clone());
        }
    }

    pub(super) fn edit_with(self, id: MessageId, words: String) {
        self.editing.from_field.set_value(false);
        self.editing.text.set(words);
        self.editing.message.set(Some(id));
    }

    /// Begins to edit the last message of one's own; whether there is one.
    pub fn edit_last(self) -> bool {
        let rows = self.rows.get_untracked();
        let last = rows.iter().rev().find_map(|row| match row {
            Row::Message(line) if is_editable(line) => Some(line.message.id),
            _ => None,
        });
        if let Some(id) = last {
            self.edit(id);
            self.editing.from_field.set_value(true);
        }
        last.is_some()
    }

    /// Has the message say what was written, and goes back to where one came from. To say the same again changes nothing.
    ///
    /// # Errors
    /// `Invalid` for `body`: the text stays where it is.
    pub fn save_edit(self) -> Result<()> {
        let words = self.editing.text.get_untracked();
        check_body(&words)?;
        match self.editing.message.get_untracked().and_then(|id| self.line(id)) {
            Some(Line { message, .. }) if message.body != words => {
                self.perform_change(changing::edit(self.name(), &message, &words));
            }
            Some(_) => {}
            // It is not here any more; its words are.
            None => self.put_before(words),
        }
        self.end_edit();
        Ok(())
    }

    /// Nothing is edited any more; goes back to where one came from.
    pub(super) fn end_edit(self) {
        if let Some(id) = self.editing.message.get_untracked() {
            self.editing.message.set(None);
            self.editing.text.set(String::new());
            if self.editing.from_field.get_value() {
                // Once it is shown again.
                request_animation_frame(move || self.write());
            } else {
                focus_on_row(self.log(), id);
            }
        }
    }

    /// Takes the preview off a message of one's own, for good.
    pub fn unpreview(self, id: MessageId) {
        if let Some(Line { message, .. }) = self.line(id) {
            self.perform_change(changing::unpreview(self.name(), &message));
        }
        focus_on_row(self.log(), id);
    }

    /// What a message says, right now.
    #[must_use]
    pub fn words_of(self, id: MessageId) -> Option<String> {
        self.line(id).map(|line| line.message.body.clone())
    }

    /// Tries again what was refused of a message.
    pub fn retry_change(self, id: MessageId) {
        if let Some(refusal) = self.line(id).and_then(|line| line.refusal) {
            self.inbox().client().retry(refusal.operation);
        }
        focus_on_row(self.log(), id);
    }

    /// Gives up what was refused of a message. The words that it was to say come back: into the editor, or into the field
    /// where the message cannot be edited any more.
    pub fn take_change_back(self, id: MessageId) {
        let Some(line) = self.line(id) else { return };
        let Some(refusal) = line.refusal.clone() else { return };
        self.inbox().client().discard(refusal.operation);
        match refusal.act {
            Act::Say(words) if is_editable(&line) => self.edit_with(id, words),
            Act::Say(words) => {
                self.put_before(words);
                self.write();
            }
            Act::Delete | Act::React { .. } | Act::Pin { .. } | Act::Unpreview => focus_on_row(self.log(), id),
        }
    }

    /// Shows what a message said before.
    pub fn show_revisions(self, id: MessageId) {
        self.editing.shown.set(Some(Revisions { message: id, read: None }));
        spawn_local(async move {
            let read = rpc::read_revisions(id, None).await.map(|page| page.items);
            self.editing.shown.try_update(|shown| {
                if let Some(shown) = shown.as_mut().filter(|shown| shown.message == id) {
                    shown.read = Some(read);
                }
            });
        });
    }

    /// What the server has answered to a change holds from then on, whether or not its event has come.
    pub(super) fn settle_changes(self) {
        let client = self.inbox().client();
        let pending = client.pending();
        Effect::new(move || {
            let stored = pending.with(|pending| changing::stored(self.id, pending));
            for (id, message) in stored {
                // In a tab that follows it stays listed for a while: what is known is no news.
                self.state.maybe_update(|state| state.change(&message));
                client.settle(id);
            }
        });
    }

    /// Takes what became of messages as just read.
    pub(super) fn take_changed(self, changed: &[Message]) {
        self.state.try_maybe_update(|state| {
            let news = changed.iter().filter(|message| state.change(message)).count();
            (news > 0, ())
        });
    }

    /// Reads what became of the messages here, which may be as they were long ago.
    pub(super) fn read_changed(self) {
        let is_open = move || self.gone.try_get_untracked() == Some(false);
        let read = move || self.changes();
        read_until(read, is_open, move |answer: Result<Vec<Message>>| self.take_changed(&answer.unwrap_or_default()));
    }

    /// What became of the messages here.
    pub(super) async fn changes(self) -> Result<Vec<Message>> {
        let stretch = |state: &Timeline| (state.first(), state.last());
        let Some((mut low, high)) = self.state.try_with_untracked(stretch) else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        while low <= high {
            let some = rpc::read_changed(self.id, low, high).await?;
            let is_full = some.len() >= MAX_LIMIT as usize;
            low = some.last().map_or(high, |last| last.seq) + 1;
            all.extend(some);
            if !is_full {
                break;
            }
        }
        Ok(all)
    }

    /// Does something to a message, in the place of what was refused of that.
    pub(super) fn perform_change(self, change: Operation) {
        self.inbox().client().perform(self.instead_of_refused(change));
    }

    pub(super) fn instead_of_refused(self, change: Operation) -> Operation {
        let pending = self.inbox().client().pending();
        pending.with_untracked(|pending| changing::in_place_of_refused(change, pending))
    }

    pub(super) fn line(self, id: MessageId) -> Option<Line> {
        let rows = self.rows.get_untracked();
        rows.iter().rev().find_map(|row| match row {
            Row::Message(line) if line.message.id == id => Some(line.clone()),
            _ => None,
        })
    }

    pub(super) fn name(self) -> OperationId {
        OperationId(self.inbox().client().new_id())
    }
}

/// Whether it is one's own, there, and not refused.
fn is_editable(line: &Line) -> bool {
    let is_own = line.progress.as_ref().is_some_and(|progress| !matches!(progress, Progress::Failed(_)));
    is_own && !line.message.is_deleted()
}

/// Gives the focus back to a row, once the page has followed what was done there; where it is not there, to its log, or to the
/// page that is there instead.
pub(super) fn focus_on_row(log: &'static str, id: MessageId) {
    request_animation_frame(move || {
        if !focus_on(&format!("[data-message='{id}']")) && !focus_on_log(log) {
            focus_on("main");
        }
    });
}
