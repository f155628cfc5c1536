//! Words that one may not want to see.

use leptos::prelude::*;

use crate::{features::accounts::hook::use_blocks, shared::id::AccountId};

pub(super) use crate::features::messages::state::announcing::FOLDED;

/// What somebody said in a group, folded away while the viewer has them blocked; whoever wants to read it unfolds it.
#[component]
pub fn Folded(
    /// Who said it.
    author: AccountId,
    /// Whether it is ever folded: not one's own words, nor those of a pair.
    folds: bool,
    /// What they said.
    children: ChildrenFn,
) -> impl IntoView {
    if !folds {
        return children().into_any();
    }
    let blocked = use_blocks(author);
    (move || {
        if !blocked.get() {
            return children().into_any();
        }
        view! {
            <details>
                <summary class="cursor-pointer text-muted italic">
                    {FOLDED} <span class="px-1" aria-hidden="true">"·"</span> <span class="not-italic underline">"Show"</span>
                </summary>
                {children()}
            </details>
        }
        .into_any()
    })
    .into_any()
}
