//! All notifications, or those that are unread.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::notification_row::{NotificationRow, PAGE};
use crate::{
    features::notifications::{
        hook::{Asked, List, Listed, follow_list, use_bell, use_list},
        model::Notification,
        rpc::ReadAllNotifications,
        state::Inbox,
    },
    kit::{Arrived, AsOf, Button, EmptyState, ErrorState, Feed, Icon, PageLink, SkeletonRows, WAY_ON, land},
    shared::{Result, form, id::NotificationId, json::Reading},
};

const UNREAD: &str = "/notifications?show=unread";

/// What is new, then what is older, 20 at a time, with the ways to both views of it.
#[component]
pub fn NotificationList(
    /// Which, and from where on.
    asked: Memo<Asked>,
) -> impl IntoView {
    let (bell, listed): (_, Reading<Result<Listed>>) = (use_bell(), use_list(asked));
    view! {
        <Views asked />
        <Transition fallback=|| view! { <SkeletonRows /> }>
            {move || Suspend::new(async move {
                bell.ready().await;
                match listed.await {
                    Ok(listed) => view! { <Notifications listed /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| listed.refetch());
                        view! { <ErrorState error on_retry unkept=true /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// All of them, or those alone that are unread.
#[component]
fn Views(asked: Memo<Asked>) -> impl IntoView {
    let only_unread = Memo::new(move |_| asked.read().only_unread);
    let is_all = Memo::new(move |_| !only_unread.get());
    let look = "inline-flex min-h-10 items-center border-b-2 border-transparent px-3 font-semibold text-muted no-underline \
        touch-target -outline-offset-2 hover:text-text aria-[current=page]:border-text aria-[current=page]:text-text";
    view! {
        <nav aria-label="Views of notifications" class="flex border-b border-line px-1">
            <PageLink href=PAGE class=look is_here=is_all>
                "All"
            </PageLink>
            <PageLink href=UNREAD class=look is_here=only_unread>
                "Unread"
            </PageLink>
        </nav>
    }
}

#[component]
fn Notifications(listed: Listed) -> impl IntoView {
    let list = follow_list(listed);
    let page = if list.only_unread() { UNREAD } else { PAGE };
    let ids = |part: fn(&Inbox) -> &[Notification]| Memo::new(move |_| list.ids(part));
    let (new, earlier) = (ids(|inbox| &inbox.new), ids(|inbox| &inbox.earlier));
    let next = Memo::new(move |_| {
        let joint = if page == PAGE { '?' } else { '&' };
        list.next().map(|cursor| format!("{page}{joint}cursor={cursor}"))
    });
    // The way on stands below the last part.
    let next_of_new = Memo::new(move |_| next.get().filter(|_| earlier.read().is_empty()));
    let is_empty = Memo::new(move |_| new.read().is_empty() && earlier.read().is_empty());
    let arrived = Memo::new(move |_| list.inbox.with(Inbox::arrived));
    view! {
        <Arrived count=arrived what="notification" on_show=Callback::new(move |()| list.show_arrived()) />
        <AsOf time=list.age.told() />
        <ReadAll list page />
        {list
            .is_late()
            .then(|| {
                view! {
                    <p class="flex justify-center py-2">
                        <a href=page rel="external" class=WAY_ON>
                            "To the beginning"
                        </a>
                    </p>
                }
            })}
        <Part list heading="New" label="New notifications" ids=new next=next_of_new page />
        <Part list heading="Earlier" label="Earlier notifications" ids=earlier next page />
        <Show when=move || is_empty.get()>
            <Nothing list />
        </Show>
    }
}

/// One part of the list under its heading; nothing where nothing is in it.
#[component]
fn Part(
    list: List,
    heading: &'static str,
    label: &'static str,
    ids: Memo<Vec<NotificationId>>,
    next: Memo<Option<String>>,
    page: &'static str,
) -> impl IntoView {
    let is_there = Memo::new(move |_| !ids.read().is_empty());
    let size = Memo::new(move |_| match *next.read() {
        Some(_) => -1,
        None => i64::try_from(ids.read().len()).unwrap_or(-1),
    });
    let item = move |id: NotificationId| {
        let place = Memo::new(move |_| ids.read().iter().position(|other| *other == id).map_or(0, |place| place + 1));
        view! { <NotificationRow list id place size page /> }
    };
    view! {
        <Show when=move || is_there.get()>
            <section>
                <h2 class="px-4 pt-4 pb-2 font-semibold">{heading}</h2>
                <Feed
                    label
                    what="notifications"
                    next=next.into()
                    further=Signal::derive(move || list.further())
                    on_near=Callback::new(move |()| list.more())
                    on_ask=Callback::new(move |()| list.ask())
                >
                    <For each=move || ids.get() key=|id| *id children=item />
                </Feed>
            </section>
        </Show>
    }
}

/// Has all of them read, where one is not. What stands below keeps its place when they are: the row stays and says so.
#[component]
fn ReadAll(list: List, page: &'static str) -> impl IntoView {
    let count = use_bell().count();
    let read = move |event: MouseEvent| {
        event.prevent_default();
        list.read_all();
        // The button goes: who pressed it by a key goes on from the heading.
        land("content");
    };
    let is_there = Memo::new(move |before: Option<&bool>| count.get() > 0 || before == Some(&true));
    let through = move || list.inbox.with(Inbox::last).to_string();
    view! {
        <Show when=move || is_there.get()>
            // As high as the button with the room above it.
            <div class="flex min-h-13 items-center justify-end px-4 pt-3 pointer-coarse:min-h-14">
                <p role="status" class="text-sm text-muted">
                    {move || (count.get() == 0).then_some("All are read.")}
                </p>
                <Show when=move || { count.get() > 0 }>
                    <form
                        method="post"
                        action=form::action(ReadAllNotifications::url(), PAGE)
                        on:submit=|event: SubmitEvent| event.prevent_default()
                    >
                        <input type="hidden" name="through" value=through />
                        <input type="hidden" name="next" value=page />
                        <Button type_="submit" on_click=read>
                            "Mark all as read"
                        </Button>
                    </form>
                </Show>
            </div>
        </Show>
    }
}

/// What is said where there is nothing.
#[component]
fn Nothing(list: List) -> impl IntoView {
    let (title, words) = if list.only_unread() {
        ("Nothing unread", "You have seen all that others did.")
    } else {
        ("Nothing yet", "When somebody answers, follows or mentions you, it appears here.")
    };
    view! { <EmptyState icon=Icon::Bell title words /> }
}
