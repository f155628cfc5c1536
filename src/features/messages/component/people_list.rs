//! Who is in a group.

use leptos::prelude::*;

use super::person_row::PersonRow;
use crate::features::messages::{hook::Details, state::inbox::people_words};

/// Where the focus goes once somebody is out.
pub(super) const HEADING: &str = "people-here";

/// All of them, whoever has been there longest first; each with what the viewer may do.
#[component]
pub(super) fn PeopleList(details: Details) -> impl IntoView {
    let people = Memo::new(move |_| {
        let conversation = details.conversation.read();
        conversation.participants.iter().map(|person| person.account.id).collect::<Vec<_>>()
    });
    let row = move |id| {
        let person = Memo::new(move |before: Option<&_>| {
            let conversation = details.conversation.read();
            let found = conversation.participants.iter().find(|person| person.account.id == id).cloned();
            // Whoever goes stands here until their row has gone.
            found.or_else(|| before.cloned().flatten())
        });
        view! { <PersonRow details person /> }
    };
    let name = Memo::new(move |_| people_words(people.read().len()));
    // Named by words and not by the heading: Firefox 153 crashes where names that lead to elements are asked for (QUA-7).
    view! {
        <section aria-label=name class="flex flex-col gap-2">
            <h2 id=HEADING tabindex="-1" class="text-lg font-semibold">
                {name}
            </h2>
            <ul aria-label=name class="flex flex-col">
                <For each=move || people.get() key=|id| *id children=row />
            </ul>
        </section>
    }
}
