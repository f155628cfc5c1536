//! One conversation in the list.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{conversation_menu::ConversationMenu, folded::FOLDED};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Inbox, Presence, use_inbox},
            state::{
                Listed,
                inbox::{Unsent, people_words},
                threads::{SIGN, address, untold},
            },
        },
    },
    kit::{Avatar, Badge, Icon, PageLink, Symbol, TimeAgo, Verbatim},
    shared::markdown::plain,
};

/// Who, the last word, when it was said, and how much is unread; and what one may choose for it.
#[component]
pub fn ConversationItem(
    /// As it is listed; something, as long as it stands here.
    listed: Memo<Option<Listed>>,
) -> impl IntoView {
    let inbox = use_inbox();
    let first = listed.get_untracked();
    let is_thread = first.as_ref().is_some_and(|first| first.thread_of.is_some());
    let id = first.as_ref().map(|first| first.id);
    let href = first.as_ref().map(|first| address(first.id, first.thread_of)).unwrap_or_default();
    let other = first.and_then(|first| first.other).map(|other| other.id);
    if let Some(other) = other {
        inbox.presences.watch(other);
        inbox.follow_name(other);
    }
    let online = Memo::new(move |_| other.and_then(|other| inbox.presences.of(other)) == Some(Presence::Online));
    let (me, path) = (use_me(), use_location().pathname);
    let is_here = Memo::new(move |_| id.is_some() && inbox.open_at(&path.read()) == id);
    let title = Signal::derive(move || {
        let title = listed.read().as_ref().map(|listed| listed.called(me.read().as_ref())).unwrap_or_default();
        if is_thread { untold(&title).to_owned() } else { title }
    });
    let unread = Signal::derive(move || listed.read().as_ref().map_or(0, |listed| listed.unread));
    let muted = Signal::derive(move || listed.read().as_ref().is_some_and(|listed| listed.mark.muted));
    let face = other.map(|other| other.0).or(id.map(|id| id.0)).unwrap_or_default();
    view! {
        <li
            data-item=""
            class="group/entry relative flex items-center rounded-card transition-colors duration-feedback not-has-[[aria-current=page]]:hover:bg-raised has-[[aria-current=page]]:bg-accent-soft"
            // To the address at which one is already, nobody is led.
            on:click=move |_| inbox.pressed.set(id)
        >
            <PageLink
                href=href
                scroll=false
                is_here
                class="flex min-w-0 grow items-center gap-3 rounded-card px-2 py-2.5 text-text no-underline -outline-offset-2"
            >
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=face name=title online decorative=true />
                </span>
                <span class="flex min-w-0 grow flex-col">
                    <span class="flex items-baseline justify-between gap-2">
                        <Title is_thread words=title />
                        <Said listed />
                    </span>
                    <span class="flex min-h-5 items-center justify-between gap-2">
                        <span class="flex min-w-0 grow items-baseline gap-1">
                            <Around listed inbox />
                            <LastWord listed inbox />
                        </span>
                        <span class="flex shrink-0 items-center gap-1.5">
                            <People listed />
                            <Signs listed />
                            <Badge count=unread quiet=muted />
                        </span>
                    </span>
                </span>
            </PageLink>
            <ConversationMenu listed />
        </li>
    }
}

/// What it is called. That it is a thread says a symbol, so that its words have the line.
#[component]
fn Title(is_thread: bool, words: Signal<String>) -> impl IntoView {
    view! {
        <span class="flex min-w-0 items-baseline gap-1 font-semibold">
            {is_thread
                .then(|| {
                    view! {
                        <span title="Thread" class="relative inline-flex shrink-0 self-center text-muted">
                            <Symbol icon=Icon::Thread class="size-4" />
                            <span class="sr-only">{SIGN}</span>
                        </span>
                    }
                })}
            <Verbatim words class="truncate" />
        </span>
    }
}

