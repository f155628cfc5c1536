//! What is to be published of a conversation, and what was.

use leptos::prelude::*;

use super::{asked_card::AskedCard, asking_card::AskingCard, open_lines::OpenLines};
use crate::{
    features::{
        accounts::hook::use_me,
        publications::{
            hook::{Publications, use_publications},
            model::{Consent, Publication, Stage},
            state::telling::open_line,
        },
    },
    kit::{Icon, Symbol, Verbatim, focus_on},
    shared::id::{AccountId, ConversationId, PublicationId},
};

/// Gives the focus to where the cards of a conversation stand, or else to the page, for what was pressed in one of them goes
/// away.
pub(super) fn focus_on_cards(of: ConversationId) {
    if !focus_on(&format!("[data-publications='{of}']")) {
        focus_on("main");
    }
}

/// A card for each that waits for the viewer or for which they wait, and a line for each that was published; and a line for
/// each that waits for the viewer in a thread of it, which leads there.
#[component]
pub fn PublicationCards(
    /// Of which conversation or thread.
    of: ConversationId,
) -> impl IntoView {
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    viewer.map(|viewer| view! { <Cards of viewer /> })
}

#[component]
fn Cards(of: ConversationId, viewer: AccountId) -> impl IntoView {
    let publications = use_publications(viewer, Some(of));
    let shown = publications.shown();
    let ids = Memo::new(move |_| {
        let is_here = |one: &&Publication| one.conversation_id == of && is_seen(one, viewer);
        shown.with(|all| all.iter().filter(is_here).map(|one| one.id).collect::<Vec<_>>())
    });
    let in_threads = Memo::new(move |_| {
        let line = |one: &Publication| Some((one.id, one.place(), open_line(one, viewer)?));
        shown.with(|all| all.iter().filter(|one| one.thread_of == Some(of)).filter_map(line).collect::<Vec<_>>())
    });
    view! {
        <OpenLines label="Asked in threads" lines=in_threads class="border-t" />
        <Show when=move || !ids.read().is_empty()>
            <section
                aria-label="Published from here"
                data-publications=of.to_string()
                tabindex="-1"
                class="flex -outline-offset-2 max-h-[40%] shrink-0 flex-col gap-3 overflow-y-auto border-t border-line px-4 py-3 lg:px-6"
            >
                <For
                    each=move || ids.get()
                    key=|id| *id
                    children=move |id| view! { <Card id publications shown viewer /> }
                />
            </section>
        </Show>
    }
}

/// Whether there is anything to say of it: what somebody declined is over for them.
pub(super) fn is_seen(one: &Publication, viewer: AccountId) -> bool {
    let is_asked = |consent| matches!(consent, Consent::Asked | Consent::Allowed);
    match one.state {
        Stage::Published => true,
        Stage::Withdrawn => false,
        Stage::Asked => {
            one.asker.id == viewer || one.parts.iter().any(|part| part.author.id == viewer && is_asked(part.consent))
        }
    }
}

/// One of them, as it is by now.
#[component]
pub(super) fn Card(
    id: PublicationId,
    publications: Publications,
    shown: Memo<Vec<Publication>>,
    viewer: AccountId,
) -> impl IntoView {
    // What has gone is drawn as it was until its card has gone too.
    let one = Memo::new(move |before: Option<&Option<Publication>>| {
        let found = shown.with(|all| all.iter().find(|one| one.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    move || {
        let one = one.get()?;
        Some(if one.state == Stage::Published {
            view! { <Line one /> }.into_any()
        } else if one.asker.id == viewer {
            view! { <AskingCard one publications /> }.into_any()
        } else {
            view! { <AskedCard one publications viewer /> }.into_any()
        })
    }
}

/// Leads to what was published.
#[component]
fn Line(one: Publication) -> impl IntoView {
    let address = one.address();
    let words = if one.question_id.is_some() { "Published as an answer" } else { "Published as a question" };
    view! {
        <p class="flex items-center gap-2 text-sm text-muted">
            <Symbol icon=Icon::Question class="size-4" />
            <a href=address class="min-w-0 truncate text-accent hover:underline">
                {words}
                {one.title.map(|title| view! { ": " <Verbatim words=title /> })}
            </a>
        </p>
    }
}
