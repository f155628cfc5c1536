//! A button that opens a list of acts.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};

use super::{
    Icon, IconButton, Symbol,
    dom::{Step, focus, leaves},
};
#[cfg(feature = "hydrate")]
use crate::browser::{room::around, surroundings::has_columns};
use crate::shared::effect::Effect;

/// Pixels that stay free between a menu and the edge of what it stands in.
const EDGE: f64 = 12.0;
/// Pixels that a menu is high at least, where it has as much in it.
const LEAST: f64 = 132.0;

/// One act of a menu.
#[derive(Clone)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// What it looks like.
    pub icon: Icon,
    /// Whether something is lost by it.
    pub danger: bool,
    /// What it does.
    pub act: Callback<()>,
}

/// Where a menu stands beside its button: whether above it, whether to the right of its left edge, and how many pixels
/// high the room is there.
type Place = (bool, bool, f64);

/// A menu beside its button, where there is more room, and no higher than that: what does not fit is scrolled to. Where there
/// is but one column it is a sheet at the lower edge instead. It is drawn while it is open. Arrows, Home and End walk through
/// it, Escape and a step outside close it; the focus returns to the button, or to where it is at home.
#[component]
pub fn Menu(
    /// What the button is called.
    #[prop(into)]
    label: Signal<String>,
    /// What the button looks like.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// The acts, from top to bottom, as they are when it opens.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Takes the focus when it closes, for a menu that is opened from elsewhere too: then Tab does not stop at its button.
    #[prop(optional, into)]
    home: Option<Callback<()>>,
    /// Further utility classes, for its place.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let place = RwSignal::new(None::<Place>);
    let (root, sheet) = (NodeRef::<html::Div>::new(), NodeRef::<html::Dialog>::new());
    let at = RwSignal::new(0_usize);
    let show = move || {
        at.set(0);
        place.set(root.get_untracked().and_then(|root| beside(&root)));
        open.set(true);
    };
    let close = move || {
        // The browser tells of a sheet that was closed from here too, when the menu may have ended.
        if open.try_get_untracked() != Some(true) {
            return;
        }
        // Under a sheet that is open nothing takes the focus.
        if let Some(sheet) = sheet.get_untracked() {
            sheet.close();
        }
        open.set(false);
        if let Some(home) = home {
            home.run(());
        } else if let Some(root) = root.get_untracked() {
            focus(&root, "button");
        }
    };
    let walk = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get_untracked() => {
            event.prevent_default();
            close();
        }
        key => {
            if let Some(step) = Step::vertical(key) {
                event.prevent_default();
                if open.get_untracked() {
                    let count = choices.with_untracked(Vec::len);
                    at.update(|place| *place = step.from(*place, count));
                } else {
                    show();
                }
            }
        }
    };
    Effect::new(move |_| {
        let place = at.get();
        if open.get()
            && let Some(root) = root.get()
        {
            // Once it is drawn.
            request_animation_frame(move || {
                if let Some(sheet) = sheet.try_get_untracked().flatten().filter(|sheet| !sheet.open()) {
                    // It fails only for what is not in the document, and then nobody sees it.
                    let _ = sheet.show_modal();
                }
                focus(&root, &format!("[data-place='{place}']"));
            });
        }
    });
    view! {
        <div
            class=format!("relative inline-flex {class}")
            node_ref=root
            on:keydown=walk
            on:focusout=move |event| {
                // What is taken out of the document loses the focus too, and may have ended by then.
                if root.try_get_untracked().flatten().is_some_and(|root| leaves(&event, &root)) {
                    open.set(false);
                }
            }
        >
            <IconButton
                label
                icon
                on_click=move |_| {
                    if open.get_untracked() {
                        open.set(false);
                    } else {
                        show();
                    }
                }
                {..}
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                tabindex=home.map(|_| "-1")
            />
            <Show when=move || open.get()>
                <Acts label choices place sheet close />
            </Show>
        </div>
    }
}

