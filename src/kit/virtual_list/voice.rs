//! What of a list is read out by itself: what comes in while its end is seen, not what is drawn on the way there.

use leptos::prelude::*;

use crate::shared::hydration::is_served;

/// Frames after which all rows of the end are drawn and measured once somebody has come there.
const FRAMES: u32 = 5;

/// Whether what comes in is read out: where the end is seen, once nothing more is drawn for having come there, as it is too
/// for a list that the server has not drawn.
pub(super) fn speaks(at_end: RwSignal<bool>) -> RwSignal<bool> {
    let is_whole = is_served();
    let speaks = RwSignal::new(is_whole && at_end.get_untracked());
    if !is_whole {
        settle(at_end, speaks, FRAMES);
    }
    Effect::watch(
        move || at_end.get(),
        move |now, _, _| {
            if *now {
                settle(at_end, speaks, FRAMES);
            } else {
                speaks.set(false);
            }
        },
        false,
    );
    speaks
}

fn settle(at_end: RwSignal<bool>, speaks: RwSignal<bool>, frames: u32) {
    request_animation_frame(move || {
        if at_end.try_get_untracked() != Some(true) {
            return;
        }
        if frames > 0 {
            settle(at_end, speaks, frames - 1);
        } else {
            speaks.try_set(true);
        }
    });
}
