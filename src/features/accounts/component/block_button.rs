//! The way to keep somebody away, and back.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use crate::{
    features::accounts::{hook::use_block, model::Account, rpc::BlockPerson},
    kit::{Button, Kind, land},
    shared::{form, script::apart},
};

/// A button that blocks somebody, or ends that: at once where there is JavaScript, by a plain form where there is none.
#[component]
pub fn BlockButton(
    /// Whom.
    account: Account,
    /// Whether they are blocked by it.
    block: bool,
    /// The page that it stands on.
    #[prop(into)]
    page: String,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: Kind,
    /// Told once it was pressed; where nobody is, the focus that goes with what is drawn over is at the heading then.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let act = use_block();
    let (handle, name) = (account.handle.clone(), format!(" {}", apart(account.name())));
    let account = StoredValue::new(account);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(account) = account.try_get_value() {
            act.run((account, block));
        }
        match on_done {
            Some(done) => done.run(()),
            None => land("content"),
        }
    };
    let action = form::action(BlockPerson::url(), &page);
    view! {
        <form method="post" action=action class="shrink-0" on:submit=submit>
            <input type="hidden" name="handle" value=handle />
            <input type="hidden" name="blocked" value=block.to_string() />
            <input type="hidden" name="next" value=page />
            <Button kind type_="submit">
                {if block { "Block" } else { "Unblock" }}
                <span class="sr-only">{name}</span>
            </Button>
        </form>
    }
}
