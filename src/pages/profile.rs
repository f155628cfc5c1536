//! `/u/{handle}`: public, and complete without JavaScript. `acts` is what the one who looks can do.

mod acts;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    LazyRoute,
    hooks::{use_params_map, use_query_map},
};
use wasm_split_helpers::wasm_split;

use self::acts::Acts;
use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
    head::{FeedLink, PublicHead},
};
use crate::{
    client::{Drawn, use_client},
    features::{
        accounts::{
            component::{BlockedPerson, MutedNote, Presence, ProfileCard},
            hook::{use_kept_away, use_me, use_person},
            model::{Account, Away, Person},
        },
        badges::component::EarnedPanel,
        follows::{
            component::{Counts, FollowRefused},
            hook::{follow_standing, use_standing},
            model::Standing,
        },
        messages::hook::{Presence as Told, Presences},
        posts::{component::FeedList, model::Feed},
    },
    kit::{ErrorState, SkeletonRows, succession},
    shared::{Error, effect::Effect, script::apart},
};

/// A person's page.
pub struct ProfilePage;

impl LazyRoute for ProfilePage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("profile_page", fetch, draw).await
    }
}

#[wasm_split(profile_page, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    Ok(view! { <Profile /> }.into_any())
}

#[component]
fn Profile() -> impl IntoView {
    let params = use_params_map();
    let handle = Memo::new(move |_| params.read().get("handle").unwrap_or_default());
    // Until somebody is found, and where nobody can be asked for.
    let title = move || handle.try_get().map(|handle| format!("@{handle}")).unwrap_or_default();
    let me = use_me();
    let blocked = Memo::new(move |_| {
        let handle = handle.get().to_ascii_lowercase();
        me.read().as_ref().and_then(|me| me.blocked.iter().find(|account| account.handle == handle).cloned())
    });
    view! {
        <Title text=title />
        {succession(
            blocked,
            move |blocked| match blocked {
                Some(account) => view! { <BlockedPerson account /> }.into_any(),
                None => view! { <Visible handle /> }.into_any(),
            },
        )}
    }
}

/// Whoever is called so, as far as the one who looks may see them.
#[component]
fn Visible(handle: Memo<String>) -> impl IntoView {
    let (person, standing) = (use_person(handle), use_standing(handle));
    let read_again = Callback::new(move |()| {
        person.refetch();
        standing.refetch();
    });
    let away = use_kept_away(Away::Blocked);
    // Whoever is unblocked is shown at once, and the server may have been asked before it had heard of that.
    Effect::watch(
        move || away.get().stored,
        move |stored, before, _| {
            if before.is_some_and(|before| !before.is_subset(stored)) {
                read_again.run(());
            }
        },
        false,
    );
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match person.await {
                    Ok(person) => {
                        // Without it the page is there all the same.
                        let stood = standing.await.ok();
                        view! { <Found person stood on_gone=read_again /> }.into_any()
                    }
                    Err(Error::Missing) => view! { <NotFound /> }.into_any(),
                    Err(error) => view! { <ErrorState error on_retry=read_again unkept=true /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Found(person: Drawn<Person>, stood: Option<Drawn<Standing>>, on_gone: Callback<()>) -> impl IntoView {
    let read = &person.snapshot.data;
    let (account, author) = (read.account.clone(), read.account.clone());
    let muted = author.clone();
    let handle = account.handle.clone();
    let who = stood.map(|stood| follow_standing(stood, &handle));
    let standing = move || who.map(|who| view! { <Counts who handle /> });
    let can_follow = who.is_some();
    let title = format!("{} (@{})", apart(account.name()), account.handle);
    let description = match read.profile.bio.chars().take(160).collect::<String>() {
        bio if bio.is_empty() => format!("What {} writes and says.", apart(account.name())),
        bio => apart(&bio),
    };
    let presence = presence_of(read);
    view! {
        <Title text=title.clone() />
        <PublicHead title description path=format!("/u/{}", author.handle) kind="profile" feed=true />
        <div class="column px-4 py-6 sm:py-10">
            <FollowRefused />
            <ProfileCard person on_gone presence standing>
                <Acts account can_follow />
            </ProfileCard>
            <MutedNote account=muted />
        </div>
        <div class="column px-4 pb-6 empty:hidden">
            <EarnedPanel handle=author.handle.clone() />
        </div>
        <Posts account=author />
    }
}

/// What somebody published, the latest first.
#[component]
fn Posts(account: Account) -> impl IntoView {
    let (id, page) = (account.id, format!("/u/{}", account.handle));
    let query = use_query_map();
    let cursor = Memo::new(move |_| query.read().get("cursor"));
    let is_own = use_me().with_untracked(|me| me.as_ref().is_some_and(|me| me.account.id == id));
    let nothing = if is_own { "What you publish appears here." } else { "What they publish appears here." };
    view! {
        <section aria-labelledby="posts-heading" class="column flex flex-col pb-10">
            <div class="flex items-center justify-between gap-2 px-4 pb-2">
                <h2 id="posts-heading" class="text-lg font-semibold">
                    "Posts"
                </h2>
                <FeedLink page=page.clone() />
            </div>
            <FeedList
                feed=Memo::new(move |_| Feed::Person(id))
                cursor
                page
                label="Posts"
                nothing
            />
        </section>
    }
}

/// Whether somebody is there: live for members, to whom the server tells it or does not, and until it has told, as it was
/// read. Of oneself nothing: one knows.
fn presence_of(person: &Person) -> Signal<Option<Presence>> {
    let account = person.account.id;
    let read = person.last_seen_at.map(|last_seen| Presence::Gone { last_seen });
    match use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id)) {
        None => Signal::stored(read),
        Some(me) if me == account => Signal::stored(None),
        Some(_) => {
            let presences = Presences::new(use_client());
            presences.watch(account);
            // Whether anything was told, and what is shown: what was read is old then, also while the connection is away.
            let shown = Memo::new(move |before: Option<&(bool, Option<Presence>)>| match presences.of(account) {
                Some(presence) => (true, told(presence)),
                None if before.is_some_and(|(is_told, _)| *is_told) => (true, None),
                None => (false, read),
            });
            Signal::derive(move || shown.get().1)
        }
    }
}

/// What was told of somebody, as their page says it.
fn told(presence: Told) -> Option<Presence> {
    match presence {
        Told::Online => Some(Presence::Online),
        Told::Away => Some(Presence::Away),
        Told::Offline { last_seen } => last_seen.map(|last_seen| Presence::Gone { last_seen }),
    }
}
