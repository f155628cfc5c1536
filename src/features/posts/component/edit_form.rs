//! Where what was published is edited.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::words_field::{TagsField, WordsField};
use crate::{
    features::posts::{
        hook::OpenThread,
        model::{Entry, MAX_TITLE, Rewrite},
        rpc::RewriteEntry,
        state::{Talk, completing::listed_tags},
    },
    kit::{Button, Field, Kind, LinkButton},
    shared::{
        Error,
        form::{self, use_refused},
    },
};

/// What stands in the form at first: what a plain form came back with, what was refused, or what the entry says.
fn begun(thread: OpenThread, entry: Entry) -> Rewrite {
    if let Some(refused) = use_refused(RewriteEntry::url()) {
        let typed = |field| refused.typed(field).map(str::to_owned);
        let tags = typed("tags").map(|tags| listed_tags(&tags));
        let version = typed("version").and_then(|version| version.parse().ok());
        return Rewrite { title: typed("title"), body: typed("body"), tags, version };
    }
    if let Some((_, rewrite, _)) = untrack(|| thread.refused_edit(entry)) {
        return Rewrite { version: thread.version_of(entry), ..rewrite };
    }
    thread.shown.with_untracked(|talk| as_it_is(talk, entry))
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

/// Leaves the form for what the entry says.
fn leave(thread: OpenThread, entry: Entry) {
    thread.editing.set(None);
    thread.focus(entry);
}

/// The form in the place of what the entry says. Ctrl or ⌘ with Enter saves, Escape leaves it as it is.
#[component]
pub(super) fn EditForm(thread: OpenThread, entry: Entry) -> impl IntoView {
    let Rewrite { title, body, tags, version } = begun(thread, entry);
    let is_post = matches!(entry, Entry::Post(_));
    let has_lines = !matches!(entry, Entry::Comment(_));
    let title = RwSignal::new(title.unwrap_or_default());
    let body = RwSignal::new(body.unwrap_or_default());
    let tags = RwSignal::new(tags.unwrap_or_default().join(" "));
    let refusal = RwSignal::new(use_refused(RewriteEntry::url()).map(|refused| refused.error));
    let save = move || {
        let rewrite = Rewrite {
            title: is_post.then(|| title.get_untracked()),
            body: Some(body.get_untracked()),
            tags: is_post.then(|| listed_tags(&tags.read_untracked())),
            version,
        };
        match thread.edit(entry, rewrite) {
            Ok(()) => leave(thread, entry),
            Err(error) => refusal.set(Some(error)),
        }
    };
    let error = move |field: &'static str| {
        Signal::derive(move || match &*refusal.read() {
            Some(error @ Error::Invalid { field: name, .. }) if name == field => Some(error.to_string()),
            Some(error) if field == "body" && !matches!(error, Error::Invalid { .. }) => Some(error.to_string()),
            _ => None,
        })
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
                "Escape" if !event.default_prevented() => leave(thread, entry),
                _ => {}
            }
        >
            <input type="hidden" name="entry" value=entry.anchor() />
            <input type="hidden" name="post_id" value=thread.id.to_string() />
            <input type="hidden" name="version" value=version.unwrap_or_default().to_string() />
            {is_post
                .then(|| {
                    view! {
                        <Field
                            label="Title"
                            name="title"
                            value=title.get_untracked()
                            maxlength=u32::try_from(MAX_TITLE).unwrap_or(u32::MAX)
                            error=error("title")
                            on_input=Callback::new(move |text| title.set(text))
                        />
                    }
                })}
            <WordsField label="Text" name="body" id="edited" value=body tall=has_lines error=error("body") focused=!is_post />
            {is_post.then(|| view! { <TagsField value=tags error=error("tags") /> })}
            <div class="flex flex-wrap justify-end gap-2">
                <LinkButton kind=Kind::Quiet href=thread.place_of(entry) on:click=move |event: MouseEvent| {
                    event.prevent_default();
                    leave(thread, entry);
                }>
                    "Cancel"
                </LinkButton>
                <Button kind=Kind::Primary type_="submit">
                    "Save"
                </Button>
            </div>
        </form>
    }
}
