//! How the live connection is, in one quiet line, and in figures for who asks.

use leptos::{html, prelude::*};

use super::{
    CopyButton, Icon, Symbol,
    dom::{focus, leaves},
    notice::{NOTICE_ACT, Notice},
};

/// How the connection is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// What is shown is live.
    Online,
    /// On its way.
    #[default]
    Connecting,
    /// On its way again, for so long that it is told.
    Reconnecting,
    /// No way to the server; what is done waits here.
    Offline,
    /// The server is there, and does not know any more who asks.
    LoggedOut,
}

impl Connection {
    /// As it is said.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Connecting => "connecting",
            Self::Reconnecting => "reconnecting",
            Self::Offline => "offline",
            Self::LoggedOut => "logged out",
        }
    }

    const fn look(self) -> (Icon, &'static str) {
        match self {
            Self::Online => (Icon::Online, "size-6 text-muted"),
            Self::Connecting | Self::Reconnecting => (Icon::Online, "size-6 animate-pulse text-warn"),
            Self::Offline => (Icon::Offline, "size-6 text-danger"),
            Self::LoggedOut => (Icon::LogOut, "size-6 text-danger"),
        }
    }
}

/// One figure of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is measured.
    pub name: &'static str,
    /// The figure with its unit.
    pub value: String,
}

const ALONE: &str = "min-h-12 min-w-12 px-3";

/// As the ways of the frame, whose places are given.
const WAY: &str = "min-w-12 flex-col gap-0.5 text-2xs transition-colors duration-feedback -outline-offset-2 lg:min-h-12 \
    lg:flex-row lg:gap-4 lg:text-base xl:justify-start xl:px-3";

/// A symbol named "Connection: online" that opens the figures.
#[component]
pub fn ConnectionStatus(
    /// How it is.
    #[prop(into)]
    state: Signal<Connection>,
    /// The figures, from top to bottom.
    #[prop(into)]
    facts: Signal<Vec<Fact>>,
    /// Utility classes for the place of the figures, beside the button.
    #[prop(default = "bottom-0 left-full ml-2")]
    place: &'static str,
    /// Whether it stands among the ways of the frame and is named like them: below the symbol in the bar, beside it in a
    /// wide rail.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let close = move || {
        open.set(false);
        if let Some(root) = root.get_untracked() {
            focus(&root, "button");
        }
    };
    let words = move || format!("Connection: {}", state.get().as_str());
    let look = format!(
        "flex grow items-center justify-center rounded-control hover:bg-raised {}",
        if wide { WAY } else { ALONE }
    );
    view! {
        <div
            class="relative flex"
            class=("grow", wide)
            node_ref=root
            on:keydown=move |event| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.prevent_default();
                    close();
                }
            }
            on:focusout=move |event| {
                if root.get_untracked().is_some_and(|root| leaves(&event, &root)) {
                    open.set(false);
                }
            }
        >
            <button
                type="button"
                class=look
                aria-label=words
                title=words
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || {
                    let (icon, ink) = state.get().look();
                    view! { <Symbol icon class=ink /> }
                }}
                {wide.then(|| view! { <span class="text-muted first-letter:uppercase lg:hidden xl:inline">{move || state.get().as_str()}</span> })}
            </button>
            <Facts open facts place />
        </div>
    }
}

/// What there is to say about the connection, in one quiet line.
#[component]
pub fn ConnectionNotice(
    /// What to say.
    #[prop(into)]
    words: Signal<Option<String>>,
    /// What can be done about it, and where; following it loads a new page.
    #[prop(optional, into)]
    way: Signal<Option<(&'static str, String)>>,
    /// Whether it may help to load the page anew.
    #[prop(optional, into)]
    reload: Signal<bool>,
) -> impl IntoView {
    view! {
        <Notice words>
            {move || way.get().map(|(name, to)| view! { <Out name to /> })}
            {move || reload.get().then(|| view! { <Reload /> })}
        </Notice>
    }
}

/// Leads out of what the notice tells.
#[component]
fn Out(name: &'static str, to: String) -> impl IntoView {
    view! {
        <a href=to rel="external" class=NOTICE_ACT>
            {name}
        </a>
    }
}

/// Loads the page anew; the browser asks first where something would be lost.
#[component]
fn Reload() -> impl IntoView {
    view! {
        <button type="button" class=NOTICE_ACT on:click=|_| drop(window().location().reload())>
            "Reload"
        </button>
    }
}

#[component]
fn Facts(open: RwSignal<bool>, facts: Signal<Vec<Fact>>, place: &'static str) -> impl IntoView {
    let list = NodeRef::new();
    let row = |fact: Fact| {
        view! {
            <div class="flex justify-between gap-6 py-1">
                <dt class="text-muted">{fact.name}</dt>
                <dd class="text-right tabular-nums">{fact.value}</dd>
            </div>
        }
    };
    view! {
        <Show when=move || open.get()>
            <section
                aria-label="Connection"
                tabindex="-1"
                class=format!(
                    "absolute z-30 flex w-64 flex-col gap-2 rounded-card border border-line bg-surface px-4 py-3 text-sm {place}",
                )
            >
                <dl node_ref=list>{move || facts.get().into_iter().map(row).collect_view()}</dl>
                <CopyButton text=Signal::derive(move || report(&facts.read())) shown=list>
                    "Copy for a report"
                </CopyButton>
            </section>
        </Show>
    }
}

/// The figures as they are put into a letter, one on a line.
fn report(facts: &[Fact]) -> String {
    let lines: Vec<_> = facts.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_a_figure_on_each_line() {
        let fact = |name, value: &str| Fact { name, value: value.to_owned() };
        let facts = [fact("Round trip", "12 ms"), fact("Reconnects", "0")];
        assert_eq!(report(&facts), "Round trip: 12 ms\nReconnects: 0");
    }
}