/// The acts, as they are now, beside the button, or where it has no place there in a sheet.
#[component]
fn Acts<C: Fn() + Copy + Send + Sync + 'static>(
    label: Signal<String>,
    choices: Signal<Vec<Choice>>,
    place: RwSignal<Option<Place>>,
    sheet: NodeRef<html::Dialog>,
    close: C,
) -> impl IntoView {
    let acts = choices.get_untracked().into_iter().enumerate();
    let acts = acts.map(|(place, choice)| view! { <Item place choice close /> }).collect_view();
    let Some((above, right, room)) = place.get_untracked() else {
        return view! {
            <InSheet label sheet close>
                {acts}
            </InSheet>
        }
        .into_any();
    };
    let side = side(above, right);
    view! {
        <div
            role="menu"
            aria-label=label
            class=format!(
                "absolute z-20 w-max max-w-72 min-w-48 overflow-y-auto overscroll-contain rounded-card border border-line \
                bg-surface p-1 {side}",
            )
            style:max-height=format!("{}px", height(room))
        >
            {acts}
        </div>
    }
    .into_any()
}

/// At the lower edge, as wide as the page, over all else: a native dialog, which the browser closes too where one goes back.
#[component]
fn InSheet<C: Fn() + Copy + Send + Sync + 'static>(
    label: Signal<String>,
    sheet: NodeRef<html::Dialog>,
    close: C,
    children: Children,
) -> impl IntoView {
    let beside = move |event: MouseEvent| {
        let sheet: Option<leptos::web_sys::EventTarget> = sheet.get_untracked().map(Into::into);
        if event.target() == sheet {
            close();
        }
    };
    view! {
        <dialog
            node_ref=sheet
            aria-label=label
            class="mt-auto mb-0 max-h-[85dvh] w-full max-w-full overflow-y-auto overscroll-contain rounded-t-card border-t border-line bg-surface pb-safe text-base text-text"
            on:close=move |_| close()
            on:click=beside
            // The focus stays where it is, whatever is pressed: a step outside would take the sheet away under the finger.
            on:mousedown=move |event: MouseEvent| event.prevent_default()
        >
            <div role="menu" aria-label=label class="p-2">
                {children()}
            </div>
            <button
                type="button"
                class="min-h-12 w-full border-t border-line font-semibold text-muted -outline-offset-2"
                on:click=move |_| close()
            >
                "Cancel"
            </button>
        </dialog>
    }
}

/// On which side of the button it stands; `above` and `right` where there is more room.
const fn side(above: bool, right: bool) -> &'static str {
    match (above, right) {
        (false, false) => "top-full right-0 mt-1",
        (false, true) => "top-full left-0 mt-1",
        (true, false) => "bottom-full right-0 mb-1",
        (true, true) => "bottom-full left-0 mb-1",
    }
}

/// How many pixels high it is at most where there are so many.
fn height(room: f64) -> f64 {
    (room - EDGE).max(LEAST)
}

/// Where it has a place beside the button; nothing where there is but one column.
#[cfg(feature = "hydrate")]
fn beside(root: &leptos::web_sys::Element) -> Option<Place> {
    has_columns().then(|| around(root))
}

/// Nothing is opened on the server.
#[cfg(not(feature = "hydrate"))]
const fn beside(_root: &leptos::web_sys::Element) -> Option<Place> {
    None
}

#[component]
fn Item<C: Fn() + Copy + Send + Sync + 'static>(place: usize, choice: Choice, close: C) -> impl IntoView {
    let Choice { label, icon, danger, act } = choice;
    let ink = if danger { "text-danger" } else { "text-text" };
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            data-place=place
            class=format!(
                "flex min-h-10 w-full items-center gap-3 rounded-control px-3 text-left hover:bg-raised max-lg:min-h-12 \
                focus-visible:bg-raised touch-target {ink}",
            )
            on:click=move |_| {
                close();
                act.run(());
            }
        >
            <Symbol icon class="size-5" />
            {label}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_keeps_within_its_room_and_never_shrinks_to_nothing() {
        assert!((height(400.0) - 388.0).abs() < f64::EPSILON);
        assert!((height(40.0) - LEAST).abs() < f64::EPSILON);
    }
}
