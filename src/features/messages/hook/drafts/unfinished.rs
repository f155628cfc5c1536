//! What is written everywhere and was not sent, for who looks for what they began.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};

use super::{Drafts, use_drafts};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::copies,
            rpc,
            state::{drafts::joined, inbox::called, refused, threads::address},
        },
    },
    kit::{Offer, Toasts, use_toasts},
    shared::{
        hydration::after_hydration,
        id::{ConversationId, MessageId},
        text::is_blank,
    },
    sync::Pending,
};

/// Words in a conversation that were not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Names them among all.
    pub key: String,
    /// Where they are.
    pub conversation: ConversationId,
    /// What they are.
    pub words: String,
    /// What did not happen with them, and why.
    pub refusal: Option<String>,
    /// The message that was refused.
    message: Option<MessageId>,
}

/// All that the viewer has written and not sent, alive while somebody looks at it.
#[derive(Clone, Copy)]
pub struct Unfinished {
    drafts: Drafts,
    toasts: Toasts,
    /// What was refused, and then what is written; it changes only when that does.
    pub unsent: Memo<Vec<Unsent>>,
}

/// All that the viewer has written and not sent.
#[must_use]
pub fn use_unfinished() -> Unfinished {
    let drafts = use_drafts();
    let unsent = Memo::new(move |_| {
        let (pending, given_up) = (drafts.pending.read(), drafts.given_up.read());
        let refused = refused::refused(&pending).into_iter().filter(|(draft, _)| !given_up.contains(&draft.id));
        let refused = refused.map(|(draft, error)| Unsent {
            key: draft.id.to_string(),
            conversation: draft.conversation_id,
            words: draft.body,
            refusal: Some(format!("Not sent. {error}")),
            message: Some(draft.id),
        });
        refused.chain(written(drafts, &pending)).collect::<Vec<_>>()
    });
    Unfinished { drafts, toasts: use_toasts(), unsent }
}

/// What is written in each conversation; what the server does not keep stands in its field alone.
fn written(drafts: Drafts, pending: &[Pending]) -> Vec<Unsent> {
    let refusals = drafts.refusals.read();
    let mut written = drafts.kept.read().everywhere(pending);
    let is_known = |id: ConversationId| written.iter().any(|(known, _)| *known == id);
    let unkept: BTreeSet<_> = refusals.keys().copied().filter(|id| !is_known(*id)).collect();
    let in_field = |id: ConversationId| Some((id, drafts.field(id, |field| field.text.clone())?.get()));
    written.extend(unkept.into_iter().filter_map(in_field).filter(|(_, words)| !is_blank(words)));
    let unsent = written.into_iter().map(|(conversation, words)| Unsent {
        key: conversation.to_string(),
        conversation,
        words,
        refusal: refusals.get(&conversation).map(|error| format!("What you write there is not kept. {error}")),
        message: None,
    });
    unsent.collect()
}

impl Unfinished {
    /// Whether all of it was read, be it from what this browser keeps.
    #[must_use]
    pub fn is_read(self) -> bool {
        self.drafts.are_read()
    }

    /// What a conversation is called and where it stands, as soon as that is known.
    #[must_use]
    pub fn place_of(self, id: ConversationId) -> RwSignal<Option<(String, String)>> {
        let (place, me) = (RwSignal::new(None), use_me());
        let client = self.drafts.client;
        after_hydration(move || {
            let kept = copies::kept_conversation(client, id);
            spawn_local(async move {
                let conversation = match kept.await {
                    Some(conversation) => Some(conversation),
                    None => rpc::read_conversation(id).await.ok().map(|read| read.data),
                };
                let Some((conversation, me)) = conversation.zip(me.try_get_untracked().flatten()) else { return };
                let name = called(&conversation, me.account.id, Some(&me));
                place.try_set(Some((name, address(id, conversation.thread_of))));
            });
        });
        place
    }

    /// Gives up what has this key, on all devices, and offers for a while to undo that; then `back` is told. What was refused is
    /// not given up for good before that is over.
    pub fn discard(self, key: &str, back: impl Fn() + Send + Sync + 'static) {
        let found = self.unsent.with_untracked(|all| all.iter().find(|unsent| unsent.key == key).cloned());
        let offer = match found {
            Some(Unsent { message: Some(id), .. }) => self.give_up(id, back),
            Some(Unsent { conversation, .. }) => self.empty(conversation, back),
            None => return,
        };
        self.toasts.propose("Your draft was deleted.", offer);
    }

    fn empty(self, id: ConversationId, back: impl Fn() + Send + Sync + 'static) -> Offer {
        let text = self.drafts.of(id);
        let words = text.get_untracked();
        text.set(String::new());
        self.drafts.save(id);
        let again = move || {
            // One may have gone on writing there meanwhile.
            let both = joined(&text.get_untracked(), &words);
            text.set(both);
            self.drafts.save(id);
            back();
        };
        Offer::undo_soon(again, || ())
    }

    fn give_up(self, id: MessageId, back: impl Fn() + Send + Sync + 'static) -> Offer {
        let Drafts { given_up, client, pending, .. } = self.drafts;
        given_up.update(|given_up| _ = given_up.insert(id));
        let again = move || {
            given_up.update(|given_up| _ = given_up.remove(&id));
            back();
        };
        let over = move || {
            let Some(pending) = pending.try_get_untracked() else { return };
            let (sends, gone) = refused::given_up(id, &pending, || MessageId(client.new_id()));
            for send in sends {
                client.perform(send);
            }
            for id in gone {
                client.discard(id);
            }
        };
        Offer::undo_soon(again, over)
    }
}
