//! The place of somebody in a group, as a form for who has no JavaScript.

use leptos::{prelude::*, server_fn::ServerFn};

use super::person_row::{Offer, offered, words_for};
use crate::{
    features::messages::{
        hook::Details,
        model::{GroupRole, Participant},
        rpc::{RemovePerson, SetRole},
    },
    shared::form,
};

const BUTTON: &str = "min-h-10 rounded-full border border-edge px-4 font-semibold hover:bg-raised touch-target";

/// A button for each thing that the viewer may do to their place.
#[component]
pub(super) fn PlaceForm(
    details: Details,
    person: Memo<Option<Participant>>,
    role: Memo<GroupRole>,
    is_me: bool,
) -> impl IntoView {
    let mine = details.role();
    let handle = Memo::new(move |_| person.read().as_ref().map(|person| person.account.handle.clone()));
    let offers = Memo::new(move |_| offered(details, mine.get(), role.get(), is_me));
    let button = move |offer: Offer| {
        let words = words_for(offer, role.get_untracked());
        match offer {
            Some(role) => view! {
                <button type="submit" name="role" value=role.as_str() class=BUTTON>
                    {words}
                </button>
            }
            .into_any(),
            None => view! {
                <button type="submit" formaction=form::action(RemovePerson::url(), &details.page()) class=BUTTON>
                    {words}
                </button>
            }
            .into_any(),
        }
    };
    view! {
        <Show when=move || !offers.read().is_empty()>
            <form
                method="post"
                action=form::action(SetRole::url(), &details.page())
                class="hidden flex-wrap gap-2 py-2 pl-15 noscript:flex"
            >
                <input type="hidden" name="conversation_id" value=details.id.to_string() />
                <input type="hidden" name="handle" value=move || handle.get() />
                {move || offers.get().into_iter().map(button).collect_view()}
            </form>
        </Show>
    }
}
