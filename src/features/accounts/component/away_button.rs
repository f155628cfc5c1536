//! The way to keep somebody away, and back.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use crate::{
    features::accounts::{
        hook::{use_change_away, use_is_away},
        model::{Account, Away},
        rpc::{BlockPerson, MutePerson},
    },
    kit::{Button, Kind},
    shared::{form, script::apart},
};

/// A button that keeps somebody away, and ends that where they are: at once where there is JavaScript, by a plain form
/// where there is none.
#[component]
pub fn AwayButton(
    /// Whom.
    account: Account,
    /// How.
    how: Away,
    /// The page that it stands on.
    #[prop(into)]
    page: String,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: Kind,
    /// Told once it was pressed.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let (act, is_away) = (use_change_away(how), use_is_away(how, account.id));
    let (handle, name) = (account.handle.clone(), format!(" {}", apart(account.name())));
    let account = StoredValue::new(account);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(account) = account.try_get_value() {
            act.run((account, !is_away.get_untracked()));
        }
        if let Some(done) = on_done {
            done.run(());
        }
    };
    let [begin, end] = match how {
        Away::Blocked => ["Block", "Unblock"],
        Away::Muted => ["Mute", "Unmute"],
    };
    let action = form::action(door(how), &page);
    view! {
        <form method="post" action=action class="shrink-0" on:submit=submit>
            <input type="hidden" name="handle" value=handle />
            <input type="hidden" name=how.as_str() value=move || (!is_away.get()).to_string() />
            <input type="hidden" name="next" value=page />
            <Button kind type_="submit">
                {move || if is_away.get() { end } else { begin }}
                <span class="sr-only">{name}</span>
            </Button>
        </form>
    }
}

/// Where the plain form of such a button goes.
pub(super) fn door(how: Away) -> &'static str {
    match how {
        Away::Blocked => BlockPerson::url(),
        Away::Muted => MutePerson::url(),
    }
}
