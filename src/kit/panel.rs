//! A fence around a part of a page: what breaks inside stays inside.

use leptos::prelude::*;

use super::ErrorState;
use crate::shared::Error;

/// Draws its children; an error among them is drawn in their place, and the rest of the page stays usable.
#[component]
pub fn Panel(
    /// What may break.
    children: Children,
) -> impl IntoView {
    view! {
        <ErrorBoundary fallback=|errors| {
            move || {
                let error = errors
                    .read()
                    .iter()
                    .next()
                    .and_then(|(_, error)| error.downcast_ref::<Error>().cloned())
                    .unwrap_or(Error::Fault { id: uuid::Uuid::nil() });
                view! { <ErrorState error /> }
            }
        }>{children()}</ErrorBoundary>
    }
}
