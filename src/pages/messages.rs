//! `/messages`

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// Messaging.
pub struct MessagesPage;

#[lazy_route]
impl LazyRoute for MessagesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <h1>"Messages"</h1> }.into_any()
    }
}
