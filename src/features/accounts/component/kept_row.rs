//! A row of a list of people among the settings, from which each can be taken.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use crate::{
    features::accounts::model::Account,
    kit::{Avatar, Verbatim},
};

/// Somebody, with what takes them from the list.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn KeptRow(account: Account, children: Children) -> impl IntoView {
    let (id, name, handle) = (account.id.0, account.name().to_owned(), format!("@{}", account.handle));
    view! {
        <li class="flex items-center gap-3 px-4 py-3">
            <Avatar id name=name.clone() decorative=true />
            <span class="flex min-w-0 grow flex-col">
                <Verbatim words=name class="truncate font-semibold" />
                <span class="truncate text-sm text-muted">{handle}</span>
            </span>
            {children()}
        </li>
    }
}

/// The row is gone, and the focus with it: it goes on at the heading that has this id.
pub(super) fn go_on(heading: &'static str) {
    request_animation_frame(move || {
        let heading: Option<Element> = document().get_element_by_id(heading);
        if let Some(heading) = heading {
            // What cannot take the focus leaves it where it is.
            drop(heading.unchecked_into::<HtmlElement>().focus());
        }
    });
}
