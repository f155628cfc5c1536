//! What stands beside a list of posts.

use leptos::prelude::*;

use crate::{
    features::{follows::component::SuggestionList, posts::component::TrendingTags},
    pages::head::FeedLink,
};

/// What stands beside a column, where a window is wide enough: whom one may want to follow, and what is written about.
#[component]
pub(super) fn Beside(
    /// Whether anything does.
    is_shown: bool,
    /// The column.
    children: Children,
) -> impl IntoView {
    if !is_shown {
        return children().into_any();
    }
    let heading = "px-2 pb-1 font-semibold";
    view! {
        <div class="column-beside flex justify-center gap-4 xl:gap-8">
            <div class="min-w-0 max-w-reading grow">{children()}</div>
            <aside aria-label="People and tags" class="hidden w-aside shrink-0 flex-col gap-6 py-8 lg:flex">
                <section>
                    <h2 class=heading>"Who to follow"</h2>
                    <SuggestionList most=5 page="/" />
                    <a href="/suggestions" class="inline-flex min-h-11 items-center px-2 text-sm text-accent hover:underline">
                        "More people"
                    </a>
                </section>
                <section>
                    <h2 class=heading>"Trending tags"</h2>
                    <TrendingTags />
                    <a href="/tags" class="inline-flex min-h-11 items-center px-2 text-sm text-accent hover:underline">
                        "All tags"
                    </a>
                </section>
                <p>
                    <FeedLink page="/" />
                </p>
            </aside>
        </div>
    }
    .into_any()
}
