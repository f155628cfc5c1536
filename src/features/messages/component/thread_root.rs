//! The message on which a thread hangs, above its answers.

use leptos::prelude::*;

use super::folded::Folded;
use crate::{
    features::messages::{hook::Thread, model::Message},
    kit::{Prose, Verbatim},
};

/// Who said it, when, and all that it says; of what was deleted, that it was. Words of somebody whom the viewer blocked are
/// folded away as everywhere.
#[component]
pub fn ThreadRoot(
    thread: Thread,
    /// Whether nothing was said in the thread yet.
    empty: Memo<bool>,
) -> impl IntoView {
    let root = Memo::new(move |_| thread.root());
    let name = Signal::derive(move || {
        let author = root.read().as_ref().map(|root| root.author_id);
        author.map(|author| thread.quoted_name(author)).unwrap_or_default()
    });
    let is_deleted = Memo::new(move |_| root.read().as_ref().is_none_or(Message::is_deleted));
    let words = Memo::new(move |_| match &*root.read() {
        Some(root) if !root.is_deleted() => root.body.clone(),
        _ => "Message deleted".to_owned(),
    });
    let at = Memo::new(move |_| root.read().as_ref().map(|root| root.at));
    let author = root.get_untracked().map(|root| root.author_id);
    let said = match author {
        Some(author) => view! {
            <Folded author folds=thread.folds()>
                <Prose text=words />
            </Folded>
        }
        .into_any(),
        None => view! { <Prose text=words /> }.into_any(),
    };
    view! {
        <div data-root="" class="border-b border-line px-4 pt-4 pb-3 lg:px-6">
            <p class="flex items-baseline gap-2 pb-1 text-sm">
                <Verbatim words=name class="min-w-0 truncate font-semibold" />
                {move || {
                    at.get()
                        .map(|at| {
                            view! {
                                <time
                                    datetime=at.to_string()
                                    title=thread.words(at)
                                    class="shrink-0 text-xs text-muted tabular-nums"
                                >
                                    {thread.words(at)}
                                </time>
                            }
                        })
                }}
            </p>
            <div class="min-w-0" class=("italic", move || is_deleted.get()) class=("text-muted", move || is_deleted.get())>
                {said}
            </div>
        </div>
        <Show when=move || empty.get()>
            <p class="px-4 py-8 text-center text-sm text-muted">"No replies yet. Yours would be the first."</p>
        </Show>
    }
}
