//! Those who may be meant by what is typed into a list of people.

use leptos::prelude::*;

use crate::{
    features::{
        accounts::model::Account,
        messages::hook::{Hits, People},
    },
    kit::{Avatar, Verbatim},
};

/// What is typed of the last handle in a list of them.
pub(super) fn last_handle(typed: &str) -> &str {
    typed.rsplit(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).next().unwrap_or_default()
}

/// Those who were found and are not in the group yet: a press on one brings them in, by their handle. Where nobody can be
/// found, what is typed still goes by its own button.
#[component]
pub(super) fn SuggestedPeople<S: Fn(&Account) -> bool + Copy + Send + Sync + 'static>(
    people: People,
    /// Whether somebody is not in the group yet.
    is_stranger: S,
    /// Told the handle of whoever is pressed.
    bring_in: Callback<String>,
) -> impl IntoView {
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let Hits { people, .. } = people.found.await.unwrap_or_default();
                view! { <Suggestions people is_stranger bring_in /> }
            })}
        </Transition>
    }
}

#[component]
fn Suggestions<S: Fn(&Account) -> bool + Copy + Send + Sync + 'static>(
    people: Vec<Account>,
    is_stranger: S,
    bring_in: Callback<String>,
) -> impl IntoView {
    let strangers =
        Memo::new(move |_| people.iter().filter(|account| is_stranger(account)).cloned().collect::<Vec<_>>());
    view! {
        <Show when=move || !strangers.read().is_empty()>
            <ul aria-label="People to add" class="flex flex-col">
                <For
                    each=move || strangers.get()
                    key=|account| account.id
                    children=move |account| view! { <Suggestion account bring_in /> }
                />
            </ul>
        </Show>
    }
}

#[component]
fn Suggestion(account: Account, bring_in: Callback<String>) -> impl IntoView {
    let (id, name, handle) = (account.id.0, account.name().to_owned(), account.handle.clone());
    view! {
        <li>
            <button
                type="button"
                class="flex w-full items-center gap-3 rounded-card px-2 py-1.5 text-left -outline-offset-2 hover:bg-raised"
                on:click=move |_| bring_in.run(account.handle.clone())
            >
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id name=name.clone() decorative=true />
                </span>
                <span class="flex min-w-0 flex-col">
                    <span class="truncate font-semibold">"Add " <Verbatim words=name /></span>
                    <span class="truncate text-sm text-muted">"@" {handle}</span>
                </span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::last_handle;

    #[test]
    fn whoever_is_typed_last_is_looked_for() {
        for (typed, last) in [("@ann, bo", "bo"), ("bo", "bo"), ("@ann ", ""), ("", ""), ("ann;@bob", "@bob")] {
            assert_eq!(last_handle(typed), last, "{typed}");
        }
    }
}
