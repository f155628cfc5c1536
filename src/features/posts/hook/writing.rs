//! Words in a thread that are not sent: an answer, a comment, an edit (COM-1). `unfinished` lists them.
//!
//! They are kept by this browser as they are typed, so they stand there again after the tab was closed, until they are sent or
//! given up. Where it keeps nothing they are known for as long as the page stands, and it asks before that goes.

mod written;

use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};

use super::{
    OpenThread,
    desk::{Desk, use_desk},
};
use crate::{
    client::Client,
    features::posts::{
        model::Entry,
        rpc::{RewriteEntry, WriteAnswer, WriteComment},
        state::unfinished::{Form, Place},
    },
    realtime::{Position, Snapshot},
    shared::{
        draft::{FormDraft, use_form_draft_of},
        effect::Effect,
        form::use_refused,
        hydration::after_hydration,
    },
    sync::{Collection, Replica, replica::written},
};

pub use written::Written;

/// What is being written, one row for each form.
pub(super) const WORDS: Collection = Collection { name: "words in threads", most: usize::MAX, spare: false };
/// A draft is nobody's reading, so it goes on from nowhere.
pub(super) const NOWHERE: Position = Position { epoch: 0, xid: 0, id: 0 };

/// A form of a thread, copied freely.
#[derive(Clone, Copy)]
pub struct Writing {
    /// The title as it is typed.
    pub title: RwSignal<String>,
    /// The words as they are typed.
    pub body: RwSignal<String>,
    /// The tags as they are typed.
    pub tags: RwSignal<String>,
    version: RwSignal<Option<i64>>,
    /// What stands there while nobody has typed.
    first: StoredValue<Written>,
    row: Row,
}

/// Where the words of a form are kept.
#[derive(Clone, Copy)]
struct Row {
    client: Client,
    key: StoredValue<String>,
    /// Under which name an earlier build has kept them.
    old_key: StoredValue<String>,
    about: StoredValue<String>,
    /// In the page alone.
    draft: FormDraft,
    desk: Desk,
}

impl OpenThread {
    /// The answer that is being written.
    #[must_use]
    pub fn write_answer(self) -> Writing {
        let typed = returned(WriteAnswer::url());
        let draft = use_form_draft_of(WriteAnswer::url(), self.id.0);
        Writing::begin(self.row(Form::Answer, draft), Written::default(), typed)
    }

    /// The comment that is being written at an entry.
    #[must_use]
    pub fn write_comment(self, at: Entry) -> Writing {
        let draft = use_form_draft_of(WriteComment::url(), at.id());
        Writing::begin(self.row(Form::Comment(at), draft), Written::default(), returned(WriteComment::url()))
    }

    /// The edit of an entry that says `first`, begun with other words where it was before.
    #[must_use]
    pub fn write_edit(self, entry: Entry, first: Written, begun: Option<Written>) -> Writing {
        let draft = use_form_draft_of(RewriteEntry::url(), entry.id());
        Writing::begin(self.row(Form::Edit(entry), draft), first, begun)
    }

    fn row(self, form: Form, draft: FormDraft) -> Row {
        let place = Place { thread: self.id, form };
        let (key, old_key) = (StoredValue::new(place.key()), StoredValue::new(place.old_key()));
        let about = self.talk.with_untracked(|talk| {
            let untitled = || format!("what {} wrote", talk.post.author.name());
            talk.post.title.clone().unwrap_or_else(untitled)
        });
        Row { client: self.client, key, old_key, about: StoredValue::new(about), draft, desk: use_desk() }
    }
}

/// What stands in a form once words come back to it, be it on the screen or not; `kept` is what is kept of it by then.
pub(super) fn come_back(desk: Desk, key: &str, kept: Option<Written>, back: &Written) -> Written {
    let shown = desk.form(key).and_then(|form| form.take_back(back));
    shown.unwrap_or_else(|| kept.map_or_else(|| back.clone(), |kept| kept.before(back)))
}

/// The words with which a plain form came back.
fn returned(url: &str) -> Option<Written> {
    let body = use_refused(url)?.typed("body")?.to_owned();
    Some(Written { body, ..Written::default() })
}

impl Writing {
    fn begin(row: Row, first: Written, begun: Option<Written>) -> Self {
        let Written { title, body, tags, version, .. } = begun.or_else(|| row.typed()).unwrap_or_else(|| first.clone());
        let writing = Self {
            title: RwSignal::new(title),
            body: RwSignal::new(body),
            tags: RwSignal::new(tags),
            version: RwSignal::new(version),
            first: StoredValue::new(first),
            row,
        };
        row.desk.show(row.key.get_value(), writing);
        writing.keep();
        writing.bring_back();
        writing
    }

    /// Over which version of what is stored the words go.
    #[must_use]
    pub fn version(self) -> Option<i64> {
        self.version.get_untracked()
    }

