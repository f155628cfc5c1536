//! What one does to a message that stands there.

use std::sync::Arc;

use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{preview_card::preview, told_below::role_below};
use crate::{
    features::messages::{
        hook::{Publishing, Reported, Reporting, Thread},
        model::Quote,
        state::{
            Line, Progress, Row,
            changing::{Act, Refusal},
        },
    },
    kit::{Choice, Icon, Leisure, Menu, Symbol, copy_words, use_toasts},
    shared::{hydration::use_alive, id::MessageId},
};

/// Beside the bubble, for whoever points at the row or has the focus in it; a finger always finds it.
const PLACE: &str = "-my-2 shrink-0 opacity-0 transition-opacity duration-feedback group-hover/row:opacity-100 \
    group-focus-within/row:opacity-100 [@media(hover:none)]:opacity-100";

/// The room of the menu while it is not drawn yet, so that nothing moves when it is.
const ROOM: &str = "-my-2 size-10 shrink-0 touch-target";

/// The menu of a message, while there is something to do with it. Keys open it from the row.
#[component]
pub fn MessageActs(
    thread: Thread,
    row: Signal<Row>,
    id: MessageId,
    /// Whether the viewer said it.
    mine: bool,
    /// What is called who said it.
    speaker: Memo<String>,
    /// The row, where the focus is at home.
    root: NodeRef<html::Div>,
    /// When it is drawn; a page that no script brings to life offers nothing that needs one.
    leisure: Leisure,
) -> impl IntoView {
    let has_words = Memo::new(move |_| has_words(&row.read()));
    let is_drawn = Memo::new(move |_| leisure.get());
    move || {
        let is_drawn = is_drawn.get();
        has_words.get().then(|| {
            if is_drawn {
                view! { <Acts thread row id mine speaker root /> }.into_any()
            } else {
                view! { <div class=ROOM></div> }.into_any()
            }
        })
    }
}

