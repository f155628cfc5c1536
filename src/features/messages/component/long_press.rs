//! A finger that rests on a message.

use std::time::Duration;

use leptos::{
    ev::{MouseEvent, PointerEvent, TouchEvent},
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, EventTarget},
};

use super::message_acts::open_acts;

/// How long a finger rests until that is more than a tap.
const REST: Duration = Duration::from_millis(500);
/// How many pixels it may stray meanwhile.
const STRAY: i32 = 10;

/// A finger that came down on a message and has not moved since.
#[derive(Clone, Copy)]
struct Resting {
    at: (i32, i32),
    timer: Option<TimeoutHandle>,
}

/// Opens what can be done to a message once a finger rests on it, or the browser takes the finger for the key of menus. A
/// mouse selects and asks for the browser's own menu as ever.
#[component]
pub(super) fn LongPress(
    /// The messages.
    children: Children,
) -> impl IntoView {
    let resting = StoredValue::new(None::<Resting>);
    // Whether this finger has opened something: then its rising presses nothing.
    let opened = StoredValue::new(false);
    let lift = move || {
        let lifted = resting.try_update_value(Option::take).flatten();
        if let Some(timer) = lifted.and_then(|resting| resting.timer) {
            timer.clear();
        }
        lifted.is_some()
    };
    let open = move |row: &Element| {
        let _ = opened.try_set_value(open_acts(row));
    };
    let down = move |event: PointerEvent| {
        lift();
        opened.set_value(false);
        let Some(row) = row_under(event.target()).filter(|_| event.pointer_type() == "touch") else { return };
        // A second finger draws nearer.
        if event.is_primary() {
            let rested = move || {
                if lift() {
                    open(&row);
                }
            };
            let timer = set_timeout_with_handle(rested, REST).ok();
            resting.set_value(Some(Resting { at: (event.client_x(), event.client_y()), timer }));
        }
    };
    let moved = move |event: PointerEvent| {
        let strays = |Resting { at: (x, y), .. }: Resting| {
            (event.client_x() - x).abs().max((event.client_y() - y).abs()) > STRAY
        };
        if resting.get_value().is_some_and(strays) {
            lift();
        }
    };
    let asked = move |event: MouseEvent| {
        let is_finger = lift();
        if is_finger && event.default_prevented() {
            // The row itself has opened it.
            opened.set_value(true);
        } else if is_finger && let Some(row) = row_under(event.target()) {
            open(&row);
        }
        if is_finger || opened.get_value() {
            event.prevent_default();
        }
    };
    let risen = move |event: TouchEvent| {
        if opened.try_update_value(std::mem::take) == Some(true) {
            event.prevent_default();
        }
    };
    view! {
        <div
            class="contents"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| {
                lift();
            }
            on:pointercancel=move |_| {
                lift();
            }
            on:contextmenu=asked
            on:touchend=risen
        >
            {children()}
        </div>
    }
}

/// The message on which something came down, but for what in it is pressed itself or stands over it.
fn row_under(target: Option<EventTarget>) -> Option<Element> {
    let target = target?.dyn_into::<Element>().ok()?;
    if target.closest("a, button, summary, [role=menu], dialog").ok().flatten().is_some() {
        return None;
    }
    target.closest("[data-message]").ok().flatten()
}
