//! A list of posts.

use leptos::prelude::*;

use super::post_card::PostCard;
use crate::{
    features::posts::{
        hook::{Listed, follow_feed, use_feed},
        model::{Feed, Post},
    },
    kit::{self, Arrived, AsOf, EmptyState, ErrorState, Icon, SkeletonRows, WAY_ON, lasting, lasting_each},
    shared::{Result, id::PostId, json::Reading},
};

/// Posts of a feed from its beginning, or from where the address says; 20 are read at a time.
#[component]
pub fn FeedList(
    /// Which.
    feed: Memo<Feed>,
    /// Where it begins, for who has no JavaScript.
    cursor: Memo<Option<String>>,
    /// The address of the page, with whatever chooses the feed in it.
    #[prop(into)]
    page: Signal<String>,
    /// What it is called.
    label: &'static str,
    /// What is said where nothing is in it.
    nothing: &'static str,
    /// What stands there instead of that, where more is to be said.
    #[prop(optional)]
    empty: Option<ViewFn>,
) -> impl IntoView {
    let empty = empty.unwrap_or_else(|| {
        ViewFn::from(move || view! { <EmptyState icon=Icon::Thread title="Nothing here yet" words=nothing /> })
    });
    let listed: Reading<Result<Listed>> = use_feed(feed, cursor);
    view! {
        <Transition fallback=|| view! { <SkeletonRows /> }>
            {lasting(move || {
                let empty = empty.clone();
                Suspend::new(async move {
                    match listed.await {
                        Ok(listed) => view! { <Posts listed page label empty /> }.into_any(),
                        Err(error) => {
                            let on_retry = Callback::new(move |()| listed.refetch());
                            view! { <ErrorState error on_retry unkept=true /> }.into_any()
                        }
                    }
                })
            })}
        </Transition>
    }
}

#[component]
fn Posts(listed: Listed, page: Signal<String>, label: &'static str, empty: ViewFn) -> impl IntoView {
    let (one, many) = listed.called();
    let list = follow_feed(listed);
    let ids = Memo::new(move |_| list.ids());
    let is_empty = Memo::new(move |_| ids.read().is_empty() && list.next().is_none());
    let size = Memo::new(move |_| match list.next() {
        Some(_) => -1,
        None => i64::try_from(ids.read().len()).unwrap_or(-1),
    });
    let next = Memo::new(move |_| list.next().map(|cursor| with_cursor(&page.read(), &cursor)));
    let item = move |id: PostId| {
        let post = Memo::new(move |before: Option<&Option<Post>>| {
            let now = list.shown.with(|listing| listing.post(id).cloned());
            now.or_else(|| before.cloned().flatten())
        });
        let place = Memo::new(move |_| ids.read().iter().position(|other| *other == id).map_or(0, |place| place + 1));
        view! { <PostCard post place size /> }
    };
    view! {
        <Arrived
            count=Memo::new(move |_| list.arrived())
            what=one
            alone=is_empty
            on_show=Callback::new(move |()| list.show_arrived())
        />
        <AsOf time=list.age.told() />
        {list
            .is_late
            .then(|| {
                view! {
                    <p class="flex justify-center py-2">
                        <a href=page.get_untracked() rel="external" class=WAY_ON>
                            {format!("Newest {many}")}
                        </a>
                    </p>
                }
            })}
        {lasting(move || {
            if is_empty.get() {
                return empty.run();
            }
            view! {
                <kit::Feed
                    label
                    what=many
                    next=next.into()
                    further=Signal::derive(move || list.further())
                    on_near=Callback::new(move |()| list.more())
                    on_ask=Callback::new(move |()| list.ask())
                >
                    {lasting_each(move || ids.get(), |id| *id, item)}
                </kit::Feed>
            }
            .into_any()
        })}
    }
}

/// The address of the next page.
fn with_cursor(page: &str, cursor: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}cursor={cursor}")
}

#[cfg(test)]
mod tests {
    use super::with_cursor;

    #[test]
    fn a_cursor_comes_behind_whatever_the_address_says() {
        assert_eq!(with_cursor("/questions", "a.b"), "/questions?cursor=a.b");
        assert_eq!(with_cursor("/?show=top", "a.b"), "/?show=top&cursor=a.b");
    }
}
