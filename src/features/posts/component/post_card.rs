//! A post in a list.

use leptos::prelude::*;

use super::{
    author_line::AuthorLine,
    tag_links::TagLinks,
    thread_view::{has_name, title},
};
use crate::{
    features::posts::model::Post,
    kit::{Icon, Size, Symbol, Verbatim},
    shared::{markdown::plain, text::signed},
};

/// Letters of the words below a title.
const EXCERPT: usize = 280;
/// Bytes of a text that they are looked for in.
const READ: usize = 8_000;

/// The link of a card: as large as that, and what has the focus is all of it.
const LINK: &str = "text-text no-underline after:absolute after:inset-0 after:content-[''] focus-visible:outline-none \
    focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent";

/// The title, who wrote it, the beginning of what it says, and its numbers; all of it leads to the thread.
#[component]
pub(super) fn PostCard(
    /// As it is now.
    post: Memo<Option<Post>>,
    /// Its place in the list, from 1.
    place: Memo<usize>,
    /// How many are in the list; -1 where more follow.
    size: Memo<i64>,
) -> impl IntoView {
    let words = Memo::new(move |_| post.read().as_ref().map(title).unwrap_or_default());
    let is_named = Memo::new(move |_| post.read().as_ref().is_some_and(has_name));
    let excerpt = Memo::new(move |_| post.read().as_ref().map(|post| excerpt(&post.body)).unwrap_or_default());
    let tags = Memo::new(move |_| post.read().as_ref().map(|post| post.tags.clone()).unwrap_or_default());
    let is_edited = Memo::new(move |_| post.read().as_ref().is_some_and(Post::is_edited));
    let is_accepted = Memo::new(move |_| post.read().as_ref().is_some_and(|post| post.accepted_id.is_some()));
    let numbers = Memo::new(move |_| {
        post.read().as_ref().map(|post| (post.score, post.answers, post.comments)).unwrap_or_default()
    });
    post.get_untracked().map(|read| {
        let (address, is_question) = (read.address(), read.is_question());
        let heading = format!("card-{}", read.id);
        let name = heading.clone();
        view! {
            <article
                aria-labelledby=name
                aria-posinset=move || place.get().to_string()
                aria-setsize=move || size.get().to_string()
                tabindex="0"
                data-key=read.id.to_string()
                class="relative flex min-w-0 flex-col gap-2 border-b border-line px-4 py-4 -outline-offset-2 wrap-anywhere hover:bg-raised"
            >
                <div class="relative z-10 max-w-full self-start">
                    <AuthorLine author=read.author at=read.at edited=is_edited size=Size::Small />
                </div>
                // Without a title it is heard alone, and takes no room.
                <h2 id=heading class=move || if is_named.get() { "text-lg font-semibold" } else { "-mb-2" }>
                    // The whole card can be pressed; what else leads somewhere lies above it.
                    <a href=address class=LINK>
                        <span class=move || if is_named.get() { "" } else { "sr-only" }>
                            <Verbatim words />
                        </span>
                    </a>
                </h2>
                <p class="line-clamp-3 text-muted" dir="auto">{excerpt}</p>
                <div class="relative z-10 flex flex-wrap items-center gap-x-4 gap-y-2">
                    <TagLinks tags />
                    <Numbers numbers is_question is_accepted />
                </div>
            </article>
        }
    })
}

#[component]
fn Numbers(numbers: Memo<(i64, i64, i64)>, is_question: bool, is_accepted: Memo<bool>) -> impl IntoView {
    let told = move || {
        let (score, answers, comments) = numbers.get();
        let below = if is_question { count(answers, "answer") } else { count(comments, "comment") };
        let points = if score.abs() == 1 { "point" } else { "points" };
        format!("{} {points} · {below}", signed(score))
    };
    view! {
        <p class="flex items-center gap-1 text-sm text-muted tabular-nums">
            {told}
            <Show when=move || is_accepted.get()>
                <span class="inline-flex items-center gap-0.5 text-ok">
                    <Symbol icon=Icon::Check class="size-4" />
                    "solved"
                </span>
            </Show>
        </p>
    }
}

fn count(number: i64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// The beginning of what a post says, without signs of markdown.
fn excerpt(body: &str) -> String {
    let words = plain(&body[..body.floor_char_boundary(READ)]);
    match words.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}
