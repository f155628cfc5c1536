//! That something is said later.

use leptos::prelude::*;

use super::{
    dialogs::{Above, chunk},
    find_bar::to_list,
};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Thread, focus_on_log, use_inbox, use_schedules},
            model::{Scheduled, Stage},
        },
    },
    kit::{Icon, Symbol, awaited},
    shared::{effect::Effect, id::ConversationId, script::apart},
};

/// A quiet line that opens what is scheduled: of a conversation all of it, for all of them what could not be sent, as its
/// conversation may be there no more, and where. Nothing where there is nothing.
#[component]
pub(super) fn ScheduledLine(
    /// Of which conversation.
    of: Option<ConversationId>,
) -> impl IntoView {
    let shown = use_schedules().shown(of);
    let listed = Memo::new(move |_| {
        let mut listed = shown.get();
        listed.retain(|one| of.is_some() || one.state == Stage::Failed);
        listed
    });
    let (inbox, me) = (use_inbox(), use_me());
    let words = Memo::new(move |_| {
        let listed = listed.read();
        let place = place(&listed).filter(|_| of.is_none());
        let place = place.and_then(|id| inbox.title_of(id, me.read().as_ref()));
        words_for(&listed, place.as_deref())
    });
    let open = RwSignal::new(false);
    // Beside the list there are messages of an open conversation, if any.
    let log = use_context::<Thread>().map_or("Messages", Thread::log);
    Effect::new(move || {
        if listed.read().is_empty() && open.get_untracked() {
            open.set(false);
            // What had the focus before is gone too. Beside the list of a phone there are no messages.
            request_animation_frame(move || {
                if !focus_on_log(log) {
                    to_list();
                }
            });
        }
    });
    let all = Above::Scheduled(open, listed, of.is_none());
    view! {
        <div role="status" class="shrink-0">
            <Show when=move || words.read().is_some()>
                <button
                    type="button"
                    aria-haspopup="dialog"
                    class="flex min-h-10 w-full items-center gap-2 px-4 text-left text-sm text-muted hover:bg-raised hover:text-text lg:px-6 touch-target"
                    on:click=move |_| open.set(true)
                >
                    <Symbol icon=Icon::Clock class="size-4 shrink-0" />
                    {move || words.get()}
                </button>
            </Show>
        </div>
        {awaited(chunk(), move || all.draw(), Memo::new(move |_| open.get()), move || open.set(false))}
    }
}

/// Where all of them are to be said, if that is one conversation.
fn place(listed: &[Scheduled]) -> Option<ConversationId> {
    let id = listed.first()?.conversation_id;
    listed.iter().all(|one| one.conversation_id == id).then_some(id)
}

/// How many wait, and how many could not be sent, and where, as far as that is to be said; nothing where there are none.
fn words_for(listed: &[Scheduled], place: Option<&str>) -> Option<String> {
    let failed = listed.iter().filter(|one| one.state == Stage::Failed).count();
    let messages = |number: usize| format!("{number} {}", if number == 1 { "message" } else { "messages" });
    match (listed.len() - failed, failed) {
        (0, 0) => None,
        (0, failed) => {
            let place = place.map(|title| format!(" to {}", apart(title))).unwrap_or_default();
            Some(format!("{} could not be sent{place}", messages(failed)))
        }
        (waiting, 0) => Some(format!("{} scheduled", messages(waiting))),
        (waiting, failed) => Some(format!("{} scheduled, {failed} could not be sent", messages(waiting))),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::shared::{id::MessageId, time::Time};

    fn one(state: Stage) -> Scheduled {
        Scheduled {
            id: MessageId(Uuid::nil()),
            conversation_id: ConversationId(Uuid::nil()),
            body: "later".to_owned(),
            reply_to: None,
            at: Time::from_millis(0),
            state,
            trouble: None,
            version: 1,
        }
    }

    #[test]
    fn the_line_counts_what_waits_and_what_could_not_be_sent() {
        let words = |states: &[Stage]| words_for(&states.iter().copied().map(one).collect::<Vec<_>>(), None);
        assert_eq!(words(&[]), None);
        assert_eq!(words(&[Stage::Waiting]).as_deref(), Some("1 message scheduled"));
        assert_eq!(words(&[Stage::Waiting, Stage::Sending]).as_deref(), Some("2 messages scheduled"));
        assert_eq!(words(&[Stage::Failed]).as_deref(), Some("1 message could not be sent"));
        let both = words(&[Stage::Waiting, Stage::Failed]);
        assert_eq!(both.as_deref(), Some("1 message scheduled, 1 could not be sent"));
    }

    #[test]
    fn of_all_conversations_the_line_says_where_it_could_not_be_sent_if_that_is_one() {
        let here = [one(Stage::Failed), one(Stage::Failed)];
        let words = words_for(&here, Some("Book club"));
        assert_eq!(words.as_deref(), Some("2 messages could not be sent to Book club"));
        assert_eq!(place(&here), Some(here[0].conversation_id));
        let mut there = one(Stage::Failed);
        there.conversation_id = ConversationId(Uuid::from_u128(1));
        assert_eq!(place(&[one(Stage::Failed), there]), None);
        assert_eq!(place(&[]), None);
    }
}
