//! What is pressed, and what looks like it and leads somewhere.

use leptos::{ev::MouseEvent, prelude::*};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The one act of a screen, in evening colours.
    Primary,
    /// Any act, with a hairline around it.
    #[default]
    Plain,
    /// An act among many, without a border until it is pointed at.
    Quiet,
    /// Something is lost by it.
    Danger,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => {
                "border-transparent bg-evening-deep bg-origin-border text-on-evening not-disabled:hover:brightness-110"
            }
            Self::Plain => "border-edge bg-surface text-text not-disabled:hover:bg-raised",
            Self::Quiet => "border-transparent text-text not-disabled:hover:bg-raised",
            Self::Danger => "border-transparent bg-danger text-on-danger not-disabled:hover:brightness-110",
        }
    }
}

const SHAPE: &str = "inline-flex shrink-0 min-h-10 items-center justify-center gap-2 rounded-full border px-4 py-1.5 text-center \
    font-semibold no-underline transition duration-feedback select-none active:scale-[0.98] touch-target \
    disabled:cursor-not-allowed disabled:opacity-50 motion-reduce:active:scale-100";

/// A button. While it is busy it says so, keeps its width and does nothing.
#[component]
pub fn Button(
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: Kind,
    /// `button`, `submit` or `reset`.
    #[prop(default = "button")]
    type_: &'static str,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether its act is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether what it does holds already, where pressing it again ends that.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What it does, beside submitting its form.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// Further utility classes, for its place.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=type_
            class=format!("{SHAPE} {} {class}", kind.class())
            class=("animate-pulse", busy)
            disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(act) = on_click {
                    act.run(event);
                }
            }
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Oco<'static, str>,
    /// How much it asks to be followed.
    #[prop(optional)]
    kind: Kind,
    /// The window that the browser loads the page in, as in HTML; without it the router goes there.
    #[prop(optional)]
    target: Option<&'static str>,
    /// Further utility classes, for its place.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href.into_owned() target=target class=format!("{SHAPE} {} {class}", kind.class())>
            {children()}
        </a>
    }
}
