//! What is said about a post or an answer.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    arrived::ShowArrived,
    author_line::AuthorLine,
    entry_acts::EntryActs,
    entry_body::EntryBody,
    vote_buttons::VoteButtons,
    ways::{WAY, Way, log_in, way},
    write_form::CommentForm,
};
use crate::{
    features::posts::{
        hook::{OpenThread, below_comments},
        model::{Comment, Entry, Parent},
        state::parent_of,
    },
    kit::{Room, Size, is_focused},
    shared::{id::CommentId, script::apart},
};

/// The first comments on something with the way to all of them, and where one more is written: a reply below what it answers.
#[component]
pub(super) fn CommentList(
    thread: OpenThread,
    /// On what.
    on: Parent,
) -> impl IntoView {
    let entry = match on {
        Parent::Post(id) => Entry::Post(id),
        Parent::Answer(id) => Entry::Answer(id),
    };
    let shown = Memo::new(move |_| thread.shown.with(|talk| talk.shown_on(on, thread.is_unfolded(on))));
    let folded = Memo::new(move |_| thread.shown.with(|talk| talk.folded_on(on, thread.is_unfolded(on))));
    let arrived = Memo::new(move |_| thread.shown.with(|talk| talk.arrived_on(on).len()));
    let is_open = Memo::new(move |_| thread.shown.with(|talk| talk.takes_words(on)) && !thread.is_refused(entry));
    // A reply is written below what it answers, and here where that is not shown.
    let is_written = Memo::new(move |_| {
        let here = |at: &Entry| match at {
            Entry::Comment(id) => thread.parent_of(*at) == Some(on) && !shown.read().contains(id),
            _ => *at == entry,
        };
        thread.commenting.get().filter(|at| thread.is_member() && here(at))
    });
    let item = move |id| {
        let comment = Memo::new(move |before: Option<&Option<Comment>>| {
            let now = thread.shown.with(|talk| talk.comment(id).cloned());
            now.or_else(|| before.cloned().flatten())
        });
        view! { <CommentItem thread comment id on /> }
    };
    let page = StoredValue::new(thread.page_with(entry));
    let unfolding = StoredValue::new(way(&page.read_value(), "unfold", entry));
    let unread = Memo::new(move |_| thread.unread_comments(on));
    let (below, left) = (below_comments(on), RwSignal::new(()));
    let further = format!("#{below} [data-further]");
    let tells = Memo::new(move |_| {
        left.track();
        let has_further = folded.get() > 0 || unread.read().is_some();
        arrived.get() > 0 && !(has_further && is_focused(&further))
    });
    view! {
        <section aria-label="Comments" class="flex flex-col gap-2">
            <Show when=move || !shown.read().is_empty()>
                <ul class="flex flex-col gap-3 border-s border-line ps-3">
                    <For each=move || shown.get() key=|id| *id children=item />
                </ul>
            </Show>
            // What waits takes the place of the way to those that are folded: the row is as high with it as without. It does so
            // once nobody stands on that way, as the focus would go with it.
            <div id=below class="-ms-2 flex flex-wrap items-center" on:focusout=move |_| left.notify()>
                <Show when=move || tells.get()>
                    <ShowArrived count=arrived what="comment" on_show=Callback::new(move |()| thread.show_comments(on)) />
                </Show>
                <Show when=move || { folded.get() > 0 && !tells.get() }>
                    <a
                        href=unfolding.get_value()
                        rel="nofollow"
                        class=WAY
                        data-further=""
                        on:click=move |event: MouseEvent| {
                            event.prevent_default();
                            thread.unfold_from_here(on);
                        }
                    >
                        {move || format!("Show {} more", folded.get())}
                    </a>
                </Show>
                {move || {
                    unread.get().filter(|_| !tells.get()).map(|(cursor, count)| view! { <Further thread on entry cursor count /> })
                }}
                <Show when=move || is_open.get()>
                    {if thread.is_member() {
                        view! {
                            <Way page=page.get_value() what="comment" entry chosen=thread.commenting>
                                "Comment"
                            </Way>
                        }
                            .into_any()
                    } else {
                        view! { <a href=log_in(&thread.page()) class=WAY>"Comment"</a> }.into_any()
                    }}
                </Show>
            </div>
            {move || is_written.get().map(|entry| view! { <CommentForm thread on entry /> })}
        </section>
    }
}

