//! The picture on top of somebody's page: for now a band in the colour of their face.

use leptos::prelude::*;
use uuid::Uuid;

use super::avatar::colour;

/// A band as wide as there is room; it says nothing, and is not read out.
#[component]
pub fn Cover(
    /// Whose; decides the colour.
    id: Uuid,
) -> impl IntoView {
    view! { <div class=format!("h-24 rounded-card sm:h-36 {}", colour(id)) aria-hidden="true"></div> }
}