#[component]
fn Acts(
    thread: Thread,
    row: Signal<Row>,
    id: MessageId,
    mine: bool,
    speaker: Memo<String>,
    root: NodeRef<html::Div>,
) -> impl IntoView {
    let toasts = use_toasts();
    let label = Signal::derive(move || {
        let when = match &*row.read() {
            Row::Message(line) => thread.words(line.message.at),
            _ => String::new(),
        };
        format!("Message actions: {}, {when}", speaker.get())
    });
    let reply = Callback::new(move |()| thread.answer(id));
    let (navigate, beside) = (use_navigate(), thread.thread_address(id));
    let answer_beside = Callback::new(move |()| {
        navigate(&beside, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let react = Callback::new(move |()| thread.editing.reacting.set(Some(id)));
    let forward = Callback::new(move |()| thread.editing.forwarding.set(Some(id)));
    let is_pinned = Memo::new(move |_| thread.is_pinned(id));
    let pin = Callback::new(move |()| thread.pin(id, !is_pinned.get_untracked()));
    let tell = Callback::new(move |()| thread.show_info(id));
    let go = Callback::new(move |()| {
        if let Some(quote) = quote(&row.read_untracked()) {
            thread.go_to(&quote);
        }
    });
    let edit = Callback::new(move |()| thread.edit(id));
    let look_back = Callback::new(move |()| thread.show_revisions(id));
    let unpreview = Callback::new(move |()| thread.unpreview(id));
    let delete = Callback::new(move |()| thread.delete(id, toasts));
    // Only some pages know how.
    let reporting = use_context::<Reporting>();
    let report = Callback::new(move |()| {
        if let (Some(Reporting(reporting)), Row::Message(line)) = (reporting, &*row.read_untracked()) {
            let author = thread.account_of(line.message.author_id);
            reporting.set(Some(Reported { message: id, author }));
        }
    });
    let publishing = use_context::<Publishing>();
    let publish = Callback::new(move |()| {
        if let Some(Publishing(message)) = publishing {
            message.set(Some(id));
        }
    });
    // Of what was forwarded there is nothing to publish but what was said to it.
    let has_said = move || match &*row.read() {
        Row::Message(line) => line.message.seq > 0 && (!line.message.forwarded || line.message.answers.is_some()),
        _ => false,
    };
    let copy = Callback::new(move |()| {
        if let Some(words) = thread.words_of(id) {
            copy_words(words, toasts);
        }
    });
    let is_open = move || thread.blocked.read().is_none();
    // While something is edited there is no field to answer in.
    let has_field = move || is_open() && thread.editing.message.read().is_none();
    // What is not stored yet has no thread, and nothing in a thread has one of its own; beside somebody whom one blocked
    // there is only what was said before.
    let is_beside = thread.is_thread();
    let has_thread = move || match &*row.read() {
        Row::Message(line) => !is_beside && line.message.seq > 0 && (line.message.answers.is_some() || is_open()),
        _ => false,
    };
    let choices = Signal::derive(move || {
        let choice =
            |label: &str, icon, act| Choice { label: label.to_owned(), icon, danger: icon == Icon::Trash, act };
        let all = [
            has_field().then(|| choice("Reply", Icon::Reply, reply)),
            has_thread().then(|| choice("Reply in thread", Icon::Thread, answer_beside)),
            is_open().then(|| choice("React", Icon::Smile, react)),
            quote(&row.read()).map(|_| choice("Go to what it answers", Icon::Up, go)),
            Some(choice("Forward", Icon::Forward, forward)),
            (is_open() || is_pinned.get())
                .then(|| choice(if is_pinned.get() { "Unpin" } else { "Pin" }, Icon::Pin, pin)),
            (mine && is_open()).then(|| choice("Edit", Icon::Edit, edit)),
            Some(choice("Copy text", Icon::Copy, copy)),
            is_stored(&row.read()).then(|| choice("Info", Icon::Info, tell)),
            is_edited(&row.read()).then(|| choice("What it said before", Icon::Clock, look_back)),
            publishing
                .filter(|_| has_said() && is_open())
                .map(|_| choice("Turn into a question or an answer…", Icon::Question, publish)),
            reporting.filter(|_| !mine).map(|_| choice("Report…", Icon::Alert, report)),
            (mine && preview(&row.read()).is_some()).then(|| choice("Remove preview", Icon::Close, unpreview)),
            (mine || thread.is_run_by_viewer()).then(|| choice("Delete", Icon::Trash, delete)),
        ];
        all.into_iter().flatten().collect::<Vec<_>>()
    });
    let home = Callback::new(move |()| {
        if let Some(row) = root.get_untracked() {
            let _ = row.focus();
        }
    });
    view! { <Menu label choices home class=PLACE /> }
}

/// Opens the menu of the message in a row, as its button does, where it is not open; whether there is one.
pub fn open_acts(row: &Element) -> bool {
    let button = row.query_selector("[aria-haspopup=menu]").ok().flatten();
    let button = button.and_then(|button| button.dyn_into::<HtmlElement>().ok());
    let is_closed = |button: &HtmlElement| button.get_attribute("aria-expanded").is_none_or(|open| open != "true");
    button
        .inspect(|button| {
            if is_closed(button) {
                button.click();
            }
        })
        .is_some()
}

/// Whether it can be read: it was not deleted, nor refused and so has its own ways out.
fn has_words(row: &Row) -> bool {
    let Row::Message(Line { message, progress, .. }) = row else { return false };
    !message.is_deleted() && !matches!(progress, Some(Progress::Failed(_)))
}

/// What it answers, as far as that is known.
fn quote(row: &Row) -> Option<Arc<Quote>> {
    if let Row::Message(line) = row { line.quote.clone() } else { None }
}

/// Whether it is one's own, and the server has it.
fn is_stored(row: &Row) -> bool {
    matches!(row, Row::Message(line) if line.progress.is_some() && line.message.seq > 0)
}

fn is_edited(row: &Row) -> bool {
    matches!(row, Row::Message(line) if line.message.is_edited())
}

/// That it says something else than at first, and the way to what it said; for keys the menu has that. The mere word where
/// no script brings the page to life.
#[component]
pub fn Edited(thread: Thread, row: Signal<Row>, id: MessageId) -> impl IntoView {
    let is_edited = Memo::new(move |_| is_edited(&row.read()));
    let is_alive = use_alive();
    view! {
        <Show when=move || is_edited.get()>
            <Show when=move || is_alive.get() fallback=|| view! { <span>"edited"</span> }>
                <button
                    type="button"
                    tabindex="-1"
                    aria-haspopup="dialog"
                    title="Show what it said before"
                    class="rounded-control underline-offset-2 hover:underline touch-reach"
                    on:click=move |_| thread.show_revisions(id)
                >
                    "edited"
                </button>
            </Show>
        </Show>
    }
}

/// Why it was not changed, and what to do about it.
#[component]
pub fn RefusedChange(thread: Thread, row: Signal<Row>, id: MessageId) -> impl IntoView {
    let refusal = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.refusal.clone(),
        _ => None,
    });
    let class = "inline-flex min-h-8 items-center gap-1 rounded-full px-2 font-semibold text-accent hover:bg-raised touch-target";
    let role = role_below(thread, move || refusal.read().as_ref().map(|refusal| refusal.operation));
    move || {
        let role = role.get();
        refusal.get().map(|Refusal { act, error, .. }| {
            let (what, way_back) = match act {
                Act::Say(_) => ("Not changed. ", "Edit text"),
                Act::Delete => ("Not deleted. ", "Leave it"),
                Act::Pin { on: true } => ("Not pinned. ", "Leave it"),
                Act::Pin { on: false } => ("Still pinned. ", "Leave it"),
                Act::React { .. } => ("Your reaction did not arrive. ", "Leave it"),
                Act::Unpreview => ("Its preview was not removed. ", "Leave it"),
            };
            view! {
                <div role=role class="flex flex-wrap items-center justify-end gap-x-1 text-sm">
                    <span class="text-danger">{what} {error.to_string()}</span>
                    <button type="button" class=class on:click=move |_| thread.retry_change(id)>
                        <Symbol icon=Icon::Retry class="size-4" />
                        "Retry"
                    </button>
                    <button type="button" class=class on:click=move |_| thread.take_change_back(id)>
                        {way_back}
                    </button>
                </div>
            }
        })
    }
}
