//! `/settings/{section}`: a member's own.

use leptos::{either::Either, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    LazyRoute,
    hooks::{use_params_map, use_query_map},
};
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
    frame::{ShortcutSettings, Status},
    onward::Onward,
};
use crate::{
    features::accounts::{
        component::{AppearanceSettings, KeyboardSettings, PrivacySettings, ProfileForm, SessionList, TokenSettings},
        hook::{OwnCopy, follow_own_copy, use_me, use_own},
        rpc::ChangeSettings,
    },
    kit::{ErrorState, Icon, PageLink, SkeletonRows, Symbol},
    shared::{form::use_refused, role::Role},
};

/// In the order of the list: the part of the address, the name, and the symbol.
const SECTIONS: [(&str, &str, Icon); 6] = [
    ("profile", "Profile", Icon::Person),
    ("appearance", "Appearance", Icon::Sun),
    ("privacy", "Privacy", Icon::Lock),
    ("sessions", "Sessions", Icon::Device),
    ("tokens", "Tokens", Icon::Key),
    ("keyboard", "Keyboard", Icon::Keyboard),
];

/// Settings.
pub struct SettingsPage;

impl LazyRoute for SettingsPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("settings_page", fetch, draw).await
    }
}

#[wasm_split(settings_page, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    Ok(view! { <Settings /> }.into_any())
}

/// Has this browser keep one's own profile from the start on. What reads it comes with the chunk of its page, and that only
/// where it has to be read.
pub fn keep_own() {
    follow_own_copy(|copy| {
        spawn_local(async move {
            if renewed(copy).await.is_err() {
                copy.miss();
            }
        });
    });
}

#[wasm_split(settings_page, fallible)]
fn renewed(copy: OwnCopy) -> Result<(), Gone> {
    spawn_local(copy.renew());
    Ok(())
}

#[component]
fn Settings() -> impl IntoView {
    let params = use_params_map();
    let section = Memo::new(move |_| params.read().get("section").unwrap_or_default());
    move || {
        let asked = section.get();
        if asked.is_empty() {
            return view! { <Onward path="/settings/profile" /> }.into_any();
        }
        match SECTIONS.into_iter().find(|(path, ..)| *path == asked) {
            Some((path, name, _)) => view! { <Section path name /> }.into_any(),
            None => view! { <NotFound /> }.into_any(),
        }
    }
}

#[component]
fn Section(path: &'static str, name: &'static str) -> impl IntoView {
    let content = match path {
        "appearance" => view! { <AppearanceSettings /> }.into_any(),
        "privacy" => view! { <PrivacySettings /> }.into_any(),
        "sessions" => view! { <SessionList /> }.into_any(),
        "tokens" => view! { <TokenSettings /> }.into_any(),
        "keyboard" => view! {
            <KeyboardSettings />
            <ShortcutSettings />
        }
        .into_any(),
        _ => view! { <OwnProfile /> }.into_any(),
    };
    // A plain form comes back with it; otherwise a change is seen where it was made.
    let saved = use_query_map().with_untracked(|query| query.get("saved").is_some());
    let refused = use_refused(ChangeSettings::url()).map(|refused| refused.error.to_string());
    let moderates = use_me().with_untracked(|me| me.as_ref().is_some_and(|me| me.account.role != Role::Member));
    view! {
        <Title text=format!("{name} · Settings") />
        <div class="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-6 sm:px-6 sm:py-10 md:flex-row md:gap-10">
            <nav aria-label="Settings" class="max-md:border-b max-md:border-line max-md:pb-4 md:w-48 md:shrink-0">
                <p class="mb-3 hidden px-3 text-sm font-semibold text-muted md:block">"Settings"</p>
                <ul class="-mx-2 grid grid-cols-4 gap-1 sm:grid-cols-7 md:mx-0 md:flex md:flex-col">
                    {SECTIONS
                        .map(|(path, name, icon)| view! { <Way to=format!("/settings/{path}") name icon /> })
                        .collect_view()}
                    {moderates.then(|| view! { <Way to="/admin/reports".to_owned() name="Reports" icon=Icon::Alert /> })}
                    <Way to="/logout".to_owned() name="Log out" icon=Icon::LogOut />
                </ul>
                // The bar of a phone has no room for it.
                <div class="mt-2 flex still:invisible lg:hidden">
                    <Status place="top-full left-0 mt-2" />
                </div>
            </nav>
            <section class="flex min-w-0 max-w-reading grow flex-col gap-6">
                <h1 class="text-2xl font-bold tracking-tight">{name}</h1>
                {saved.then(|| view! { <p role="status" class="rounded-control bg-ok-soft px-3 py-2 text-ok">"Saved."</p> })}
                <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">{refused}</p>
                {content}
            </section>
        </div>
    }
}

/// A symbol above its name, so that all stand in two rows on a phone; beside it where there is a column.
const LOOK: &str = "flex min-h-11 flex-col items-center justify-center gap-0.5 rounded-control text-2xs whitespace-nowrap \
    text-muted transition-colors duration-feedback -outline-offset-2 hover:bg-raised hover:text-text \
    aria-[current=page]:bg-raised aria-[current=page]:font-semibold aria-[current=page]:text-text touch-target \
    md:min-h-10 md:flex-row md:justify-start md:gap-3 md:px-3 md:text-base";

#[component]
fn Way(to: String, name: &'static str, icon: Icon) -> impl IntoView {
    view! {
        <li class="min-w-0">
            <PageLink href=to class=LOOK>
                <Symbol icon class="size-5" />
                {name}
            </PageLink>
        </li>
    }
}

/// The form stays while what is stored is read again: somebody may be typing. Where what was typed is given up, it is drawn
/// from the first.
#[component]
fn OwnProfile() -> impl IntoView {
    let own = use_own();
    let turned = StoredValue::new(false);
    view! {
        <Transition fallback=|| {
            view! { <SkeletonRows rows=3 /> }
        }>
            {move || Suspend::new(async move {
                let on_retry = Callback::new(move |()| own.refetch());
                let on_discard = Callback::new(move |()| {
                    turned.update_value(|turned| *turned = !*turned);
                    own.refetch();
                });
                match own.await {
                    Ok(own) => {
                        let form = view! { <ProfileForm own=own.data on_discard /> };
                        // The other side has fields of its own: the same ones would go on showing what was typed and chosen.
                        let form = if turned.get_value() { Either::Right(form) } else { Either::Left(form) };
                        form.into_any()
                    }
                    Err(error) => view! { <ErrorState error on_retry /> }.into_any(),
                }
            })}
        </Transition>
    }
}
