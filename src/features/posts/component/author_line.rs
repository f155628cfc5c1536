//! Who wrote something, and when.

use leptos::prelude::*;

use crate::{
    features::accounts::model::Account,
    kit::{Avatar, Size, TimeAgo, Verbatim},
    shared::time::Time,
};

const LOOK: &str = "flex min-w-0 items-center gap-2 text-sm";

/// A face, a name that leads to its page, and the time, with a word where it says something else than at first.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub fn AuthorLine(
    /// Who.
    author: Account,
    /// When.
    at: Time,
    /// Whether it was edited.
    #[prop(into)]
    edited: Signal<bool>,
    /// How large the face is.
    #[prop(optional)]
    size: Size,
) -> impl IntoView {
    let (id, name, is_gone) = (author.id.0, author.name().to_owned(), author.deleted);
    let words = name.clone();
    // What a finger reaches is higher than the line.
    let look = if is_gone { LOOK.to_owned() } else { format!("{LOOK} pointer-coarse:-my-1.5") };
    let named = if is_gone {
        view! { <span class="truncate font-semibold text-muted">{name.clone()}</span> }.into_any()
    } else {
        let href = format!("/u/{}", author.handle);
        view! {
            <a
                href=href
                class="inline-flex min-w-0 items-center leading-6 font-semibold text-text no-underline touch-target hover:underline"
            >
                <Verbatim words=name.clone() class="truncate" />
            </a>
        }
        .into_any()
    };
    view! {
        <div class=look>
            <Avatar id name=words size decorative=true />
            {named}
            <TimeAgo time=at class="text-sm text-muted" />
            <Show when=move || edited.get()>
                <span class="text-muted">"edited"</span>
            </Show>
        </div>
    }
}
