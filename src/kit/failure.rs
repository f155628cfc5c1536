//! A list or a panel that could not be had.

use leptos::{html, prelude::*};

use super::{
    Button, Icon, Symbol,
    dom::{hand_on, take_over},
};
use crate::shared::{Error, answer_with};

/// What is said of what a device would keep and has never seen.
const UNKEPT: &str = "This has not been opened on this device yet, so it needs a network.";

/// Whether the server can be reached now, as far as the page knows; a context. Without it nothing is tried again by
/// itself.
#[derive(Clone, Copy)]
pub struct Reachable(pub Signal<bool>);

/// Says what went wrong in the error's own words, and the page answers with its status. Trying again is offered where
/// it may help; what failed because the server could not be reached is tried again once, as soon as it can be, and is
/// drawn without alarm, as a list with nothing in it is.
///
/// The focus of who tries again stays in the panel: what it stands in holds it until there is a button again.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub fn ErrorState(
    /// What went wrong.
    error: Error,
    /// What trying again does.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// What holds meanwhile, where there is more to say.
    #[prop(optional)]
    words: &'static str,
    /// Whether it stands beside what the page is about: it takes little room there, and no symbol.
    #[prop(optional)]
    aside: bool,
    /// Whether the device keeps it once it was seen: without a network it says that it was not.
    #[prop(optional)]
    unkept: bool,
) -> impl IntoView {
    answer_with(&error);
    let is_offline = error == Error::Offline;
    let words = if unkept && is_offline { UNKEPT } else { words };
    let (icon, ink) = if is_offline {
        (Icon::Offline, "border border-line text-muted")
    } else {
        (Icon::Alert, "bg-danger-soft text-danger")
    };
    let place = if aside { "items-start px-2 py-1 text-sm text-muted" } else { "items-center px-6 py-12 text-center" };
    let title = if aside { "text-balance" } else { "text-lg font-semibold text-balance" };
    let retry = on_retry.filter(|_| error.is_transient());
    let root = NodeRef::<html::Div>::new();
    let again = move |retry: Callback<()>| {
        if let Some(root) = root.try_get_untracked().flatten() {
            hand_on(&root);
        }
        // The panel may be gone already.
        retry.try_run(());
    };
    root.on_load(|root| take_over(root.into(), "button"));
    if let Some(retry) = retry.filter(|_| is_offline) {
        when_reachable(move || again(retry));
    }
    view! {
        <div node_ref=root role="alert" class=format!("mx-auto flex max-w-sm flex-col gap-2 {place}")>
            {(!aside)
                .then(|| {
                    view! {
                        <span class=format!("mb-2 inline-flex size-16 items-center justify-center rounded-full {ink}")>
                            <Symbol icon class="size-7" />
                        </span>
                    }
                })}
            <p class=title>{error.to_string()}</p>
            {(!words.is_empty()).then(|| view! { <p class="text-muted text-balance">{words}</p> })}
            {retry
                .map(|retry| {
                    view! {
                        <Button class=if aside { "" } else { "mt-4" } on_click=move |_| again(retry)>
                            <Symbol icon=Icon::Retry class="size-5" />
                            "Try again"
                        </Button>
                    }
                })}
        </div>
    }
}

/// Acts when the server can be reached that could not be, and not where it could be all the time: what fails then
/// would be tried without end.
pub fn when_reachable(act: impl Fn() + 'static) {
    let Some(Reachable(reachable)) = use_context() else { return };
    Effect::watch(
        move || reachable.get(),
        move |now, before, _| {
            if *now && before == Some(&false) {
                act();
            }
        },
        false,
    );
}
