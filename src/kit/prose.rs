//! What people wrote in markdown.

use leptos::prelude::*;

/// What the elements of markdown look like. Lines of code break too: a box that scrolls sideways is out of reach of keys,
/// and what a person wrote may not make it one that can be focused.
const PROSE: &str = "-my-1 flex flex-col gap-3 overflow-y-clip py-1 [&_a]:text-accent [&_a]:underline [&_blockquote]:border-s-2 \
    [&_blockquote]:border-line [&_blockquote]:ps-3 [&_blockquote]:text-muted [&_code]:font-mono [&_code]:text-sm \
    [&_ol]:list-decimal [&_ol]:ps-5 [&_pre]:rounded-control [&_pre]:bg-raised [&_pre]:p-3 [&_pre]:whitespace-pre-wrap \
    [&_ul]:list-disc [&_ul]:ps-5";

/// Draws what markdown was made into. The HTML is put in as it is: the server has made it, and made it safe.
#[component]
pub fn Prose(
    /// As the server made it.
    html: Signal<String>,
) -> impl IntoView {
    view! { <div dir="auto" class=PROSE inner_html=move || html.get()></div> }
}
