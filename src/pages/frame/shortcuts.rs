//! Keys that lead through the pages and act on what one looks at (COM-13).
//!
//! `table` says which keys do what: the dispatcher finds an act there and the list (`list`) is drawn from it, so neither
//! knows a key that the other does not. `live` hears the keys, `items` goes from one item of a page to the next, `trail`
//! knows where one came from; `device` remembers who wants none of it.
//!
//! Invariant: nothing happens while somebody types or a question stands before the page, nor with Ctrl, Alt or ⌘ held.

mod device;
#[cfg(feature = "hydrate")]
mod items;
mod list;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(any(feature = "hydrate", test))]
mod pressed;
mod table;
#[cfg(feature = "hydrate")]
mod trail;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

pub use list::ShortcutSettings;

use crate::kit::{Chunk, Dialog, Gone, at_once, awaited};
use list::ShortcutList;

/// Has the keys act, and the list of them open, wherever on a page below one is.
#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let listed = RwSignal::new(false);
    follow(listed);
    let wanted = Memo::new(move |_| listed.get());
    let dialog = move || at_once(move || draw(listed));
    awaited(Chunk::new(fetch), dialog, wanted, move || listed.set(false))
}

/// The list in a dialog. It is with the settings, which show it too.
#[wasm_split(settings_page, preload(fetch), fallible)]
fn draw(listed: RwSignal<bool>) -> Result<AnyView, Gone> {
    Ok(view! {
        <Dialog open=listed title="Keyboard shortcuts">
            <ShortcutList />
        </Dialog>
    }
    .into_any())
}

#[cfg(feature = "hydrate")]
fn follow(listed: RwSignal<bool>) {
    live::follow(listed);
}

/// Nothing is pressed on the server.
#[cfg(not(feature = "hydrate"))]
const fn follow(_listed: RwSignal<bool>) {}
