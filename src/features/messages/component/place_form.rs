//! The place of somebody in a group, as a form for who has no JavaScript.

use leptos::{prelude::*, server_fn::ServerFn};

use super::person_row::{Offer, offered, words_for};
use crate::{
    features::messages::{
        hook::Details,
        model::Participant,
        rpc::{RemovePerson, SetRole},
    },
    shared::{form, hydration::is_served},
};

const BUTTON: &str = "min-h-10 rounded-full border border-edge px-4 font-semibold hover:bg-raised touch-target";

/// A button for each thing that the viewer may do to their place. In a page that is alive the menu does all of it.
#[component]
pub(super) fn PlaceForm(details: Details, person: Participant, is_me: bool) -> impl IntoView {
    let theirs = person.role;
    let offers = untrack(|| offered(details, details.role().get(), theirs, is_me));
    let button = move |offer: Offer| {
        let words = words_for(offer, theirs);
        // Another part is the form's own act, which the button names; a removal has another one.
        let (name, value) = offer.map(|role| ("role", role.as_str())).unzip();
        let elsewhere = offer.is_none().then(|| form::action(RemovePerson::url(), &details.page()));
        view! {
            <button type="submit" name=name value=value formaction=elsewhere class=BUTTON>
                {words}
            </button>
        }
    };
    (is_served() && !person.account.deleted && !offers.is_empty()).then(|| {
        view! {
            <noscript>
                <form
                    method="post"
                    action=form::action(SetRole::url(), &details.page())
                    class="flex flex-wrap gap-2 py-2 pl-15"
                >
                    <input type="hidden" name="conversation_id" value=details.id.to_string() />
                    <input type="hidden" name="handle" value=person.account.handle />
                    {offers.into_iter().map(button).collect_view()}
                </form>
            </noscript>
        }
    })
}