    /// The same, as a plain form sends it.
    #[must_use]
    pub fn version_shown(self) -> String {
        self.version.get().unwrap_or_default().to_string()
    }

    /// They are sent: nothing of them stands there or is kept any more.
    pub fn end(self) {
        self.write(self.first.get_value());
        self.row.forget();
    }

    /// The same of what is not sent. What was typed, where anything was: what has it stand there again the next time, also once
    /// the form is gone.
    #[must_use]
    pub fn give_up(self) -> Option<impl Fn() + Send + Sync + 'static> {
        let typed = self.typed();
        self.end();
        let Row { client, draft, key, desk, .. } = self.row;
        let key = key.get_value();
        typed.map(|typed| {
            move || {
                let typed = come_back(desk, &key, None, &typed);
                client.put(WORDS, &key, &replica(client, typed.clone()));
                if !client.keeps_copies().get_untracked() {
                    keep_in_page(draft, &typed);
                }
            }
        })
    }

    /// Has words stand there again, behind what was typed since. What stands there then; nothing where the form is gone.
    fn take_back(self, back: &Written) -> Option<Written> {
        self.title.try_get_untracked()?;
        let both = self.typed().map_or_else(|| back.clone(), |since| since.before(back));
        self.write(both.clone());
        Some(both)
    }

    /// What stands in the form, where somebody has typed it.
    fn typed(self) -> Option<Written> {
        let written = Written {
            title: self.title.try_get_untracked()?,
            body: self.body.try_get_untracked()?,
            tags: self.tags.try_get_untracked()?,
            version: self.version.try_get_untracked()?,
            about: self.row.about.try_get_value()?,
        };
        let is_typed = self.first.try_with_value(|first| !written.says_as(first))?;
        is_typed.then_some(written)
    }

    fn write(self, Written { title, body, tags, version, .. }: Written) {
        self.title.set(title);
        self.body.set(body);
        self.tags.set(tags);
        self.version.set(version);
    }

    /// Keeps what is typed over the end of the page, and nothing where that is taken out again.
    fn keep(self) {
        let follow = move || {
            [self.title, self.body, self.tags].iter().for_each(Track::track);
        };
        let take = move || Some(replica(self.row.client, self.typed()?));
        self.row.client.keep(WORDS, self.row.key.get_value(), follow, take);
        let keeps_copies = self.row.client.keeps_copies();
        Effect::new(move |was_typed: Option<bool>| {
            follow();
            let typed = self.typed();
            match &typed {
                Some(typed) if !keeps_copies.get() => keep_in_page(self.row.draft, typed),
                Some(_) => self.row.draft.forget(),
                None if was_typed == Some(true) => self.row.forget(),
                None => {}
            }
            typed.is_some()
        });
    }

    /// Has what was kept stand there again, unless something else does.
    fn bring_back(self) {
        after_hydration(move || {
            let Row { client, key, old_key, .. } = self.row;
            let (key, old_key) = (key.get_value(), old_key.get_value());
            spawn_local(async move {
                if let Some(Snapshot { data, .. }) = client.kept_patiently::<Written>(WORDS, &key).await {
                    self.write_again(data);
                } else if let Some(Snapshot { data, .. }) = client.kept_patiently::<Written>(WORDS, &old_key).await
                    && self.write_again(data.clone())
                {
                    client.put(WORDS, &key, &replica(client, data));
                    client.forget(WORDS, &old_key);
                }
            });
        });
    }

    /// Has these words stand there, unless something else does. Whether they do.
    fn write_again(self, written: Written) -> bool {
        let is_free = self.title.try_get_untracked().is_some() && self.typed().is_none();
        if is_free {
            self.write(written);
        }
        is_free
    }
}

impl Row {
    /// What the page knows.
    fn typed(self) -> Option<Written> {
        let typed = |field| self.draft.typed(field).unwrap_or_default();
        let body = self.draft.typed("body")?;
        let (title, tags, version) = (typed("title"), typed("tags"), self.draft.begun_over());
        Some(Written { title, body, tags, version, ..Written::default() })
    }

    fn forget(self) {
        if let Some(key) = self.key.try_get_value() {
            self.client.forget(WORDS, &key);
        }
        self.draft.forget();
    }
}

fn keep_in_page(draft: FormDraft, Written { title, body, tags, version, .. }: &Written) {
    for (field, text) in [("title", title), ("body", body), ("tags", tags)] {
        draft.put(field.to_owned(), text.clone());
    }
    if let Some(version) = version {
        draft.begin_over(*version);
    }
}

fn replica(client: Client, data: Written) -> Replica<Written> {
    Replica { stirred: written(client.now().millis()), snapshot: Snapshot { position: NOWHERE, data } }
}
