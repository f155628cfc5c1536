//! What one chooses for a conversation from the list.

use leptos::prelude::*;

use super::find_bar::to_list;
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{focus_on, use_inbox},
            model::Mark,
            state::{
                Listed,
                threads::{address, follows},
            },
        },
    },
    kit::{Choice, Icon, Menu},
    shared::{hydration::use_alive, script::apart},
};

/// Over the end of the entry, for whoever points at it or has the focus here; a finger always finds it beside the entry.
/// Without JavaScript the details of the conversation have the same.
const PLACE: &str = "rounded-full bg-raised opacity-0 transition-opacity duration-feedback \
    group-hover/entry:opacity-100 group-has-[[aria-current=page]]/entry:bg-accent-soft focus-within:opacity-100 \
    [@media(hover:none)]:bg-transparent [@media(hover:none)]:opacity-100";

/// Mute, pin, archive, or the other way round. A thread is followed no longer in the place of that.
#[component]
pub(super) fn ConversationMenu(listed: Memo<Option<Listed>>) -> impl IntoView {
    let inbox = use_inbox();
    let choices = Signal::derive(move || {
        let listed = listed.read();
        let Some(Listed { id, thread_of, mark, .. }) = listed.as_ref() else { return Vec::new() };
        let way = address(*id, *thread_of);
        let (is_thread, is_followed) = (thread_of.is_some(), follows(mark));
        let (id, Mark { muted, pinned, archived, .. }) = (*id, mark.clone());
        let follow = move |()| {
            inbox.follow(id, !is_followed);
            request_animation_frame(to_list);
        };
        let archive = move |()| {
            inbox.archive(id, !archived);
            // It leaves what is looked at, and the focus with it.
            request_animation_frame(to_list);
        };
        let pin = move |()| {
            inbox.pin(id, !pinned);
            // It stands elsewhere then, and has lost the focus on the way.
            let way = way.clone();
            request_animation_frame(move || {
                _ = focus_on(&format!("nav[aria-label=Conversations] a[href='{way}']"));
            });
        };
        vec![
            choice(pinned, ["Pin", "Unpin"], Icon::Pin, Callback::new(pin)),
            choice(muted, ["Mute", "Unmute"], Icon::Mute, Callback::new(move |()| inbox.mute(id, !muted))),
            // What was only put away is taken back first.
            if is_thread && (muted || !archived) {
                let icon = if is_followed { Icon::EyeOff } else { Icon::Eye };
                choice(!is_followed, ["Unfollow", "Follow"], icon, Callback::new(follow))
            } else {
                choice(archived, ["Archive", "Unarchive"], Icon::Archive, Callback::new(archive))
            },
        ]
    });
    let me = use_me();
    let label = Memo::new(move |_| {
        let called = |listed: &Listed| apart(&listed.called(me.read().as_ref()));
        let title = listed.read().as_ref().map(called).unwrap_or_default();
        format!("Options for {title}")
    });
    // A page that no script brings to life offers nothing that needs one; its room is there from the beginning.
    let is_alive = use_alive();
    view! {
        <div class="flex size-10 shrink-0 touch-target noscript:hidden [@media(hover:hover)]:absolute [@media(hover:hover)]:inset-y-0 [@media(hover:hover)]:end-1 [@media(hover:hover)]:my-auto">
            <Show when=move || is_alive.get()>
                <Menu label choices class=PLACE />
            </Show>
        </div>
    }
}

fn choice(is_on: bool, [turn_on, turn_off]: [&str; 2], icon: Icon, act: Callback<()>) -> Choice {
    Choice { label: if is_on { turn_off } else { turn_on }.to_owned(), icon, danger: false, act }
}
