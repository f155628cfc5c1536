//! Where what was published is edited.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::{
    edited_words::{EditedWords, previews_last},
    preview::Preview,
    title_field::TitleField,
    words_field::TagsField,
};
use crate::{
    features::posts::{
        hook::{OpenThread, Writing, Written, use_quoting},
        model::{Entry, Rewrite},
        rpc::RewriteEntry,
        state::{
            Talk,
            acts::{EDITS, of},
            completing::listed_tags,
            refusals::why,
        },
    },
    kit::{Button, Kind, LinkButton},
    shared::{
        Error,
        form::{self, use_refused},
    },
};

/// What the form begins with otherwise than what the entry says: what a plain form came back with, or what was refused.
fn begun(thread: OpenThread, entry: Entry) -> Option<Rewrite> {
    if let Some(refused) = use_refused(RewriteEntry::url()) {
        let typed = |field| refused.typed(field).map(str::to_owned);
        let tags = typed("tags").map(|tags| listed_tags(&tags));
        let version = typed("version").and_then(|version| version.parse().ok());
        return Some(Rewrite { title: typed("title"), body: typed("body"), tags, version });
    }
    let (_, rewrite, _) = untrack(|| thread.refused_edit(entry))?;
    Some(Rewrite { version: thread.version_of(entry), ..rewrite })
}

fn as_it_is(talk: &Talk, entry: Entry) -> Rewrite {
    let (title, body, tags, version) = match entry {
        Entry::Post(_) => {
            let post = &talk.post;
            let (title, tags) = (post.title.clone().unwrap_or_default(), post.tags.clone());
            (Some(title), Some(post.body.clone()), Some(tags), Some(post.version))
        }
        Entry::Answer(id) => {
            let answer = talk.answer(id);
            (None, answer.map(|answer| answer.body.clone()), None, answer.map(|answer| answer.version))
        }
        Entry::Comment(id) => {
            let comment = talk.comment(id);
            (None, comment.map(|comment| comment.body.clone()), None, comment.map(|comment| comment.version))
        }
    };
    Rewrite { title, body, tags, version }
}

/// Leaves the form for what the entry says. Words that were changed can be had back for a while, also once the thread is not
/// on the screen any more: they stand there when one edits it again.
fn give_up(thread: OpenThread, entry: Entry, writing: Writing) {
    if let Some(bring_back) = writing.give_up() {
        thread.offer_edit_again(entry, bring_back);
    }
    leave(thread, entry);
}

fn leave(thread: OpenThread, entry: Entry) {
    thread.editing.set(None);
    thread.focus(entry);
}

/// The form in the place of what the entry says, with what it would look like. Ctrl or ⌘ with Enter saves, Escape leaves it as
/// it is. What is not saved stands here again when one edits it the next time, also after the tab was closed.
#[component]
pub(super) fn EditForm(thread: OpenThread, entry: Entry) -> impl IntoView {
    let as_it_is = thread.shown.with_untracked(|talk| as_it_is(talk, entry));
    let said = as_it_is.body.clone().unwrap_or_default();
    let writing = thread.write_edit(entry, Written::of_edit(as_it_is), begun(thread, entry).map(Written::of_edit));
    let Writing { title, body, tags, .. } = writing;
    let is_post = matches!(entry, Entry::Post(_));
    let refused = use_refused(RewriteEntry::url()).map(|refused| refused.error.each());
    let faults = RwSignal::new(refused.unwrap_or_default());
    let quoting = use_quoting(entry, &said);
    let is_previewed = previews_last(entry, quoting);
    let is_kept = move || quoting.and_then(|quoting| quoting.get_untracked()).unwrap_or_default();
    let save = move || {
        let rewrite = Rewrite {
            title: is_post.then(|| title.get_untracked()),
            body: (!is_kept()).then(|| body.get_untracked()),
            tags: is_post.then(|| listed_tags(&tags.read_untracked())),
            version: writing.version(),
        };
        if is_kept() && !is_post {
            return leave(thread, entry);
        }
        match thread.edit(entry, rewrite) {
            Ok(()) => {
                writing.end();
                leave(thread, entry);
            }
            Err(error) => faults.set(error.each()),
        }
    };
    let kind = of(entry, EDITS);
    let error = move |field: &'static str| {
        let is_of_field = move |error: &&Error| match error {
            Error::Invalid { field: name, .. } => name == field,
            _ => field == "body",
        };
        Signal::derive(move || faults.read().iter().find(is_of_field).map(|error| why(kind, error)))
    };
    view! {
        <form
            method="post"
            action=form::action(RewriteEntry::url(), &thread.page_with(entry))
            aria-label=format!("Edit this {}", entry.kind())
            class="flex flex-col gap-3"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save();
            }
            on:keydown=move |event| match event.key().as_str() {
                "Enter" if event.ctrl_key() || event.meta_key() => save(),
                "Escape" if !event.default_prevented() => give_up(thread, entry, writing),
                _ => {}
            }
        >
            <input type="hidden" name="entry" value=entry.anchor() />
            <input type="hidden" name="post_id" value=thread.id.to_string() />
            <input type="hidden" name="version" value=move || writing.version_shown() />
            {is_post.then(|| view! { <TitleField value=title error=error("title") /> })}
            <EditedWords entry said quoting body error=error("body") />
            {is_post.then(|| view! { <TagsField value=tags error=error("tags") /> })}
            <div class="flex flex-wrap justify-end gap-2">
                <LinkButton kind=Kind::Quiet href=thread.place_of(entry) on:click=move |event: MouseEvent| {
                    event.prevent_default();
                    give_up(thread, entry, writing);
                }>
                    "Cancel"
                </LinkButton>
                <Button kind=Kind::Primary type_="submit">
                    "Save"
                </Button>
            </div>
            {is_previewed.then(|| view! { <Preview text=body name="edit-preview" /> })}
        </form>
    }
}
