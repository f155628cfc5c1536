//! One line of input with its label, its hint and what is wrong with it.

use leptos::{html, prelude::*};

use super::{Icon, IconButton};

/// An input that works in a plain form: it keeps its own text, which `on_input` tells about.
///
/// Passwords can be looked at. The input's id is its name, so a name stands once on a page.
#[component]
pub fn Field(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// As the form sends it.
    name: &'static str,
    /// `text`, `password`, `email`, `search`, …
    #[prop(default = "text")]
    type_: &'static str,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What helps to fill it.
    #[prop(optional, into)]
    hint: String,
    /// What the browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Whether it cannot stay empty.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// The fewest characters it takes.
    #[prop(optional)]
    minlength: Option<u32>,
    /// Whether the label is only heard, because the place says it already.
    #[prop(optional)]
    label_hidden: bool,
    /// Whether it has the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Shown while it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// Told what stands in it after each change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The element, for focus, and for what stands in it otherwise than by typing.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let secret = type_ == "password";
    let hint = (!hint.is_empty()).then_some(hint);
    let hint_id = hint.as_ref().map(|_| format!("{name}-hint"));
    let described = move || {
        let ids = [error.get().map(|_| format!("{name}-error")), hint_id.clone()];
        let ids: Vec<_> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let label_class = if label_hidden { "sr-only" } else { "text-sm font-semibold" };
    view! {
        <div class="flex flex-col gap-1">
            <label for=name class=label_class>{label}</label>
            <div class="relative flex">
                <input
                    id=name
                    name=name
                    node_ref=node_ref
                    dir=(type_ == "text").then_some("auto")
                    type=move || if secret && shown.get() { "text" } else { type_ }
                    value=value
                    autocomplete=autocomplete
                    required=required
                    maxlength=maxlength
                    minlength=minlength
                    placeholder=placeholder
                    autofocus=autofocus
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                    class="min-h-11 w-full rounded-control border border-edge bg-surface px-3 py-2 text-text transition-colors duration-feedback aria-invalid:border-danger"
                    class=("pr-12", secret)
                    autocapitalize=(type_ != "text").then_some("none")
                    on:input=move |event| {
                        if let Some(tell) = on_input {
                            tell.run(event_target_value(&event));
                        }
                    }
                />
                {secret.then(|| view! { <Reveal shown /> })}
            </div>
            <Words name error hint />
        </div>
    }
}

/// Shows and hides a password, once the page is alive.
#[component]
fn Reveal(shown: RwSignal<bool>) -> impl IntoView {
    let label = Signal::derive(move || if shown.get() { "Hide password" } else { "Show password" }.to_owned());
    let icon = Signal::derive(move || if shown.get() { Icon::EyeOff } else { Icon::Eye });
    view! {
        <IconButton
            class="absolute inset-y-0.5 right-0.5 still:invisible"
            label
            icon
            on_click=move |_| shown.update(|on| *on = !*on)
        />
    }
}

/// The error above the hint, both named so that the input can point at them.
#[component]
pub(super) fn Words(
    /// The input's name.
    name: &'static str,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// What helps to fill it.
    hint: Option<String>,
) -> impl IntoView {
    view! {
        <p id=format!("{name}-error") role="alert" class="text-sm text-danger empty:hidden">
            {move || error.get()}
        </p>
        {hint.map(|hint| view! { <p id=format!("{name}-hint") class="text-sm text-muted">{hint}</p> })}
    }
}
