//! A post that is being written.
//!
//! What is typed is kept by this browser as it is typed, so it stands there again after the tab was closed, until it is
//! published; from then on it is an operation, which is kept until the server has it. `refused` is what becomes of one that
//! the server does not take.

mod refused;

use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};

use crate::{
    client::{Client, use_client},
    features::posts::{
        model::{Kind, PostDraft},
        rpc::PublishPost,
        state::{Told, acts, completing::listed_tags},
    },
    kit::{Toasts, use_toasts},
    realtime::{Position, Snapshot},
    shared::{
        Error,
        effect::Effect,
        form::{self, use_refused},
        hydration::after_hydration,
        id::{OperationId, PostId},
        markdown::plain,
    },
    sync::{Collection, PendingState, Replica, replica::LASTS, status::State},
};

/// What is being written, one row.
const DRAFTS: Collection = Collection { name: "post drafts", most: 1, spare: false };
/// A draft is nobody's reading, so it goes on from nowhere.
const NOWHERE: Position = Position { epoch: 0, xid: 0, id: 0 };

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    kind: Kind,
    title: String,
    body: String,
    tags: String,
}

impl Written {
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
}

/// The form, with what was typed and is not published.
#[must_use]
pub fn use_publishing(kind: RwSignal<Kind>) -> Publishing {
    let client = use_client();
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
    };
    publishing.take_returned();
    publishing.take_refused();
    publishing.yield_to_others();
    publishing.keep();
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
        let Written { kind, title, body, tags } = self.written();
        let id = PostId(self.client.new_id());
        let draft = PostDraft { id, kind, title: Some(title), body, tags: listed_tags(&tags) }.check();
        self.errors.set(draft.clone().err().into_iter().collect());
        let Ok(draft) = draft else { return };
        let refused = self.refused.get_untracked();
        self.refused.set(None);
        self.on_its_way.set(Some(OperationId(id.0)));
        self.client.forget(DRAFTS, "");
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
        }
    }

    fn write(self, Written { kind, title, body, tags }: Written) {
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
        self.write(Written { kind, title: typed("title"), body: typed("body"), tags: typed("tags") });
        self.errors.set(refused.error.each());
    }

    /// Keeps what is typed over the end of the page, and nothing where that is taken out again; and brings back what was kept.
    fn keep(self) {
        after_hydration(move || {
            let kept = self.client.kept::<Written>(DRAFTS, "");
            spawn_local(async move {
                if let Some(Snapshot { data, .. }) = kept.await
                    && self.body.try_get_untracked().is_some()
                    && !self.written().is_typed()
                {
                    self.write(data);
                }
                self.is_brought_back.try_set(true);
            });
        });
        let take = move || {
            if self.on_its_way.try_get_untracked()?.is_some() {
                return None;
            }
            let data = self.written();
            data.is_typed().then_some(Replica { stirred: LASTS, snapshot: Snapshot { position: NOWHERE, data } })
        };
        let follow = move || {
            self.kind.track();
            [self.title, self.body, self.tags].iter().for_each(Track::track);
        };
        self.client.keep(DRAFTS, String::new(), follow, take);
        Effect::new(move |was_typed: Option<bool>| {
            follow();
            let is_typed = self.written().is_typed();
            if was_typed == Some(true) && !is_typed {
                self.client.forget(DRAFTS, "");
            }
            is_typed
        });
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
