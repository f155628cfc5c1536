//! A post that is being written.
//!
//! What is typed is kept by this browser as it is typed (`keeping`), so it stands there again after the tab was closed, until it
//! is published; from then on it is an operation, which is kept until the server has it. Each post that is begun is kept by
//! itself: the desk says which of them a tab writes, and a list leads to the others. `refused` is what becomes of one that the
//! server does not take.

mod keeping;
mod refused;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};

use super::{
    desk::{Desk, use_desk},
    unfinished::{Rows, kept_rows},
};
use crate::{
    client::{Client, use_client},
    features::posts::{
        model::{Kind, PostDraft},
        rpc::PublishPost,
        state::{Told, acts, completing::listed_tags},
    },
    kit::{Toasts, use_toasts},
    shared::{
        Error,
        effect::Effect,
        form::{self, use_refused},
        id::{OperationId, PostId},
        markdown::plain,
    },
    sync::{Collection, PendingState, status::State},
};

/// What is being written, one row for each post that is begun. The one without a name is from when all tabs shared one.
pub(super) const DRAFTS: Collection = Collection { name: "post drafts", most: usize::MAX, spare: false };

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) tags: String,
    /// What was refused of it.
    #[serde(default)]
    pub(super) refused: Option<OperationId>,
}

impl Written {
    /// What was refused, as it stands in a form.
    fn of(PostDraft { kind, title, body, tags, .. }: PostDraft, refused: OperationId) -> Self {
        Self { kind, title: title.unwrap_or_default(), body, tags: tags.join(" "), refused: Some(refused) }
    }

    /// Whether anything is.
    fn is_typed(&self) -> bool {
        [&self.title, &self.body, &self.tags].iter().any(|field| !field.is_empty())
    }
}

/// The form that publishes a post, copied freely.
#[derive(Clone, Copy)]
pub struct Publishing {
    client: Client,
    toasts: Toasts,
    /// Whether it asks.
    pub kind: RwSignal<Kind>,
    /// The title as it is typed.
    pub title: RwSignal<String>,
    /// The body as it is typed.
    pub body: RwSignal<String>,
    /// The tags as they are typed.
    pub tags: RwSignal<String>,
    /// What is wrong with it.
    pub errors: RwSignal<Vec<Error>>,
    /// What is on its way to the server.
    on_its_way: RwSignal<Option<OperationId>>,
    /// What was refused before, and is written here again.
    pub refused: RwSignal<Option<OperationId>>,
    /// What was refused before, while something else stands here.
    pub set_aside: RwSignal<Option<(OperationId, Error)>>,
    /// Whether what was kept stands here.
    is_brought_back: RwSignal<bool>,
    /// Under which name what is written here is kept; nothing before the page is alive.
    row: RwSignal<Option<String>>,
    /// All that is begun, as far as others than this form have written it.
    rows: Rows<Written>,
    desk: Desk,
}

/// The form of the post that the address asks for by its name among those that are begun, or of the one that this tab writes.
#[must_use]
pub fn use_publishing(kind: RwSignal<Kind>, asked: Option<String>) -> Publishing {
    let (client, row, desk) = (use_client(), RwSignal::new(None::<String>), use_desk());
    let is_other = move |key: &str| row.with_untracked(|row| row.as_deref() != Some(key));
    let publishing = Publishing {
        client,
        toasts: use_toasts(),
        kind,
        title: RwSignal::default(),
        body: RwSignal::default(),
        tags: RwSignal::default(),
        errors: RwSignal::default(),
        on_its_way: RwSignal::new(None),
        refused: RwSignal::new(None),
        set_aside: RwSignal::new(None),
        is_brought_back: RwSignal::new(false),
        row,
        rows: kept_rows(client, DRAFTS, is_other),
        desk,
    };
    publishing.take_returned();
    publishing.take_refused(asked.is_some());
    publishing.yield_to_sender();
    publishing.yield_to_others();
    desk.show_post(row);
    publishing.keep(asked);
    publishing.follow();
    publishing
}

impl Publishing {
    /// Where a plain form goes.
    #[must_use]
    pub fn action() -> String {
        form::action(PublishPost::url(), "/new")
    }

