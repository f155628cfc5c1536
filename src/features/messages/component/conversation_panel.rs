//! An open conversation: who, what was said, and what to say next.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::{
    absent::{Absent, left_words},
    announcements::Announcements,
    conversation_header::ConversationHeader,
    editor::Editor,
    further_messages::FurtherMessages,
    jump_pill::JumpPill,
    message_list::MessageList,
    opening::Opening,
    other_draft::OtherDraft,
    pinned_line::PinnedLine,
    questions::Questions,
    scheduled_line::ScheduledLine,
    subject_line::SubjectLine,
    thread_header::ThreadHeader,
    unread_pill::UnreadPill,
    writing::Writing,
};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Opened, open_thread, returns_to, use_inbox, use_thread},
            model,
            state::{Timeline, inbox::called, threads::open_in},
        },
    },
    kit::{ErrorState, NoticesWithin, Panel, Skeleton, succession},
    shared::{Error, id::ConversationId, json::reading, script::apart},
};

/// A conversation by its id: at once where it was open before in this tab, or is kept by this browser, else as soon as it
/// was read. Where the viewer is out of it, it opens again as soon as they are in it.
#[component]
pub fn ConversationPanel(
    /// Which.
    id: ConversationId,
    /// Which page of its history, for who has no JavaScript or comes to a certain message.
    page: model::From,
    /// The conversation beside which it is looked for, where it is a thread.
    #[prop(optional_no_strip)]
    around: Option<ConversationId>,
    /// Drawn where there is no such conversation for the viewer.
    missing: fn() -> AnyView,
    /// Drawn below what was said in it.
    below: fn(ConversationId) -> AnyView,
) -> impl IntoView {
    let times = RwSignal::new(0_u32);
    let on_return = Callback::new(move |()| {
        times.try_update(|times| *times = times.wrapping_add(1));
    });
    succession(Memo::new(move |_| times.get()), move |_| drawn(id, page, Beyond { around, missing, below, on_return }))
}

/// What there is to know of a conversation that is not there, or no more.
#[derive(Clone, Copy)]
struct Beyond {
    /// The conversation in which one has to be for it, where that is another one.
    around: Option<ConversationId>,
    missing: fn() -> AnyView,
    below: fn(ConversationId) -> AnyView,
    on_return: Callback<()>,
}

impl Beyond {
    /// Stands in the place of the conversation, of which this is told.
    fn draw(self, id: ConversationId, told: Option<String>) -> AnyView {
        let Self { around, missing, on_return, .. } = self;
        view! { <Absent id around told missing on_return /> }.into_any()
    }
}

