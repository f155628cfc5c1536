//! One message.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    web_sys::EventTarget,
};

use super::{
    attached::Attached,
    composer::Held,
    folded::Folded,
    forwarded::Forwarded,
    message_acts::{Edited, MessageActs, RefusedChange, open_acts},
    pinned_line::PinnedMark,
    quoted::Quoted,
    speaker::Speaker,
    ticks::Ticks,
    told_below::role_below,
};
use crate::{
    features::messages::{
        hook::Thread,
        state::{Line, Progress, Row},
    },
    kit::{Icon, Prose, Symbol, Verbatim, use_leisure},
    shared::id::{AccountId, MessageId, OperationId},
};

/// A bubble with what was said, when, and how far it came. The node stays the same from the first echo on. Arrows of the
/// list bring the focus here, and Enter, Space or the key for menus open what can be done.
#[component]
pub fn MessageRow(
    /// Where it stands.
    thread: Thread,
    /// As it is drawn now.
    row: Signal<Row>,
    /// Which message.
    id: MessageId,
    /// Who said it.
    author: AccountId,
    /// Whether that is the viewer.
    mine: bool,
) -> impl IntoView {
    let line = move |read: fn(&Line) -> bool| row.with(|row| matches!(row, Row::Message(line) if read(line)));
    let progress = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.progress.clone(),
        _ => None,
    });
    let body = Memo::new(move |_| match &*row.read() {
        Row::Message(line) if line.message.is_deleted() => "Message deleted".to_owned(),
        Row::Message(line) => line.message.body.clone(),
        _ => String::new(),
    });
    let is_deleted = move || line(|line| line.message.is_deleted());
    // Whether something else stands above its words.
    let comes_from = Memo::new(move |_| line(|line| line.message.forwarded || line.message.reply_to.is_some()));
    let folds = !mine && thread.folds();
    let beside = if mine { "flex-row-reverse" } else { "" };
    let outer = move || {
        let side = if mine { "items-end" } else { "items-start" };
        let space = if line(|line| line.first) { "pt-3" } else { "pt-0.5" };
        format!("group/row flex flex-col px-3 lg:px-6 {side} {space}")
    };
    let bubble = move || bubble(mine, line(|line| line.first), line(|line| line.last));
    let speaker = Memo::new(move |_| if mine { "You".to_owned() } else { thread.name_of(author) });
    let reactions = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => thread.reactions_in_words(&line.message.reactions),
        _ => None,
    });
    let root = NodeRef::<html::Div>::new();
    let is_here = move |target: Option<EventTarget>| {
        let row: Option<EventTarget> = root.get_untracked().map(Into::into);
        row.is_some() && target == row
    };
    let leisure = use_leisure();
    let open = move || root.get_untracked().is_some_and(|row| open_acts(&row));
    let pressed = move |event: KeyboardEvent| {
        let opens = matches!(event.key().as_str(), "Enter" | " ") && Held::with(&event) == Held::Nothing;
        if opens && is_here(event.target()) && open() {
            event.prevent_default();
        }
    };
    // Of what stands in the row it asks for the browser's own menu.
    let asked = move |event: MouseEvent| {
        if is_here(event.target()) && open() {
            event.prevent_default();
        }
    };
    let (said, named_by) = (format!("said-{id}"), format!("said-{id}"));
    view! {
        <div
            node_ref=root
            role="article"
            aria-roledescription="message"
            aria-labelledby=named_by
            aria-description=move || reactions.get()
            data-message=id.to_string()
            data-state=move || state(progress.read().as_ref())
            data-shown=move || thread.is_shown(id)
            data-stop=""
            data-opens=(thread.goal() == Some(id)).then_some("")
            tabindex="-1"
            class=outer
            // Keys open the menu: it is there when the next one is pressed.
            on:focusin=move |_| leisure.hurry()
            on:keydown=pressed
            on:contextmenu=asked
            on:animationend=move |event| thread.end_showing(&event.animation_name())
        >
            {(!mine && thread.is_of_several()).then(|| view! { <Speaker row name=speaker /> })}
            <div class=format!("flex w-full items-center gap-1 {beside}")>
                <div id=said class=bubble>
                    <span class="sr-only"><Verbatim words=speaker /> " said "</span>
                    {move || comes_from.get().then(|| view! { <Forwarded row /> <Quoted thread row /> })}
                    <div
                        data-body=""
                        class="min-w-0"
                        class=("italic", is_deleted)
                        class=("text-muted", is_deleted)
                    >
                        <Folded author folds>
                            <Prose text=body />
                        </Folded>
                    </div>
                    <span class="ms-auto inline-flex items-center gap-1 text-2xs text-muted tabular-nums select-none">
                        <PinnedMark thread id />
                        <Edited thread row id />
                        <Moment thread row />
                        {mine.then(|| view! { <Ticks progress /> })}
                    </span>
                </div>
                <MessageActs thread row id mine speaker root leisure />
            </div>
            <Attached thread row id author mine folds />
            {mine
                .then(|| {
                    view! {
                        <Slowed row />
                        <Refused thread id progress />
                    }
                })}
            <RefusedChange thread row id />
        </div>
    }
}

