//! The form that makes a personal access token.

use leptos::{html, prelude::*, server_fn::ServerFn};

use super::{entry_form::error_of, token_settings::PAGE};
use crate::{
    features::accounts::{
        hook::{Tokens, field_of, use_me},
        model::TOKEN_ENDS,
        rpc::MakeToken,
    },
    kit::{Button, Field, Kind, Switch},
    shared::{form, role::Role},
};

/// The fields that have a place for what is wrong with them.
const FIELDS: [&str; 3] = ["name", "scopes", "expires_in_days"];

/// What the token is for, what it may do, and when it ends. It stays as it is where it is refused, and is empty once the
/// token is there.
#[component]
pub fn TokenForm(
    /// The tokens that it adds to.
    tokens: Tokens,
) -> impl IntoView {
    let name = NodeRef::<html::Input>::new();
    let errors = tokens.errors;
    let whole = move || {
        let is_whole = |field: Option<&str>| field.is_none_or(|field| !FIELDS.contains(&field));
        errors.read().iter().find(|error| is_whole(field_of(error))).map(ToString::to_string)
    };
    let busy: Signal<bool> = tokens.make.pending().into();
    Effect::watch(
        move || tokens.made.get(),
        move |made, _, _| {
            if let Some(name) = name.get_untracked().filter(|_| made.is_some()) {
                name.set_value("");
            }
        },
        false,
    );
    view! {
        <form
            method="post"
            action=form::action(MakeToken::url(), PAGE)
            novalidate
            aria-label="New token"
            class="flex flex-col gap-5 rounded-card border border-line px-4 py-4"
            on:submit=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else {
                    form::dispatch(&event, tokens.make);
                }
            }
        >
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {whole}
            </p>
            <input type="hidden" name="id" value=move || tokens.id.get().to_string() />
            <Field
                label="Name"
                name="name"
                value=tokens.typed("name").unwrap_or_default()
                error=error_of(errors, "name")
                hint="Which program it is for."
                maxlength=60
                required=true
                autocomplete="off"
                node_ref=name
            />
            <Scopes tokens />
            <End tokens />
            <Button kind=Kind::Primary type_="submit" busy class="self-start">
                "Make token"
            </Button>
        </form>
    }
}

#[component]
fn Scopes(tokens: Tokens) -> impl IntoView {
    let me = use_me();
    let error = error_of(tokens.errors, "scopes");
    let at_first = move |field: &str, on: bool| Signal::stored(tokens.was_on(field, on));
    let is_administrator =
        Memo::new(move |_| me.read().as_ref().is_some_and(|me| me.account.role == Role::Administrator));
    view! {
        <fieldset id="scopes" tabindex="-1" aria-describedby=move || error.get().map(|_| "scopes-error")>
            <legend class="text-sm font-semibold">"What it may do"</legend>
            <div class="flex flex-col divide-y divide-line">
                <Switch label="Read" name="read" checked=at_first("read", true) hint="What you may read, and hear it live." />
                <Switch
                    label="Write"
                    name="write"
                    checked=at_first("write", false)
                    hint="Say, change and delete what you may, in your name."
                />
                <Show when=move || is_administrator.get()>
                    <Switch
                        label="Administrate"
                        name="admin"
                        checked=at_first("admin", false)
                        hint="Read and write with the rights of an administrator."
                    />
                </Show>
            </div>
            <p id="scopes-error" role="alert" class="text-sm text-danger empty:hidden">
                {move || error.get()}
            </p>
        </fieldset>
    }
}

#[component]
fn End(tokens: Tokens) -> impl IntoView {
    let error = error_of(tokens.errors, "expires_in_days");
    let chosen = tokens.typed("expires_in_days");
    let is_chosen = move |days: &str| chosen.as_deref() == Some(days);
    view! {
        <div class="flex flex-col gap-1">
            <label for="expires_in_days" class="text-sm font-semibold">"Good for"</label>
            <select
                id="expires_in_days"
                name="expires_in_days"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || error.get().map(|_| "expires_in_days-error")
                class="min-h-11 w-full rounded-control border border-edge bg-surface px-3 py-2 text-text aria-invalid:border-danger"
            >
                {TOKEN_ENDS
                    .map(|(days, words)| {
                        view! {
                            <option value=days selected=is_chosen(days)>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <p id="expires_in_days-error" role="alert" class="text-sm text-danger empty:hidden">
                {move || error.get()}
            </p>
        </div>
    }
}