/// Beside which conversation a thread stands, as far as the list knows that one.
#[component]
fn Around(listed: Memo<Option<Listed>>, inbox: Inbox) -> impl IntoView {
    let me = use_me();
    let title = Memo::new(move |_| {
        let (around, is_of_two) = listed.read().as_ref().map(|listed| (listed.thread_of, listed.is_of_two))?;
        Some((inbox.title_of(around?, me.read().as_ref())?, if is_of_two { "with " } else { "in " }))
    });
    move || {
        title.get().map(|(words, before)| {
            view! {
                <span class="max-w-2/5 shrink-0 truncate text-sm text-muted">{before} <Verbatim words /></span>
                <span class="text-sm text-muted">"· "</span>
            }
        })
    }
}

/// How many people a group has.
#[component]
fn People(listed: Memo<Option<Listed>>) -> impl IntoView {
    let people = Memo::new(move |_| listed.read().as_ref()?.people);
    move || {
        people.get().map(|people| {
            view! {
                <span
                    role="img"
                    aria-label=people_words(people)
                    title=people_words(people)
                    class="inline-flex items-center gap-0.5 text-2xs text-muted tabular-nums"
                >
                    <Symbol icon=Icon::Group class="size-4" />
                    {people}
                </span>
            }
        })
    }
}

/// What the viewer chose for the conversation.
#[component]
fn Signs(listed: Memo<Option<Listed>>) -> impl IntoView {
    let signs = move || {
        let listed = listed.read();
        let mark = &listed.as_ref()?.mark;
        Some([
            mark.archived.then_some((Icon::Archive, "Archived")),
            mark.muted.then_some((Icon::Mute, "Muted")),
            mark.pinned.then_some((Icon::Pin, "Pinned")),
        ])
    };
    let signs = Memo::new(move |_| signs().unwrap_or_default());
    move || {
        let drawn = signs.get().into_iter().flatten().map(|(icon, name)| {
            view! {
                <span role="img" aria-label=name title=name class="inline-flex text-muted">
                    <Symbol icon class="size-4" />
                </span>
            }
        });
        drawn.collect_view()
    }
}

/// When the last word was said.
#[component]
fn Said(listed: Memo<Option<Listed>>) -> impl IntoView {
    let at = Memo::new(move |_| listed.read().as_ref()?.last.as_ref().map(|last| last.at));
    move || at.get().map(|at| view! { <TimeAgo time=at /> })
}

/// The last word without its signs, or what is more pressing: somebody types, something was not sent, a draft waits.
#[component]
fn LastWord(listed: Memo<Option<Listed>>, inbox: Inbox) -> impl IntoView {
    let id = listed.get_untracked().map(|listed| listed.id);
    let draft = id.map(|id| inbox.draft(id));
    let me = use_me();
    let words = move || {
        let listed = listed.read();
        let listed = listed.as_ref()?;
        if !inbox.typing.within(listed.id).is_empty() {
            return Some(("text-accent", "", None, "typing…".to_owned()));
        }
        if let Some(draft) = draft.as_ref().map(|draft| draft.get()).filter(|draft| !draft.trim().is_empty()) {
            return Some(("text-muted", "Draft: ", None, draft));
        }
        let last = listed.last.as_ref()?;
        let (ink, sign) = match listed.unsent {
            Some(Unsent::Failed) => ("text-danger", "Not sent: "),
            Some(Unsent::Sending) => ("text-muted", "Sending: "),
            None if listed.own => ("text-muted", "You: "),
            None if listed.unread > 0 => ("text-text font-semibold", ""),
            None => ("text-muted", ""),
        };
        let folds = !listed.is_of_two && me.read().as_ref().is_some_and(|me| me.blocks(last.author_id));
        let words = if last.is_deleted() {
            "Message deleted".to_owned()
        } else if folds {
            FOLDED.to_owned()
        } else {
            plain(&last.body)
        };
        Some((ink, sign, listed.speaker.clone(), words))
    };
    let words = Memo::new(move |_| words().unwrap_or(("text-muted", "", None, "No message yet".to_owned())));
    // What people wrote runs its own way behind a word of ours.
    view! {
        <span class=move || format!("min-w-0 truncate text-sm {}", words.read().0)>
            {move || words.read().1}
            {move || words.get().2.map(|speaker| view! { <Verbatim words=speaker /> ": " })}
            <Verbatim words=Signal::derive(move || words.get().3) />
        </span>
    }
}