fn bubble(mine: bool, first: bool, last: bool) -> String {
    let colour = if mine { "bg-accent-soft" } else { "bg-raised" };
    let above = match (mine, first) {
        (_, true) => "",
        (true, false) => "rounded-se-control",
        (false, false) => "rounded-ss-control",
    };
    let below = match (mine, last) {
        (_, true) => "",
        (true, false) => "rounded-ee-control",
        (false, false) => "rounded-es-control",
    };
    format!(
        "flex max-w-[min(85%,34rem)] min-w-0 flex-wrap items-end gap-x-2.5 rounded-bubble px-3.5 py-1.5 pointer-coarse:select-none target:shown in-data-shown:shown {colour} {above} {below}"
    )
}

fn state(progress: Option<&Progress>) -> &'static str {
    match progress {
        None => "received",
        Some(Progress::Sending) => "sending",
        Some(Progress::Slowed) => "slowed",
        Some(Progress::Sent) => "sent",
        Some(Progress::Delivered) => "delivered",
        Some(Progress::Read) => "read",
        Some(Progress::Failed(_)) => "failed",
    }
}

/// The time of day, with the day in its title.
#[component]
fn Moment(thread: Thread, row: Signal<Row>) -> impl IntoView {
    let at = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => Some(line.message.at),
        _ => None,
    });
    move || {
        at.get().map(|at| {
            view! { <time datetime=at.to_string() title=thread.words(at)>{thread.clock(at)}</time> }
        })
    }
}

/// Why it waits, once below those that do.
#[component]
fn Slowed(row: Signal<Row>) -> impl IntoView {
    let is_told = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.last && line.progress == Some(Progress::Slowed),
        _ => false,
    });
    move || {
        is_told
            .get()
            .then(|| view! { <p class="px-2 pt-0.5 text-xs text-muted">"Waiting: too many messages at once"</p> })
    }
}

/// Why it was not sent, and what to do about it.
#[component]
fn Refused(thread: Thread, id: MessageId, progress: Memo<Option<Progress>>) -> impl IntoView {
    let class = "inline-flex min-h-8 items-center gap-1 rounded-full px-2 font-semibold text-accent hover:bg-raised touch-target";
    let has_failed = move || matches!(&*progress.read(), Some(Progress::Failed(_)));
    let role = role_below(thread, move || has_failed().then_some(OperationId(id.0)));
    move || match (progress.get(), role.get()) {
        (Some(Progress::Failed(error)), role) => Some(view! {
            <div role=role class="flex flex-wrap items-center justify-end gap-x-1 text-sm">
                <span class="text-danger">"Not sent. " {error.to_string()}</span>
                <button type="button" class=class on:click=move |_| thread.retry(id)>
                    <Symbol icon=Icon::Retry class="size-4" />
                    "Retry"
                </button>
                <button type="button" class=class on:click=move |_| thread.take_back(id)>
                    "Edit text"
                </button>
            </div>
        }),
        _ => None,
    }
}