/// The way to the next comments of a great many.
#[component]
fn Further(
    thread: OpenThread,
    on: Parent,
    entry: Entry,
    /// Behind which they stand.
    cursor: String,
    /// How many are not here.
    count: i64,
) -> impl IntoView {
    let page = thread.page_with(entry);
    let joint = if page.contains('?') { '&' } else { '?' };
    let href = way(&format!("{page}{joint}further={cursor}"), "unfold", entry);
    let read = move |event: MouseEvent| {
        event.prevent_default();
        thread.more_comments(on);
    };
    view! {
        <a href=href rel="nofollow" class=WAY data-further="" on:click=read>
            {format!("Show {count} more")}
        </a>
    }
}

#[component]
fn CommentItem(thread: OpenThread, comment: Memo<Option<Comment>>, id: CommentId, on: Parent) -> impl IntoView {
    let entry = Entry::Comment(id);
    let read = comment.get_untracked();
    let body = Signal::derive(move || comment.read().as_ref().map(|comment| comment.body.clone()).unwrap_or_default());
    let is_gone = Memo::new(move |_| comment.read().as_ref().is_some_and(Comment::is_deleted));
    let takes_acts = Memo::new(move |_| !is_gone.get() && !thread.is_refused(entry));
    let is_edited = Memo::new(move |_| comment.read().as_ref().is_some_and(Comment::is_edited));
    let is_open = move || thread.shown.with(|talk| talk.comment(id).is_none_or(|one| talk.takes_words(parent_of(one))));
    let is_open = Memo::new(move |_| is_open());
    let is_answered = Memo::new(move |_| thread.is_member() && thread.commenting.get() == Some(entry));
    let page = StoredValue::new(thread.page_with(entry));
    read.map(|Comment { author, at, reply_to, .. }| {
        view! {
            <li
                id=entry.anchor()
                data-item=""
                tabindex="-1"
                // What lights it up, or has the focus, stands a little apart from what it says.
                class="-mx-2 -my-1 flex min-w-0 scroll-mt-16 flex-col rounded-control px-2 py-1 outline-offset-0 target:shown"
            >
                <Room name=entry.anchor() class="flex flex-col gap-1">
                    <AuthorLine author at edited=is_edited size=Size::Small />
                    {reply_to.map(|to| view! { <RepliesTo thread to on /> })}
                    <EntryBody thread entry body deleted=is_gone />
                    <Show when=move || takes_acts.get()>
                        <div class="-ms-2 flex flex-wrap items-center">
                            <VoteButtons thread entry />
                            <Show when=move || thread.is_member() && is_open.get()>
                                <Way page=page.get_value() what="comment" entry chosen=thread.commenting>
                                    "Reply"
                                </Way>
                            </Show>
                            <EntryActs thread entry edited=is_edited />
                        </div>
                    </Show>
                    <Show when=move || is_answered.get()>
                        <CommentForm thread on entry />
                    </Show>
                </Room>
            </li>
        }
    })
}

/// Which comment another one answers, and the way to it: in the thread as it stands, or to the part that has it where it was
/// not read.
#[component]
fn RepliesTo(
    thread: OpenThread,
    to: CommentId,
    /// On what both stand.
    on: Parent,
) -> impl IntoView {
    const LOOK: &str = "touch-reach self-start text-sm leading-6 text-muted no-underline hover:underline";

    let entry = Entry::Comment(to);
    let whom =
        Memo::new(move |_| thread.shown.with(|talk| talk.comment(to).map(|comment| comment.author.name().to_owned())));
    let is_unread = Memo::new(move |_| thread.is_unread(to, on));
    move || match (whom.get(), is_unread.get()) {
        (Some(whom), _) => {
            let href = format!("#{}", entry.anchor());
            Some(
                view! { <a href=href rel="external" class=LOOK>{format!("in reply to {}", apart(&whom))}</a> }
                    .into_any(),
            )
        }
        (None, true) => {
            Some(view! { <a href=thread.place_of(entry) class=LOOK>"in reply to a comment"</a> }.into_any())
        }
        (None, false) => None,
    }
}
