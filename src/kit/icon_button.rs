//! A button that is only a symbol.

use leptos::{ev::MouseEvent, prelude::*};

use super::{Icon, Symbol};

/// A symbol that is pressed, 40 pixels where a mouse points and 44 where a finger does. Its label is what
/// assistive technology hears and what the tooltip shows.
#[component]
pub fn IconButton(
    /// What it does, as a person would say it.
    #[prop(into)]
    label: Signal<String>,
    /// What it looks like.
    #[prop(into)]
    icon: Signal<Icon>,
    /// What it does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// `button` or `submit`.
    #[prop(default = "button")]
    type_: &'static str,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it is the one act of its screen.
    #[prop(optional)]
    primary: bool,
    /// Further utility classes, for its place.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let look = if primary {
        "border-transparent bg-evening-deep bg-origin-border text-on-evening not-disabled:hover:brightness-110"
    } else {
        "border-transparent text-text not-disabled:hover:bg-raised"
    };
    view! {
        <button
            type=type_
            class=format!(
                "inline-flex size-10 shrink-0 items-center justify-center rounded-full border transition \
                duration-feedback touch-target disabled:cursor-not-allowed disabled:opacity-50 {look} {class}",
            )
            aria-label=label
            title=label
            disabled=disabled
            on:click=move |event| {
                if let Some(act) = on_click {
                    act.run(event);
                }
            }
        >
            {move || view! { <Symbol icon=icon.get() /> }}
        </button>
    }
}
