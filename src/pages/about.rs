//! `/about`

use leptos::prelude::*;
use leptos_meta::Title;

use super::{frame::Reading, head::PublicHead};

/// What this place is.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <Title text="About" />
        <PublicHead
            title="About Tertulia"
            description="What Tertulia is: a community and messages that are never lost, on a server of its owner's."
            path="/about"
        />
        <Reading title="About Tertulia">
            <p>
                "A tertulia is a circle of people who meet to talk. This one lives on a server of its owner's: its \
                conversations, its database and its people's data are in nobody else's hands."
            </p>
            <p>
                "Messages arrive as they are written and are never lost or doubled: what is written without a network \
                waits on the device and is sent when there is one."
            </p>
            <p class="text-muted">
                "Tertulia is free software under the Apache License 2.0. Programs may use its "
                <a class="text-accent underline" href="/api/docs" rel="external">"public API"</a> "."
            </p>
        </Reading>
    }
}
