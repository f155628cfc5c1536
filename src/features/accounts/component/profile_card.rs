//! A person, as their page shows them.

use leptos::prelude::*;

use super::presence::{Presence, PresenceWords};
use crate::{
    client::Drawn,
    features::accounts::{
        hook::follow_person,
        model::{Account, Person},
    },
    kit::{Avatar, Cover, Icon, Prose, Size, Symbol, Verbatim},
    shared::role::Role,
};

/// Who somebody is and what they say about themselves; what can be done stands beside the name. Whatever was typed, the
/// card is no wider than its place: a word that does not fit breaks anywhere.
#[component]
pub fn ProfileCard(
    /// As they were read.
    person: Drawn<Person>,
    /// Told where there turns out to be nobody of this name any more.
    on_gone: Callback<()>,
    /// Whether they are there, as far as the one who looks may know.
    presence: Signal<Option<Presence>>,
    /// What else there is to know of them, below the name.
    #[prop(optional, into)]
    standing: ViewFnOnce,
    /// What can be done, mostly buttons, in rows that stand beside one another where there is room.
    children: Children,
) -> impl IntoView {
    let read = &person.snapshot.data;
    let (id, joined) = (read.account.id.0, format!("Joined in {}", read.joined_at.month()));
    let person = follow_person(person, on_gone);
    let name = Signal::derive(move || person.read().account.name().to_owned());
    let online = Signal::derive(move || presence.get() == Some(Presence::Online));
    view! {
        <article aria-label=name class="flex min-w-0 flex-col gap-5 wrap-anywhere">
            <header>
                <Cover id />
                <div class="-mt-12 flex flex-wrap items-end justify-end gap-2">
                    <span class="mr-auto ml-4 rounded-full ring-4 ring-surface">
                        <Avatar id name size=Size::Huge online decorative=true />
                    </span>
                    {children()}
                </div>
            </header>
            <div class="flex flex-col gap-1">
                <h1 class="-my-1 overflow-y-clip py-1 text-2xl font-bold tracking-tight">
                    <Verbatim words=name />
                </h1>
                <Handle person presence />
                <Status person />
                {standing.run()}
            </div>
            <Bio person />
            <Facts person>
                <li class="flex items-center gap-1.5"><Symbol icon=Icon::Clock class="size-4" />{joined}</li>
            </Facts>
        </article>
    }
}

/// Sets a fact apart from the one before it.
const FURTHER: &str = "before:mr-2 before:content-['·']";

#[component]
fn Handle(person: Signal<Person>, presence: Signal<Option<Presence>>) -> impl IntoView {
    let pronouns = move || person.read().profile.pronouns.clone();
    let role = move || match person.read().account {
        Account { role: Role::Administrator, .. } => Some("Administrator"),
        Account { role: Role::Moderator, .. } => Some("Moderator"),
        _ => None,
    };
    let badge = move || {
        role().map(|role| {
            view! { <span class="rounded-full border border-line px-2 text-xs font-semibold text-text">{role}</span> }
        })
    };
    view! {
        <p class="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
            <span>{move || format!("@{}", person.read().account.handle)}</span>
            <Show when=move || !pronouns().is_empty()>
                <span class=FURTHER>
                    <Verbatim words=Signal::derive(pronouns) />
                </span>
            </Show>
            <PresenceWords presence class=FURTHER />
            {badge}
        </p>
    }
}

#[component]
fn Status(person: Signal<Person>) -> impl IntoView {
    let status = move || person.read().profile.status.clone();
    view! {
        <Show when=move || !status().is_empty()>
            <p class="-mb-1 overflow-y-clip py-1">
                <Verbatim words=Signal::derive(status) />
            </p>
        </Show>
    }
}

#[component]
fn Bio(person: Signal<Person>) -> impl IntoView {
    let bio = Memo::new(move |_| person.read().profile.bio.clone());
    view! {
        <Show when=move || !bio.read().is_empty()>
            <Prose text=bio />
        </Show>
    }
}

#[component]
fn Facts(person: Signal<Person>, children: Children) -> impl IntoView {
    let place = move || person.read().profile.place.clone();
    let links = move || {
        let links = person.read().profile.links.clone();
        links.into_iter().map(|link| view! { <Link link /> }).collect_view()
    };
    view! {
        <ul class="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
            <Show when=move || !place().is_empty()>
                <li>
                    <Verbatim words=Signal::derive(place) />
                </li>
            </Show>
            {links}
            {children()}
        </ul>
    }
}

#[component]
fn Link(link: String) -> impl IntoView {
    let words = link.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
    view! {
        <li>
            <a href=link rel="nofollow noopener ugc" target="_blank" class="text-accent hover:underline">
                <Verbatim words />
            </a>
        </li>
    }
}
