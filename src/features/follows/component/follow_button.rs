//! The way to follow somebody, and to leave off.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use crate::{
    features::{
        accounts::model::Account,
        follows::{hook::use_follows, rpc::FollowPerson},
    },
    kit::{Button, LinkButton},
    shared::{
        form::{self, use_refused},
        script::apart,
    },
};

/// A button that follows somebody, or ends that: at once where there is JavaScript, by a plain form where there is none. A
/// visitor is led to log in by it, and for oneself there is none.
#[component]
pub fn FollowButton(
    /// Whom.
    account: Account,
    /// The page that it stands on.
    page: String,
    /// Whether it takes little room, beside somebody of whom more is said.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    match use_follows().viewer {
        Some(viewer) if viewer == account.id => ().into_any(),
        Some(_) => view! { <Toggle account page small /> }.into_any(),
        None => {
            let href = format!("/login?next={page}");
            let name = format!(" {}", apart(account.name()));
            view! {
                <LinkButton href>
                    "Follow" <span class="sr-only">{name}</span>
                </LinkButton>
            }
            .into_any()
        }
    }
}

#[component]
fn Toggle(account: Account, page: String, small: bool) -> impl IntoView {
    let follows = use_follows();
    let (id, handle) = (account.id, account.handle.clone());
    let name = format!(" {}", apart(account.name()));
    let is_followed = Memo::new(move |_| follows.tie(id).follows);
    let account = StoredValue::new(account);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(account) = account.try_get_value() {
            follows.follow(account, !is_followed.get_untracked());
        }
    };
    let action = form::action(FollowPerson::url(), &page);
    // Room for the longer word: nothing beside it moves when it says the other one. The padding is marked, because a button has
    // its own, which comes later in the sheet.
    let (look, room) = if small {
        ("px-3! text-sm aria-pressed:bg-accent-soft", "min-w-18")
    } else {
        ("aria-pressed:bg-accent-soft", "min-w-21")
    };
    view! {
        <form method="post" action=action class="shrink-0" on:submit=submit>
            <input type="hidden" name="handle" value=handle />
            <input type="hidden" name="follows" value=move || (!is_followed.get()).to_string() />
            <input type="hidden" name="next" value=page />
            <Button type_="submit" pressed=is_followed class=look>
                <span class=room>{move || if is_followed.get() { "Following" } else { "Follow" }}</span>
                <span class="sr-only">{name}</span>
            </Button>
        </form>
    }
}

/// Why the plain form of such a button was refused, where this page is the answer to it.
#[component]
pub fn FollowRefused() -> impl IntoView {
    let refused = use_refused(FollowPerson::url()).map(|refused| refused.error.to_string());
    view! { <p role="alert" class="px-4 text-sm text-danger empty:hidden">{refused}</p> }
}
