//! The messages that were found.

use leptos::prelude::*;

use super::found_people::walk;
use crate::{
    features::messages::{
        hook::{Finder, Findings, Results},
        model::{Found, Piece, Terms},
        state::search::way_to,
    },
    kit::{Avatar, EmptyState, Further, Icon, InfiniteList, TimeAgo, Verbatim},
    shared::hydration::use_alive,
};

/// A list of them, the newest first, which goes on as one scrolls.
#[component]
pub(super) fn FoundMessages(finder: Finder, findings: Findings) -> impl IntoView {
    if Terms::of(&findings.words).is_empty() {
        let (title, words) = ("What was said?", "Type words of the message that you look for.");
        return view! { <EmptyState icon=Icon::Search title words /> }.into_any();
    }
    if findings.found.is_empty() {
        let words = told(&findings);
        return view! { <p class="px-4 py-10 text-center text-muted">{words}</p> }.into_any();
    }
    let results = finder.results(findings);
    let next = Memo::new(move |_| results.next());
    let places = move || {
        let findings = results.findings.read();
        findings.found.iter().cloned().zip(1_usize..).collect::<Vec<_>>()
    };
    view! {
        <InfiniteList
            label="Messages found"
            what="messages"
            next=next.into()
            further=further(results)
            on_near=Callback::new(move |()| results.more())
            on_ask=Callback::new(move |()| results.try_again())
        >
            <ul id="found-messages" class="flex flex-col">
                <For
                    each=places
                    key=|(found, _)| found.id
                    children=move |(found, place)| view! { <Message finder found place /> }
                />
            </ul>
        </InfiniteList>
    }
    .into_any()
}

/// How it is with the next page.
fn further(results: Results) -> Signal<Further> {
    Signal::derive(move || match (results.trouble(), results.reading()) {
        (Some(_), _) => Further::Failed,
        (None, true) => Further::Comes,
        (None, false) => Further::Waits,
    })
}

/// Says to who does not see it how many were found. What a page opens with is read anyway.
#[component]
pub(super) fn ToldMessages(finder: Finder) -> impl IntoView {
    let words = RwSignal::new(String::new());
    Effect::watch(
        move || finder.read.get(),
        move |findings, _, _| {
            if let Some(Ok(findings)) = findings {
                words.set(told(findings));
            }
        },
        false,
    );
    view! {
        <p role="status" class="sr-only">
            {move || words.get()}
        </p>
    }
}

/// What is said of how many were found.
fn told(findings: &Findings) -> String {
    match (findings.found.len(), &findings.next) {
        (0, _) if Terms::of(&findings.words).is_empty() => String::new(),
        (0, _) => "No message with these words.".to_owned(),
        (many, Some(_)) => format!("More than {many} messages found."),
        (1, None) => "1 message found.".to_owned(),
        (many, None) => format!("{many} messages found."),
    }
}

/// What was said, by whom, where and when; it leads there. Without JavaScript the browser brings its place into view.
#[component]
fn Message(finder: Finder, found: Found, place: usize) -> impl IntoView {
    let (way, at) = (way_to(&found), found.at);
    let is_beside = found.thread_of.is_some() && found.thread_of == finder.within;
    let Found { id, title, author, excerpt, .. } = found;
    let name = author.name().to_owned();
    let is_own = author.id == finder.viewer();
    let heading = match finder.within {
        Some(_) if is_own => "You".to_owned(),
        Some(_) => name.clone(),
        None => title,
    };
    // In a conversation of two it says by itself who spoke.
    let speaker = (finder.within.is_none() && !is_own && heading != name).then(|| name.clone());
    let is_alive = use_alive();
    let href = move || if is_alive.get() { way.clone() } else { format!("{way}#said-{id}") };
    view! {
        <li>
            <a
                href=href
                data-noscroll=true
                data-key=id.to_string()
                class="flex items-center gap-3 rounded-card px-2 py-2.5 text-text no-underline -outline-offset-2 hover:bg-raised"
                on:keydown=move |event| walk(&event, place, "messages")
            >
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=author.id.0 name decorative=true />
                </span>
                <span class="flex min-w-0 grow flex-col">
                    <span class="flex items-baseline justify-between gap-2">
                        <Verbatim words=heading class="truncate font-semibold" />
                        <TimeAgo time=at />
                    </span>
                    <span class="line-clamp-2 text-sm text-muted wrap-anywhere">
                        {is_beside.then_some("In a thread: ")}
                        {(finder.within.is_none() && is_own).then_some("You: ")}
                        {speaker.map(|speaker| view! { <Verbatim words=speaker /> ": " })}
                        <Excerpt pieces=excerpt />
                    </span>
                </span>
            </a>
        </li>
    }
}

/// The words around what was looked for, which is marked.
#[component]
fn Excerpt(pieces: Vec<Piece>) -> impl IntoView {
    let drawn = pieces.into_iter().map(|Piece { text, marked }| {
        if marked {
            view! { <mark class="rounded-sm bg-accent-soft font-semibold text-text">{text}</mark> }.into_any()
        } else {
            text.into_any()
        }
    });
    view! { <span dir="auto">{drawn.collect_view()}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::messages::state::world::{ANN, HERE, account},
        shared::{id::MessageId, time::Time},
    };

    fn found(number: u128) -> Found {
        Found {
            id: MessageId(uuid::Uuid::from_u128(number)),
            conversation_id: HERE,
            title: "ann".to_owned(),
            thread_of: None,
            seq: 1,
            at: Time::from_millis(0),
            author: account(ANN, "ann"),
            excerpt: Vec::new(),
        }
    }

    #[test]
    fn who_does_not_see_them_is_told_how_many_were_found() {
        for (words, count, next, said) in [
            (" ", 0, None, ""),
            ("tea", 0, None, "No message with these words."),
            ("tea", 1, None, "1 message found."),
            ("tea", 30, None, "30 messages found."),
            ("tea", 30, Some("on"), "More than 30 messages found."),
        ] {
            let (words, next) = (words.to_owned(), next.map(str::to_owned));
            let findings = Findings { words, found: (0..count).map(found).collect(), next, ..Findings::default() };
            assert_eq!(told(&findings), said);
        }
    }
}
