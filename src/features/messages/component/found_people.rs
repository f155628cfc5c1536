//! The people who were found to talk to.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::share_to::ShareTo;
use crate::{
    features::{
        accounts::{
            hook::use_me,
            model::{Account, Me},
        },
        messages::{
            hook::{Hits, People, focus_on},
            rpc::OpenConversation,
        },
    },
    kit::{Avatar, EmptyState, Icon, Verbatim},
    shared::{form, text::folded},
};

/// A list of them, each of whom can be written to.
#[component]
pub(super) fn FoundPeople(people: People, hits: Hits) -> impl IntoView {
    let Hits { typed, people: found, .. } = hits;
    let words = told(use_me(), &typed, found.len());
    if words.is_empty() && people.shared().is_some() {
        view! { <ShareTo people /> }.into_any()
    } else if words.is_empty() {
        let (title, words) = ("Whom do you want to write to?", "Type a name or a handle.");
        view! { <EmptyState icon=Icon::Person title words /> }.into_any()
    } else if found.is_empty() {
        view! { <p class="px-4 py-10 text-center text-muted">{words}</p> }.into_any()
    } else {
        let found = found.into_iter().zip(1..);
        view! {
            <ul id="found-people" aria-label="People" class="flex flex-col">
                {found.map(|(account, place)| view! { <Person people account place /> }).collect_view()}
            </ul>
        }
        .into_any()
    }
}

/// Says to who does not see it how many were found. What a page opens with is read anyway.
#[component]
pub(super) fn ToldPeople(people: People) -> impl IntoView {
    let (words, me) = (RwSignal::new(String::new()), use_me());
    Effect::watch(
        move || people.found.get(),
        move |hits, _, _| {
            if let Some(Ok(hits)) = hits {
                words.set(told(me, &hits.typed, hits.people.len()));
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

fn told(me: Signal<Option<Me>>, typed: &str, count: usize) -> String {
    me.with_untracked(|me| words_for(typed, count, me.as_ref().map(|me| &me.account)))
}

/// What is said of how many were found. Nobody finds themselves.
fn words_for(typed: &str, count: usize, me: Option<&Account>) -> String {
    let words = folded(typed.trim().trim_start_matches('@'));
    let is_me = |me: &Account| words == me.handle || words == folded(me.name());
    match count {
        0 if words.is_empty() => String::new(),
        0 if me.is_some_and(is_me) => "That is you.".to_owned(),
        0 => "Nobody of this name.".to_owned(),
        1 => "1 person found.".to_owned(),
        many => format!("{many} people found."),
    }
}

/// Moves the focus by an arrow from the field, which is place 0, through what was found and back.
pub(super) fn walk(event: &KeyboardEvent, place: usize, what: &str) {
    if event.is_composing() {
        return;
    }
    let goal = match event.key().as_str() {
        "ArrowDown" => place + 1,
        "ArrowUp" if place > 0 => place - 1,
        _ => return,
    };
    let is_there = match goal {
        0 => focus_on(&format!("#find-{what}")),
        place => focus_on(&format!("#found-{what} > :nth-child({place}) :is(a, button)")),
    };
    if is_there {
        event.prevent_default();
    }
}

#[component]
fn Person(people: People, account: Account, place: usize) -> impl IntoView {
    let name = account.name().to_owned();
    let (id, handle) = (account.id.0, account.handle.clone());
    let action = form::action(OpenConversation::url(), "/messages/new");
    let write = move |event: SubmitEvent| {
        event.prevent_default();
        people.write_to(&account);
    };
    let key = handle.clone();
    view! {
        <li>
            <form method="post" action=action on:submit=write>
                <input type="hidden" name="handle" value=handle.clone() />
                {people.shared().map(|words| view! { <input type="hidden" name="shared" value=words /> })}
                <button
                    type="submit"
                    data-key=key
                    class="flex w-full items-center gap-3 rounded-card px-2 py-2.5 text-left -outline-offset-2 hover:bg-raised"
                    on:keydown=move |event| walk(&event, place, "people")
                >
                    <span class="flex size-12 shrink-0 items-center justify-center">
                        <Avatar id name=name.clone() decorative=true />
                    </span>
                    <span class="flex min-w-0 flex-col">
                        <Verbatim words=name class="truncate font-semibold" />
                        <span class="truncate text-sm text-muted">"@" {handle}</span>
                    </span>
                </button>
            </form>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, account};

    #[test]
    fn who_looks_for_themselves_is_told_so() {
        let ann = account(ANN, "ann");
        for (typed, count, words) in [
            (" ", 0, ""),
            ("@Ann ", 0, "That is you."),
            ("eve", 0, "Nobody of this name."),
            ("ann", 1, "1 person found."),
            ("a", 20, "20 people found."),
        ] {
            assert_eq!(words_for(typed, count, Some(&ann)), words, "{typed}");
        }
        assert_eq!(words_for("ann", 0, None), "Nobody of this name.");
    }
}
