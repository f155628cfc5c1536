//! What can be done about somebody on their page.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use crate::{
    features::{
        accounts::{
            component::AwayButton,
            hook::use_me,
            model::{Account, Away},
        },
        follows::component::FollowButton,
        messages::{hook::use_open_conversation, rpc::OpenConversation},
        moderation::{
            component::{ReportDialog, Subject},
            model::About,
        },
    },
    kit::{Button, Kind, LinkButton, MoreActs, land},
    shared::{
        form::{self, use_refused},
        script::apart,
    },
};

/// What the one who looks can do: change their own; follow somebody, where it is known whether they do, and write to them, or
/// behind one button more mute, block or report them; or log in for that.
#[component]
pub(super) fn Acts(account: Account, can_follow: bool) -> impl IntoView {
    // Where a plain form leads back to: the part of what they published that one read.
    let cursor = use_query_map().with_untracked(|query| query.get("cursor"));
    let part = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    let page = format!("/u/{}{part}", account.handle);
    let person = account.clone();
    let follow = can_follow.then(|| view! { <FollowButton account=person page=page.clone() /> });
    match use_me().get_untracked() {
        Some(me) if me.account.id == account.id => {
            view! {
                <div class="flex gap-2">
                    // The bar of a phone has no way to them.
                    <LinkButton href="/settings" class="lg:hidden">
                        "Settings"
                    </LinkButton>
                    <LinkButton href="/settings/profile">"Edit profile"</LinkButton>
                </div>
            }
            .into_any()
        }
        Some(_) => {
            let reported = RwSignal::new(None);
            let subject = Subject { about: About::Person(account.id), person: Some(account.clone()) };
            view! {
                <div class="flex flex-wrap gap-2">
                    {follow}
                    <Write handle=account.handle.clone() />
                    <MoreActs label=format!("More about {}", apart(account.name()))>
                        <AwayButton account=account.clone() how=Away::Muted page=page.clone() kind=Kind::Quiet />
                        <AwayButton
                            account
                            how=Away::Blocked
                            page
                            kind=Kind::Quiet
                            // Nothing is left of what was open.
                            on_done=Callback::new(|()| land("content"))
                        />
                        <Button
                            kind=Kind::Quiet
                            class="noscript:hidden"
                            on_click=move |_| reported.set(Some(subject.clone()))
                        >
                            "Report…"
                        </Button>
                    </MoreActs>
                </div>
                <ReportDialog subject=reported />
            }
            .into_any()
        }
        None => {
            let href = format!("/login?next=/u/{}", account.handle);
            view! {
                <div class="flex gap-2">
                    {follow}
                    <LinkButton kind=Kind::Primary href>"Message"</LinkButton>
                </div>
            }
            .into_any()
        }
    }
}

/// Opens the conversation with somebody and goes there. The page stays, with all that waits to be sent from it.
#[component]
fn Write(handle: String) -> impl IntoView {
    let open = use_open_conversation(None);
    let action = form::action(OpenConversation::url(), &format!("/u/{handle}"));
    let refused = use_refused(OpenConversation::url()).map(|refused| refused.error);
    let error = move || open.value().get().map_or_else(|| refused.clone(), Result::err);
    view! {
        <form method="post" action=action on:submit=move |event| form::dispatch(&event, open)>
            <input type="hidden" name="handle" value=handle />
            <Button kind=Kind::Primary type_="submit" busy=open.pending()>
                "Message"
            </Button>
            <p role="alert" class="mt-2 text-sm text-danger empty:hidden">
                {move || error().map(|error| error.to_string())}
            </p>
        </form>
    }
}
