//! Grey in the place of what was never seen.

use leptos::prelude::*;

/// One grey shape; its classes give it size and radius. Assistive technology does not hear it.
#[component]
pub fn Skeleton(
    /// Utility classes for size and radius; a line of text without any.
    #[prop(default = "h-4 w-full rounded-control")]
    class: &'static str,
) -> impl IntoView {
    view! { <span class=format!("block skeleton {class}") aria-hidden="true"></span> }
}

/// Rows of a list on their way: a round thing and two lines each. Says "Loading" once.
#[component]
pub fn SkeletonRows(
    /// How many rows.
    #[prop(default = 6)]
    rows: usize,
) -> impl IntoView {
    view! {
        <div role="status" class="flex flex-col">
            <span class="sr-only">"Loading"</span>
            {std::iter::repeat_with(|| {
                    view! {
                        <div class="flex items-center gap-3 px-4 py-3">
                            <Skeleton class="size-10 shrink-0 rounded-full" />
                            <div class="flex grow flex-col gap-2">
                                <Skeleton class="h-3.5 w-2/5 rounded-control" />
                                <Skeleton class="h-3 w-4/5 rounded-control" />
                            </div>
                        </div>
                    }
                })
                .take(rows)
                .collect_view()}
        </div>
    }
}
