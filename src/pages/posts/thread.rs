//! `/p/{id}/{slug}`: a post with its thread.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    hooks::{use_location, use_params_map, use_query_map},
    params::ParamsMap,
};

use super::head::About;
use crate::{
    features::{
        accounts::{hook::use_blocks, model::Account},
        moderation::{
            component::{ReportDialog, Subject},
            model::About as Reported,
        },
        posts::{
            component::{Reporting, Sharing, ThreadView, title},
            hook::{Asked, Fetched, use_thread},
            model::{Entry, Part, Sort, slug},
        },
        publications::component::Origins,
    },
    kit::{ErrorState, SkeletonRows, succession},
    pages::{NotFound, head::origin, messages::share, onward::Onward},
    shared::{Error, hydration::is_served, script::apart},
};

/// The thread that the address names. A title that is not the post's leads on to the one that is, at the same place.
#[component]
pub(super) fn ThreadPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let (params, query) = (params.read(), query.read());
        Asked {
            post: params.get("id").and_then(|id| id.parse().ok()),
            sort: query.get("sort").and_then(|sort| sort.parse().ok()).unwrap_or_default(),
            part: part(&query),
            unfold: query.get("unfold").and_then(|anchor| Entry::of_anchor(&anchor)),
            further: query.get("further"),
        }
    });
    let sort = Memo::new(move |_| asked.read().sort);
    let thread = use_thread(asked);
    let reported = RwSignal::new(None);
    provide_context(Reporting(Callback::new(move |(entry, author): (Entry, Account)| {
        reported.set(Some(Subject { about: Reported::from(entry), person: Some(author) }));
    })));
    let shared = RwSignal::new(None);
    let on_share = Callback::new(move |link| shared.set(Some(link)));
    provide_context(Sharing { share: on_share, site: StoredValue::new(origin()) });
    view! {
        <Transition fallback=|| view! { <div class="column py-6"><SkeletonRows /></div> }>
            {move || Suspend::new(async move {
                match thread.await {
                    Ok(read) => {
                        let on_gone = Callback::new(move |()| thread.refetch());
                        view! { <Found read sort on_gone /> }.into_any()
                    }
                    Err(Error::Missing) => view! { <NotFound /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| thread.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Transition>
        <ReportDialog subject=reported />
        {share(shared)}
    }
}

#[component]
fn Found(read: Fetched, sort: Memo<Sort>, on_gone: Callback<()>) -> impl IntoView {
    let (params, post) = (use_params_map(), read.talk.data.post.clone());
    let (id, words) = (post.id, post.title.as_deref().map(slug).unwrap_or_default());
    let is_blocked = use_blocks(post.author.id);
    // While another thread is on its way the address names that one.
    let is_right = Memo::new(move |_| {
        let params = params.read();
        params.get("id").and_then(|id| id.parse().ok()) != Some(id) || params.get("slug").unwrap_or_default() == words
    });
    let stands = Memo::new(move |_| (is_right.get(), is_blocked.get()));
    succession(stands, move |(is_right, is_blocked)| {
        if is_blocked {
            return view! { <NotFound /> }.into_any();
        }
        if !is_right {
            return view! { <Onward path=format!("{}{}", post.address(), place()) /> }.into_any();
        }
        let (talk, title) = (read.talk.data.clone(), apart(&title(&post)));
        view! {
            <Title text=title />
            <About talk />
            <Origins post=id />
            <ThreadView read=read.clone() sort on_gone />
        }
        .into_any()
    })
}

/// The part that has the entry which the address names, where that may stand further down: the one that it names, too, if
/// that has it. The place wins over all else that the address says.
fn part(query: &ParamsMap) -> Option<Part> {
    let at = query.get("at").and_then(|anchor| Entry::of_anchor(&anchor));
    match (at, query.get("cursor")) {
        (Some(entry), Some(cursor)) => Some(Part::With(cursor, entry)),
        (Some(entry), None) => Some(Part::Around(entry)),
        (None, cursor) => cursor.map(Part::Behind),
    }
}

/// What the address says behind the path: which part of the thread is asked for. The server is not told the place in it, and
/// browsers keep that by themselves where it leads them on.
fn place() -> String {
    let location = use_location();
    let query = match location.search.read_untracked().trim_start_matches('?') {
        "" => String::new(),
        query => format!("?{query}"),
    };
    if is_served() { query } else { format!("{query}{}", location.hash.read_untracked()) }
}
