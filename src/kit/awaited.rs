//! Dialogs that are fetched once somebody wants one.

use leptos::prelude::*;

use super::{Chunk, Dialog, Draw, ErrorState};
use crate::shared::{Error, effect::Effect};

/// Draws dialogs once one of them is wanted, and keeps them from then on. Where their chunk is not here yet, a dialog
/// stands for them that says so and lets one try again; `give_up` is told of whoever closes it, and wants none any more.
pub fn awaited(
    chunk: Chunk,
    draw: impl Fn() -> Draw + Send + 'static,
    wanted: Memo<bool>,
    give_up: impl Fn() + 'static,
) -> impl IntoView {
    let (is_drawn, waiting) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move || {
        if !wanted.get() || is_drawn.get_untracked() {
            return;
        }
        if chunk.is_at_hand() {
            is_drawn.set(true);
        } else {
            waiting.set(true);
            chunk.ask();
        }
    });
    Effect::new(move || {
        if chunk.has_come() {
            waiting.set(false);
            // Once the focus is back where it was: there the dialogs give it back when they close.
            request_animation_frame(move || _ = is_drawn.try_set(true));
        }
    });
    Effect::watch(
        move || waiting.get(),
        move |is_waiting, _, _| {
            if !is_waiting && !untrack(|| chunk.has_come()) {
                give_up();
            }
        },
        false,
    );
    let is_waited_for = Memo::new(move |before: Option<&bool>| before == Some(&true) || waiting.get());
    // Drawn once, however often the chunk was asked for.
    let stands = Memo::new(move |_| is_drawn.get());
    view! {
        <Show when=move || is_waited_for.get() && !stands.get()>
            <Dialog open=waiting title="One moment">
                {on_its_way(chunk)}
            </Dialog>
        </Show>
        {move || stands.get().then(|| untrack(draw())).flatten()}
    }
}

/// Says that a chunk is being fetched; where it cannot be had, that, and lets one try again.
pub fn on_its_way(chunk: Chunk) -> impl IntoView {
    let is_missed = Memo::new(move |_| chunk.is_missed());
    let on_retry = Callback::new(move |()| chunk.ask());
    move || {
        if is_missed.get() {
            let words = "If there is a newer version of Tertulia, reload. What you are writing is still there.";
            view! { <ErrorState error=Error::Offline on_retry words /> }.into_any()
        } else {
            view! { <p role="status" class="py-6 text-center text-sm text-muted">"Loading…"</p> }.into_any()
        }
    }
}
