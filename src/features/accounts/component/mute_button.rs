//! The way to hear nothing of somebody, and back.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use crate::{
    features::accounts::{
        hook::{use_mute, use_muted},
        model::Account,
        rpc::MutePerson,
    },
    kit::{Button, Kind},
    shared::{
        form::{self, use_refused},
        script::apart,
    },
};

/// A button that mutes somebody, and ends that where they are muted: at once where there is JavaScript, by a plain form
/// where there is none.
#[component]
pub fn MuteButton(
    /// Whom.
    account: Account,
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
    let (act, muted) = (use_mute(), use_muted());
    let (id, handle, name) = (account.id, account.handle.clone(), format!(" {}", apart(account.name())));
    let is_muted = Memo::new(move |_| muted.read().contains(&id));
    let account = StoredValue::new(account);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(account) = account.try_get_value() {
            act.run((account, !is_muted.get_untracked()));
        }
        if let Some(done) = on_done {
            done.run(());
        }
    };
    let action = form::action(MutePerson::url(), &page);
    view! {
        <form method="post" action=action class="shrink-0" on:submit=submit>
            <input type="hidden" name="handle" value=handle />
            <input type="hidden" name="muted" value=move || (!is_muted.get()).to_string() />
            <input type="hidden" name="next" value=page />
            <Button kind type_="submit">
                {move || if is_muted.get() { "Unmute" } else { "Mute" }}
                <span class="sr-only">{name}</span>
            </Button>
        </form>
    }
}

/// What it means that somebody is muted, where they are; and why the plain form of such a button was refused, where
/// this page is the answer to it.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub fn MutedNote(account: Account) -> impl IntoView {
    let (muted, id) = (use_muted(), account.id);
    let words = format!(
        "You muted {}: what they post stays out of your lists, and you are notified of nothing they do. They are not told.",
        apart(account.name())
    );
    let refused = use_refused(MutePerson::url()).map(|refused| refused.error.to_string());
    view! {
        <p role="status" class="pt-3 text-sm text-muted empty:hidden">
            {move || muted.read().contains(&id).then(|| words.clone())}
        </p>
        <p role="alert" class="pt-3 text-sm text-danger empty:hidden">{refused}</p>
    }
}
