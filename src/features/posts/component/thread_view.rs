//! A post with all that stands below it.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{
    answer_list::AnswerList, arrived::TellArrived, author_line::AuthorLine, comment_list::CommentList,
    entry_acts::EntryActs, entry_body::EntryBody, tag_links::TagLinks, vote_buttons::VoteButtons,
};
use crate::{
    features::posts::{
        hook::{Fetched, OpenThread, follow_thread},
        model::{Entry, Parent, Post, Sort},
        rpc::BookmarkPost,
    },
    kit::{Icon, Room, Symbol, Verbatim},
    shared::form,
};

/// The thread as it was read, live from there on.
#[component]
pub fn ThreadView(
    /// As it was read.
    read: Fetched,
    /// In which order its answers stand.
    sort: Memo<Sort>,
    /// Told where there is no such thread any more.
    on_gone: Callback<()>,
) -> impl IntoView {
    let thread = follow_thread(read, on_gone);
    thread.seek();
    let (post, is_question) = thread.shown.with_untracked(|talk| (talk.post.clone(), talk.post.is_question()));
    let entry = Entry::Post(thread.id);
    let title = Memo::new(move |_| thread.shown.with(|talk| title(&talk.post)));
    let is_named = Memo::new(move |_| thread.shown.with(|talk| has_name(&talk.post)));
    let body = Memo::new(move |_| thread.shown.with(|talk| talk.post.body.clone()));
    let tags = Memo::new(move |_| thread.shown.with(|talk| talk.post.tags.clone()));
    let is_gone = Memo::new(move |_| thread.shown.with(|talk| talk.post.is_deleted()));
    let is_edited = Memo::new(move |_| thread.shown.with(|talk| talk.post.is_edited()));
    let Post { author, at, .. } = post;
    view! {
        <div class="column flex flex-col gap-6 px-4 py-6 sm:py-10">
            <article
                id=entry.anchor()
                data-item=""
                tabindex="-1"
                aria-labelledby="post-title"
                class="flex min-w-0 flex-col gap-4"
            >
                <Room name=entry.anchor() class="flex flex-col gap-4">
                    <h1
                        id="post-title"
                        class=move || {
                            if is_named.get() {
                                "-my-1 overflow-y-clip py-1 text-2xl font-bold tracking-tight wrap-anywhere"
                            } else {
                                "sr-only"
                            }
                        }
                    >
                        <Verbatim words=title />
                    </h1>
                    <AuthorLine author at edited=is_edited />
                    <EntryBody thread entry body deleted=is_gone />
                    <TagLinks tags />
                    <Show when=move || !is_gone.get()>
                        <div class="-ms-2 flex flex-wrap items-center">
                            <VoteButtons thread entry />
                            <Bookmark thread />
                            <EntryActs thread entry edited=is_edited />
                        </div>
                    </Show>
                </Room>
                <CommentList thread on=Parent::Post(thread.id) />
            </article>
            {is_question.then(|| view! { <AnswerList thread sort /> })}
            <TellArrived thread />
        </div>
    }
}

/// What a post is called: its title, or else who wrote it.
#[must_use]
pub fn title(post: &Post) -> String {
    let kind = if post.is_question() { "Question" } else { "Post" };
    match &post.title {
        Some(title) => title.clone(),
        None if post.is_deleted() => format!("Deleted {}", kind.to_lowercase()),
        None => format!("{kind} by {}", post.author.name()),
    }
}

/// Whether a post is called something else than by its author, whose name stands beside it for all who see the page.
pub(super) fn has_name(post: &Post) -> bool {
    post.title.is_some() || post.is_deleted()
}

/// Keeps the post to come back to, for members.
#[component]
fn Bookmark(thread: OpenThread) -> impl IntoView {
    let is_kept = Memo::new(move |_| thread.shown.with(|talk| talk.post.bookmarked));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        thread.bookmark();
    };
    thread.is_member().then(|| {
        view! {
            <form
                method="post"
                action=form::action(BookmarkPost::url(), &thread.page_with(Entry::Post(thread.id)))
                on:submit=submit
            >
                <input type="hidden" name="post_id" value=thread.id.to_string() />
                <input type="hidden" name="on" value=move || (!is_kept.get()).to_string() />
                <button
                    type="submit"
                    aria-label="Bookmark"
                    title="Bookmark"
                    aria-pressed=move || is_kept.get().to_string()
                    class="inline-flex size-9 items-center justify-center rounded-full text-muted touch-target hover:bg-raised hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-accent"
                >
                    <Symbol icon=Icon::Bookmark class="size-5" />
                </button>
            </form>
        }
    })
}
