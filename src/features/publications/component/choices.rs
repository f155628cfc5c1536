//! What somebody chose of what is to be made of it.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::{
        posts::state::completing::listed_tags,
        publications::{model::NewPublication, rpc::AskPublication, state::linked_question},
    },
    shared::{Error, Result, form::use_refused, id::PostId},
};

/// A question of its own, or an answer to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Question,
    Answer,
}

/// Whichever of the two it becomes, what was chosen for the other stays.
#[derive(Clone, Copy)]
pub(super) struct Choices {
    pub purpose: RwSignal<Purpose>,
    pub title: RwSignal<String>,
    pub tags: RwSignal<String>,
    /// What was typed to find a question: words of its title, or its link.
    pub sought: RwSignal<String>,
    pub question: RwSignal<Option<PostId>>,
}

impl Choices {
    /// Nothing yet, what was refused of it, or what a plain form came back with.
    pub fn begun(before: Option<&NewPublication>) -> Self {
        if let Some(before) = before {
            let purpose = if before.question_id.is_some() { Purpose::Answer } else { Purpose::Question };
            return Self {
                purpose: RwSignal::new(purpose),
                title: RwSignal::new(before.title.clone().unwrap_or_default()),
                tags: RwSignal::new(before.tags.join(" ")),
                sought: RwSignal::new(String::new()),
                question: RwSignal::new(before.question_id),
            };
        }
        let refused = use_refused(AskPublication::url());
        let typed = |field| refused.as_ref().and_then(|refused| refused.typed(field)).unwrap_or_default().to_owned();
        let purpose = if typed("purpose") == "answer" { Purpose::Answer } else { Purpose::Question };
        let sought = typed("publication_question");
        let question = linked_question(&sought).or_else(|| typed("publication_chosen").parse().ok());
        Self {
            purpose: RwSignal::new(purpose),
            title: RwSignal::new(typed("publication_title")),
            tags: RwSignal::new(typed("publication_tags")),
            sought: RwSignal::new(sought),
            question: RwSignal::new(question),
        }
    }

    /// Takes what was typed to find a question; a link chooses the one to which it leads, for as long as it stands there.
    pub fn seek(self, typed: String) {
        let (before, now) = (linked_question(&self.sought.read_untracked()), linked_question(&typed));
        if before.is_some() || now.is_some() {
            self.question.set(now);
        }
        self.sought.set(typed);
    }

    /// The publication with what was chosen.
    ///
    /// # Errors
    /// `question_id`: `shape` where it is to be an answer and no question is chosen.
    pub fn fill(self, new: NewPublication) -> Result<NewPublication> {
        match self.purpose.get_untracked() {
            Purpose::Question => {
                let (title, tags) = (self.title.get_untracked(), listed_tags(&self.tags.read_untracked()));
                Ok(NewPublication { title: Some(title), tags, ..new })
            }
            Purpose::Answer => {
                let question = self.question.get_untracked().ok_or_else(|| Error::invalid("question_id", "shape"))?;
                Ok(NewPublication { question_id: Some(question), ..new })
            }
        }
    }
}
