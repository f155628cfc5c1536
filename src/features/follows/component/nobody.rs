//! A list in which nobody stands.

use leptos::prelude::*;

use crate::{
    features::{
        accounts::model::Account,
        follows::{hook::use_follows, model::Side},
    },
    kit::{EmptyState, Icon},
    shared::script::apart,
};

/// Says who would stand here.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
pub(super) fn Nobody(of: Account, side: Side) -> impl IntoView {
    let is_own = use_follows().viewer == Some(of.id);
    let name = apart(of.name());
    let (title, words) = match (side, is_own) {
        (Side::Followers, true) => ("Nobody follows you yet", "Whoever does appears here.".to_owned()),
        (Side::Followers, false) => ("No followers yet", format!("Whoever follows {name} appears here.")),
        (Side::Following, true) => ("You follow nobody yet", "You follow somebody on their page.".to_owned()),
        (Side::Following, false) => ("Nobody yet", format!("People whom {name} follows appear here.")),
    };
    view! { <EmptyState icon=Icon::Person title words /> }
}