    /// Publishes what is written.
    pub fn submit(self) {
        if self.is_busy() {
            return;
        }
        let Written { kind, title, body, tags, .. } = self.written();
        let id = PostId(self.client.new_id());
        let draft = match (PostDraft { id, kind, title: Some(title), body, tags: listed_tags(&tags) }).check() {
            Ok(draft) => draft,
            Err(error) => return self.errors.set(error.each()),
        };
        self.errors.set(Vec::new());
        let refused = self.refused.get_untracked();
        self.refused.set(None);
        self.on_its_way.set(Some(OperationId(id.0)));
        self.forget();
        self.client.perform(acts::publish(&draft).in_place_of(refused));
        if self.client.status().with_untracked(|status| status.state != State::Online) {
            self.toasts.say("Kept here until the server can be reached. It is published then.");
        }
    }

    /// Whether it is on its way to the server.
    #[must_use]
    pub fn is_busy(self) -> bool {
        self.on_its_way.get().is_some()
    }

    /// What else is published as soon as the server can be reached: what each is called, or how it begins.
    #[must_use]
    pub fn waiting(self) -> Vec<String> {
        let own = self.on_its_way.get();
        self.client.pending().with(|pending| {
            let others = pending.iter().filter(|one| Some(one.operation.id) != own && !one.has_failed());
            others.filter_map(|one| acts::published(&one.operation)).map(name).collect()
        })
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        let of_field = move |error: &Error| match error {
            Error::Invalid { field: name, .. } if name == field => Some(words(error)),
            _ => None,
        };
        Signal::derive(move || self.errors.read().iter().find_map(of_field))
    }

    /// What is wrong beside what the fields say.
    #[must_use]
    pub fn refusal(self) -> Option<String> {
        let is_told = |error: &&Error| matches!(error, Error::Invalid { field, .. } if ["title", "body", "tags"].contains(&field.as_str()));
        self.errors.read().iter().find(|error| !is_told(error)).map(ToString::to_string)
    }

    fn written(self) -> Written {
        Written {
            kind: self.kind.get_untracked(),
            title: self.title.get_untracked(),
            body: self.body.get_untracked(),
            tags: self.tags.get_untracked(),
            refused: self.refused.get_untracked(),
        }
    }

    fn write(self, Written { kind, title, body, tags, .. }: Written) {
        self.kind.set(kind);
        self.title.set(title);
        self.body.set(body);
        self.tags.set(tags);
    }

    /// What a plain form came back with.
    fn take_returned(self) {
        let Some(refused) = use_refused(PublishPost::url()) else { return };
        let typed = |field| refused.typed(field).unwrap_or_default().to_owned();
        let kind = typed("kind").parse().unwrap_or_default();
        self.write(Written { kind, title: typed("title"), body: typed("body"), tags: typed("tags"), refused: None });
        self.errors.set(refused.error.each());
    }

    /// Goes to the post once it is published.
    fn follow(self) {
        let (navigate, pending) = (use_navigate(), self.client.pending());
        Effect::new(move || {
            let Some(id) = self.on_its_way.get() else { return };
            let stored = pending.with(|pending| {
                pending.iter().find(|one| one.operation.id == id).and_then(|one| match &one.state {
                    PendingState::Acknowledged(answer) => Told::read(answer),
                    _ => None,
                })
            });
            if let Some(Told::Post(post)) = stored {
                self.client.settle(id);
                navigate(&post.address(), NavigateOptions { replace: true, ..NavigateOptions::default() });
            }
        });
    }
}

/// Letters of a text by which a post without a title is called.
const NAME: usize = 60;

/// What a post is called where nobody can read it yet.
fn name(PostDraft { title, body, .. }: PostDraft) -> String {
    title.unwrap_or_else(|| plain(&body).chars().take(NAME).collect())
}

fn words(error: &Error) -> String {
    match error {
        Error::Invalid { field, rule, .. } => match (field.as_str(), rule.as_str()) {
            ("title", "required") => "A question needs a title.".to_owned(),
            ("title", "too_long") => "A title has at most 300 characters.".to_owned(),
            ("body", "required") => "Write something first.".to_owned(),
            ("body", "too_long") => "A text has at most 100,000 characters.".to_owned(),
            ("tags", "too_many") => "A post has at most five tags.".to_owned(),
            ("tags", "shape") => "A tag is made of letters, digits and “-”.".to_owned(),
            _ => error.to_string(),
        },
        error => error.to_string(),
    }
}