/// The conversation, or what stands in its place.
fn drawn(id: ConversationId, page: model::From, beyond: Beyond) -> AnyView {
    let inbox = use_inbox();
    let around = beyond.around;
    // Whoever comes to a message that is at hand finds it at once.
    let is_at_hand = |kept: &Timeline| matches!(page, model::From::Message(_)) && kept.goal(page).is_some();
    // What stands beside another conversation, or beside none, is not looked for here.
    let is_here = move |conversation: &model::Conversation| around.is_none() || conversation.thread_of == around;
    let kept = inbox.kept(id).filter(|kept| page == model::From::Unread || is_at_hand(kept));
    let kept = kept.filter(|kept| is_here(kept.conversation()));
    // Whoever comes back to a place in it finds that place; what was said since comes by itself.
    let is_whole = |kept: &Timeline| !kept.newer() && inbox.unread_in(id) == 0;
    if let Some(timeline) = kept.as_ref().filter(|kept| is_at_hand(kept) || is_whole(kept) || returns_to(id)) {
        return view! { <Conversation timeline=timeline.clone() is_copy=false page beyond /> }.into_any();
    }
    // What was known serves where the rest cannot be read.
    let kept = StoredValue::new(kept);
    let opened = reading(|| (), move |()| open_thread(inbox, id, page, around));
    let draw = move |Opened { conversation, history, is_copy }: Opened| {
        if !is_here(&conversation.data) {
            return beyond.draw(id, None);
        }
        let mut timeline = Timeline::new(inbox.viewer(), conversation, history);
        // Whoever asks for the newest is not led to where they stopped.
        match page {
            model::From::Newest => timeline.draw_line(None),
            model::From::Unread => timeline.begin_line_here(),
            _ => {}
        }
        view! { <Conversation timeline is_copy page beyond /> }.into_any()
    };
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok(opened) => draw(opened),
                    Err(Error::Missing) => beyond.draw(id, None),
                    Err(error) if error.is_transient() && kept.with_value(Option::is_some) => {
                        kept.get_value().map(|timeline| view! { <Conversation timeline is_copy=false page beyond /> }).into_any()
                    }
                    Err(error) => {
                        let on_retry = Callback::new(move |()| opened.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Conversation(
    timeline: Timeline,
    /// Whether it is kept from an earlier time.
    is_copy: bool,
    /// What of it was asked for.
    page: model::From,
    /// Drawn once there is no such conversation for the viewer any more.
    beyond: Beyond,
) -> impl IntoView {
    let (id, viewer) = (timeline.conversation().id, timeline.viewer());
    let kind = timeline.conversation().kind;
    let thread = use_thread(timeline, is_copy);
    thread.open_at(page);
    thread.follow_address();
    provide_context(thread);
    let me = use_me();
    let title = Memo::new(move |_| called(&thread.conversation(), viewer, me.read().as_ref()));
    // The head of a page is written, and the title of the next one set, when this one may be gone already.
    let first = title.get_untracked();
    let titled = move || title.try_get().map_or_else(|| apart(&first), |title| apart(&title));
    // Where a thread stands beside it, the page is called after the thread.
    let path = use_location().pathname;
    let is_named = Memo::new(move |_| open_in(&path.read()) == Some(id));
    let around = thread.thread_of();
    let gone = move || {
        let told = title.with_untracked(|title| left_words(kind, title));
        Beyond { around, ..beyond }.draw(id, told)
    };
    view! {
        <Show when=move || is_named.get()>
            <Title text=titled.clone() />
        </Show>
        <Show when=move || !thread.is_gone() fallback=gone>
            <Panel>
                {match around {
                    Some(around) => view! { <ThreadHeader thread around title /> }.into_any(),
                    None => {
                        view! {
                            <ConversationHeader thread />
                            <SubjectLine thread />
                        }
                            .into_any()
                    }
                }}
                <PinnedLine thread />
            </Panel>
            // What was said rests on its end: what is told takes its room from what is furthest up, and moves nothing.
            <NoticesWithin />
            <Panel>
                <div class="relative flex min-h-0 grow flex-col">
                    <MessageList thread />
                    <UnreadPill thread />
                    <JumpPill thread />
                    <Announcements thread />
                </div>
            </Panel>
            <FurtherMessages thread />
            {(beyond.below)(thread.id)}
            <OtherDraft thread />
            <ScheduledLine of=Some(thread.id) />
            <Writing thread />
            <Editor thread />
            <Questions thread />
            <Opening thread />
        </Show>
    }
}

/// Bubbles on their way.
#[component]
fn Loading() -> impl IntoView {
    view! {
        <div role="status" class="flex grow flex-col justify-end gap-3 px-4 py-6">
            <span class="sr-only">"Loading"</span>
            <Skeleton class="h-10 w-2/5 rounded-bubble" />
            <Skeleton class="h-16 w-3/5 rounded-bubble" />
            <Skeleton class="h-10 w-1/3 self-end rounded-bubble" />
            <Skeleton class="h-10 w-1/2 rounded-bubble" />
            <Skeleton class="h-14 w-2/5 self-end rounded-bubble" />
        </div>
    }
}
