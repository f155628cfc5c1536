//! Acts that are rarely wanted, behind a button that opens without JavaScript too.

use leptos::{
    ev::{FocusEvent, KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::Element,
};

use super::{
    Icon, Symbol,
    dom::{focus, leaves},
};

/// A native disclosure of forms and buttons, one below the other. Where there is JavaScript, Escape, a step outside and
/// whatever is pressed in it close it; but for the step outside its own button has the focus then.
#[component]
pub fn MoreActs(
    /// What its button is called, as a person would say it.
    #[prop(into)]
    label: String,
    /// The acts.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(root) = root.try_get_untracked().flatten() {
            shut(&root);
            focus(&root, "summary");
        }
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" && root.get_untracked().is_some_and(|root| root.has_attribute("open")) {
            event.prevent_default();
            close();
        }
    };
    // Where the focus goes nowhere, as to another window, one comes back to what was open.
    let step = move |event: FocusEvent| {
        let root = root.try_get_untracked().flatten().filter(|root| leaves(&event, root));
        if let Some(root) = root.filter(|_| event.related_target().is_some()) {
            shut(&root);
        }
    };
    // Before what is pressed does its work: a dialog that it opens gives the focus back to what has it now.
    let press = move |event: MouseEvent| {
        if is_button(&event) {
            close();
        }
    };
    view! {
        <details node_ref=root class="group relative" on:keydown=keys on:focusout=step>
            <summary
                title="More"
                class="inline-flex size-10 list-none items-center justify-center rounded-full border border-edge transition duration-feedback touch-target group-open:bg-raised hover:bg-raised"
            >
                <Symbol icon=Icon::More />
                <span class="sr-only">{label}</span>
            </summary>
            // What is pressed without getting the focus leaves it in here.
            <div
                tabindex="-1"
                class="absolute top-full right-0 z-20 mt-1 flex w-max min-w-48 flex-col rounded-card border border-line bg-surface p-1 [&_button]:w-full [&_button]:justify-start [&_button]:rounded-control"
                on:click:capture=press
            >
                {children()}
            </div>
        </details>
    }
}

fn shut(root: &Element) {
    // It fails only for what cannot be the name of an attribute.
    let _ = root.remove_attribute("open");
}

/// Whether what was pressed is a button.
fn is_button(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("button").is_ok_and(|button| button.is_some()))
}
