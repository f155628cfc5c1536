//! `/logout`: nothing changes by looking at it.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

use crate::{
    client::{Unsent, use_client},
    features::accounts::{hook::use_me, rpc},
    kit::{Button, Kind, LinkButton, Logo},
    shared::form,
};

/// A button that ends the session, or the way in for who has none.
#[component]
pub fn LogOut() -> impl IntoView {
    let inside = use_me().with_untracked(Option::is_some);
    let stays = use_client().stays();
    let trouble = move || stays.get().map(Unsent::staying);
    view! {
        <Title text="Log out" />
        <main id="content" tabindex="-1" class="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-6 py-12">
            <Logo class="size-12" />
            <h1 class="text-3xl font-bold tracking-tight">"Log out"</h1>
            {if inside {
                view! {
                    <p class="text-muted">"This device forgets you. Your messages stay where they are."</p>
                    <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                        {trouble}
                    </p>
                    <form method="post" action=form::action(rpc::LogOut::url(), "/logout") class="flex flex-wrap gap-2">
                        <Button kind=Kind::Primary type_="submit">"Log out"</Button>
                        <LinkButton href="/messages">"Stay"</LinkButton>
                    </form>
                }
                    .into_any()
            } else {
                view! {
                    <p class="text-muted">"You are not logged in on this device."</p>
                    <div><LinkButton href="/login">"Log in"</LinkButton></div>
                }
                    .into_any()
            }}
        </main>
    }
}
