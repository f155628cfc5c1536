//! What people think of an entry.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::ways::log_in;
use crate::{
    features::posts::{hook::OpenThread, model::Entry, rpc::VoteOn},
    kit::{Icon, Symbol},
    shared::{form, text::signed},
};

const LOOK: &str = "inline-flex size-9 items-center justify-center rounded-full text-muted transition-colors \
    duration-feedback touch-target not-disabled:hover:bg-raised not-disabled:hover:text-text disabled:cursor-not-allowed \
    disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent";

/// The score with a button on each side, or one where nothing is voted down: pressed is how the viewer votes, and pressed
/// again takes it back. On what is their own nobody votes; visitors are led to the log-in.
#[component]
pub fn VoteButtons(
    /// Where.
    thread: OpenThread,
    /// On what.
    entry: Entry,
) -> impl IntoView {
    let voted = Memo::new(move |_| thread.shown.with(|talk| talk.vote_on(entry)));
    let score = move || signed(voted.get().1);
    let has_down = !matches!(entry, Entry::Comment(_));
    let numbers = view! {
        <span class="min-w-4 text-center text-sm font-semibold tabular-nums">
            <span class="sr-only">"Score: "</span>
            {score}
        </span>
    };
    if !thread.is_member() {
        let href = log_in(&thread.page_with(entry));
        return view! {
            <div class="flex items-center gap-0.5">
                <a href=href.clone() aria-label="Upvote" title="Log in to vote" class=LOOK>
                    <Symbol icon=Icon::Up class="size-5" />
                </a>
                {numbers}
                {has_down
                    .then(|| {
                        view! {
                            <a href=href aria-label="Downvote" title="Log in to vote" class=LOOK>
                                <Symbol icon=Icon::Down class="size-5" />
                            </a>
                        }
                    })}
            </div>
        }
        .into_any();
    }
    let submit = |event: SubmitEvent| event.prevent_default();
    let action = form::action(VoteOn::url(), &thread.page_with(entry));
    view! {
        <form method="post" action=action class="flex items-center gap-0.5" on:submit=submit>
            <input type="hidden" name="entry" value=entry.anchor() />
            <input type="hidden" name="post_id" value=thread.id.to_string() />
            <Cast thread entry value=1 label="Upvote" icon=Icon::Up voted />
            {numbers}
            {has_down.then(|| view! { <Cast thread entry value=-1 label="Downvote" icon=Icon::Down voted /> })}
        </form>
    }
    .into_any()
}

#[component]
fn Cast(
    thread: OpenThread,
    entry: Entry,
    value: i16,
    label: &'static str,
    icon: Icon,
    voted: Memo<(i16, i64)>,
) -> impl IntoView {
    let is_own = thread.shown.with_untracked(|talk| talk.is_own(entry));
    let is_cast = move || voted.get().0 == value;
    let cast = move |event: MouseEvent| {
        event.prevent_default();
        thread.vote(entry, value);
    };
    view! {
        <button
            type="submit"
            name="value"
            value=move || if is_cast() { 0 } else { value }.to_string()
            aria-label=label
            title=if is_own { "It is your own" } else { label }
            aria-pressed=move || is_cast().to_string()
            disabled=is_own
            class=LOOK
            on:click=cast
        >
            <Symbol icon class="size-5" />
        </button>
    }
}
