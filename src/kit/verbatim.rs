//! What somebody wrote, among words of ours.

use leptos::prelude::*;

use crate::shared::script::unturned;

/// Somebody's words in a line of ours, such as a name or the beginning of a message: they run the way their letters run,
/// and nothing in them turns what stands around them.
#[component]
pub fn Verbatim(
    /// What they wrote.
    #[prop(into)]
    words: Signal<String>,
    /// Utility classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <bdi class=class>{move || unturned(&words.read())}</bdi> }
}
