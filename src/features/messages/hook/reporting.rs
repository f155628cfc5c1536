//! What somebody wants to report. The page around knows how that is done.

use leptos::prelude::*;

use crate::{features::accounts::model::Account, shared::id::MessageId};

/// A message that is to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Which.
    pub message: MessageId,
    /// Who said it, as long as they are in the conversation.
    pub author: Option<Account>,
}

/// Which message is to be reported; a context of pages on which messages can be.
#[derive(Clone, Copy)]
pub struct Reporting(pub RwSignal<Option<Reported>>);
