//! `/u/{handle}`: public, and complete without JavaScript.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::{Meta, Title};
use leptos_router::{LazyRoute, hooks::use_params_map, lazy_route};

use super::NotFound;
use crate::{
    features::{
        accounts::{
            component::ProfileCard,
            hook::{use_me, use_person},
            model::{Account, Person},
        },
        messages::rpc::OpenConversation,
    },
    kit::{Button, ErrorState, Kind, LinkButton, SkeletonRows},
    realtime::Snapshot,
    shared::{
        Error,
        form::{self, use_refused},
    },
};

/// A person's page.
pub struct ProfilePage;

#[lazy_route]
impl LazyRoute for ProfilePage {
    fn data() -> Self {
        Self
    }

    fn view(ProfilePage: Self) -> AnyView {
        view! { <Profile /> }.into_any()
    }
}

#[component]
fn Profile() -> impl IntoView {
    let params = use_params_map();
    let person = use_person(Memo::new(move |_| params.read().get("handle").unwrap_or_default()));
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match person.await {
                    Ok(person) => view! { <Found person /> }.into_any(),
                    Err(Error::Missing) => view! { <NotFound /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| person.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Found(person: Snapshot<Person>) -> impl IntoView {
    let account = person.data.account.clone();
    let title = format!("{} (@{})", account.name(), account.handle);
    let description = person.data.profile.bio.chars().take(160).collect::<String>();
    view! {
        <Title text=title />
        {(!description.is_empty()).then(|| view! { <Meta name="description" content=description /> })}
        <div class="mx-auto max-w-reading px-4 py-6 sm:px-6 sm:py-10">
            <ProfileCard person>
                <Acts account />
            </ProfileCard>
        </div>
    }
}

/// What the one who looks can do: change their own, write to somebody, or log in to write.
#[component]
fn Acts(account: Account) -> impl IntoView {
    match use_me().get_untracked() {
        Some(me) if me.account.id == account.id => {
            view! { <LinkButton href="/settings/profile">"Edit profile"</LinkButton> }.into_any()
        }
        Some(_) => view! { <Write handle=account.handle /> }.into_any(),
        None => {
            let href = format!("/login?next=/u/{}", account.handle);
            view! { <LinkButton kind=Kind::Primary href>"Message"</LinkButton> }.into_any()
        }
    }
}

/// Opens the conversation with somebody and goes there. The page stays, with all that waits to be sent from it.
#[component]
fn Write(handle: String) -> impl IntoView {
    let open = ServerAction::<OpenConversation>::new();
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
