//! What this browser keeps of messaging: the list, what is unread, what is being written, what is said later, and each
//! conversation that was open with its newest messages. A page is drawn from these copies at once, and brought up to date as any other reading is.

use leptos::{prelude::*, task::spawn_local};

use super::{
    inbox::Inbox,
    thread::{Opened, read_thread, returns_to},
};
use crate::{
    client::{Client, Heard},
    features::messages::{
        model::{Conversation, From, KeptDraft, Message, Scheduled, Standing, Stretch, thread_on},
        rpc,
        state::{
            self, Tally, Timeline, View,
            copies::{joined, parted, serves},
            drafts::Drafts,
            scheduling::Plans,
            threads,
        },
    },
    realtime::{Position, Snapshot},
    shared::{Result, id::ConversationId, page::Page},
    sync::{Collection, Replica, replica::LASTS},
};

const LIST: Collection = Collection { name: "list", most: 1, spare: false };
const STANDINGS: Collection = Collection { name: "unread", most: 1, spare: false };
const DRAFTS: Collection = Collection { name: "drafts", most: 1, spare: false };
const PLANS: Collection = Collection { name: "scheduled", most: 1, spare: false };
const THREADS: Collection = Collection { name: "threads", most: 200, spare: false };
/// The messages of conversations before the newest: where there is little room those of the quietest ones go first, and
/// each conversation stays with its newest.
const OLDER: Collection = Collection { name: "older", most: 200, spare: true };

/// Conversations that the list is kept with.
const CONVERSATIONS: usize = 400;
/// Bytes that drafts are kept with.
const WRITTEN: usize = 500_000;
/// Messages that a conversation is kept with.
const MESSAGES: usize = 100;
/// Those of them that go last.
const NEWEST: usize = 20;

/// A conversation as it is kept.
type Kept = Snapshot<(Conversation, Stretch)>;

/// A subscription, once it stands.
pub(super) type Hearing = StoredValue<Option<Heard>>;

/// The first page of a view, or the whole list as far as it was read when it was last looked at.
pub(super) fn list(
    client: Client,
    view: View,
    cursor: Option<String>,
) -> impl Future<Output = Result<Snapshot<Page<Conversation>>>> + Send {
    let kept = (cursor.is_none() && view == View::default()).then(|| client.kept(LIST, ""));
    async move {
        if let Some(kept) = kept
            && let Some(kept) = kept.await
        {
            return Ok(kept);
        }
        rpc::list_conversations(view, cursor).await
    }
}

/// What is unread, as it was last known or as it is.
pub(super) fn standings(client: Client) -> impl Future<Output = Result<Snapshot<Vec<Standing>>>> + Send {
    let kept = client.kept(STANDINGS, "");
    async move {
        match kept.await {
            Some(kept) => Ok(kept),
            None => rpc::list_standings().await,
        }
    }
}

/// What is being written, as it was last known.
pub(super) fn drafts(client: Client) -> impl Future<Output = Option<Snapshot<Vec<KeptDraft>>>> + Send {
    client.kept(DRAFTS, "")
}

/// What is said later, as it was last known.
pub(super) fn plans(client: Client) -> impl Future<Output = Option<Snapshot<Vec<Scheduled>>>> + Send {
    client.kept(PLANS, "")
}

/// A conversation as it was left, where there is nothing newer to see in it, or one comes back to a place in it, or the
/// server cannot be reached; else a page of it as it is. Who asks for a message or a day gets the copy only in the last
/// case. A thread that stands beside a conversation of which this browser keeps its message begins without the server, too.
pub fn open_thread(
    inbox: Inbox,
    id: ConversationId,
    page: From,
    around: Option<ConversationId>,
) -> impl Future<Output = Result<Opened>> + Send {
    let leads_elsewhere = matches!(page, From::Message(_) | From::Since(_));
    let kept = (page == From::Unread || leads_elsewhere).then(|| kept_thread(inbox.client(), id));
    let around = around.map(|around| kept_thread(inbox.client(), around));
    let returns = returns_to(id);
    async move {
        let kept = match kept {
            Some(kept) => kept.await,
            None => None,
        };
        let serving = kept.as_ref().filter(|_| !leads_elsewhere);
        if let Some(kept) = serving.filter(|kept| returns || inbox.has_nothing_newer(&kept.data)) {
            return Ok(opened(kept.clone()));
        }
        match read_thread(id, page).await {
            Err(error) if error.is_transient() => match (kept, around) {
                (Some(kept), _) => Ok(opened(kept)),
                (None, Some(around)) => around.await.and_then(|around| unanswered(around, id)).ok_or(error),
                (None, None) => Err(error),
            },
            answer => answer,
        }
    }
}

/// The thread of a message that is kept beside others, where nothing is known to have been said in it.
fn unanswered(Snapshot { position, data: (around, history) }: Kept, id: ConversationId) -> Option<Opened> {
    let is_root = |message: &Message| {
        thread_on(message.id) == id && message.answers.is_none() && !message.is_deleted() && around.thread_of.is_none()
    };
    let root = history.messages.into_iter().find(is_root)?;
    let conversation = Snapshot { position, data: threads::unanswered(&around, root) };
    Some(Opened { conversation, history: Stretch::default(), is_copy: true })
}

/// A conversation as it was last kept, with its newest messages.
pub(super) fn kept_thread(client: Client, id: ConversationId) -> impl Future<Output = Option<Kept>> + Send {
    let newest = client.kept::<(Conversation, Stretch)>(THREADS, &id.to_string());
    let older = client.kept::<Stretch>(OLDER, &id.to_string());
    async move {
        let Snapshot { position, data: (conversation, newest) } = newest.await?;
        // Of another moment, it may hold what was changed since.
        let older = older.await.filter(|older| older.position == position).map(|older| older.data);
        Some(Snapshot { position, data: (conversation, joined(older, newest)) })
    }
}

/// A conversation apart from what is said in it as this browser keeps it: with the list, or as it was last open.
pub(super) fn kept_conversation(
    client: Client,
    id: ConversationId,
) -> impl Future<Output = Option<Conversation>> + Send {
    let list = client.kept::<Page<Conversation>>(LIST, "");
    let open = client.kept::<(Conversation, Stretch)>(THREADS, &id.to_string());
    async move {
        let listed = list.await.and_then(|list| list.data.items.into_iter().find(|one| one.id == id));
        if listed.is_some() {
            return listed;
        }
        open.await.map(|open| open.data.0)
    }
}

fn opened(Snapshot { position, data: (conversation, history) }: Kept) -> Opened {
    Opened { conversation: Snapshot { position, data: conversation }, history, is_copy: true }
}

impl Inbox {
    fn has_nothing_newer(self, kept: &(Conversation, Stretch)) -> bool {
        let listed = |list: &state::Inbox| list.known(kept.0.id).cloned();
        let listed = self.state.try_with_untracked(|list| list.as_ref().and_then(listed)).flatten();
        serves(kept, listed.as_ref())
    }
}

/// Keeps the list.
pub(super) fn keep_list(client: Client, state: RwSignal<Option<state::Inbox>>, hearing: Hearing) {
    let take = move || {
        let data =
            state.try_with_untracked(|state| state.as_ref()?.reading(&View::default(), CONVERSATIONS)).flatten()?;
        lasting(hearing, data)
    };
    client.keep(LIST, String::new(), move || state.track(), take);
}

/// Keeps what is unread.
pub(super) fn keep_standings(client: Client, state: RwSignal<Option<Tally>>, hearing: Hearing) {
    let take = move || {
        let data = state.try_with_untracked(|state| state.as_ref()?.reading()).flatten()?;
        lasting(hearing, data)
    };
    client.keep(STANDINGS, String::new(), move || state.track(), take);
}

/// Keeps what is being written, as far as the server has it; what waits to reach it is kept with all that waits.
pub(super) fn keep_drafts(client: Client, state: RwSignal<Drafts>, hearing: Hearing) {
    let take = move || lasting(hearing, state.try_with_untracked(|state| state.reading(WRITTEN)).flatten()?);
    client.keep(DRAFTS, String::new(), move || state.track(), take);
}

/// Keeps what is said later, as far as the server has it; what waits to reach it is kept with all that waits.
pub(super) fn keep_plans(client: Client, state: RwSignal<Plans>, hearing: Hearing) {
    let take = move || lasting(hearing, state.try_with_untracked(Plans::reading).flatten()?);
    client.keep(PLANS, String::new(), move || state.track(), take);
}

/// Keeps a conversation with its newest messages until it is gone, the very newest apart from those before.
pub(super) fn keep_thread(
    client: Client,
    id: ConversationId,
    state: RwSignal<Timeline>,
    gone: RwSignal<bool>,
    hearing: Hearing,
) {
    let read = move || {
        if gone.try_get_untracked() == Some(true) {
            return None;
        }
        let position = position(hearing)?;
        let (conversation, history) = state.try_with_untracked(|state| state.newest(MESSAGES)).flatten()?;
        // What nobody has answered begins anew from the conversation beside which it stands.
        if conversation.thread_of.is_some() && conversation.last_seq == 0 {
            return None;
        }
        let last = history.messages.last().map_or(conversation.created_at, |last| last.at);
        Some((last.millis(), position, conversation, parted(history, NEWEST)))
    };
    let newest = move || {
        let (stirred, position, conversation, (_, newest)) = read()?;
        Some(Replica { stirred, snapshot: Snapshot { position, data: (conversation, newest) } })
    };
    let older = move || {
        let (stirred, position, _, (older, _)) = read()?;
        Some(Replica { stirred, snapshot: Snapshot { position, data: older? } })
    };
    client.keep(THREADS, id.to_string(), move || state.track(), newest);
    client.keep(OLDER, id.to_string(), move || state.track(), older);
}

/// Keeps a conversation no longer.
pub(super) fn forget_thread(client: Client, id: ConversationId) {
    client.forget(THREADS, &id.to_string());
    client.forget(OLDER, &id.to_string());
}

/// The viewer is out of a conversation: nothing of it is kept, nor among what the list is kept with.
pub(super) fn forget_conversation(client: Client, id: ConversationId) {
    forget_thread(client, id);
    spawn_local(async move {
        let Some(mut kept) = client.kept::<Page<Conversation>>(LIST, "").await else { return };
        let before = kept.data.items.len();
        kept.data.items.retain(|conversation| conversation.id != id);
        // Whoever has the list open keeps a newer one; what came after this one is heard again by who begins with it.
        if kept.data.items.len() < before {
            client.put(LIST, "", &Replica { stirred: LASTS, snapshot: kept });
        }
    });
}

/// Keeps no conversation that is not open.
pub(super) fn forget_threads(client: Client) {
    client.forget_all(THREADS);
    client.forget_all(OLDER);
}

fn lasting<T>(hearing: Hearing, data: T) -> Option<Replica<T>> {
    Some(Replica { stirred: LASTS, snapshot: Snapshot { position: position(hearing)?, data } })
}

/// Up to where nothing is missing; nothing where all has to be read afresh.
pub(super) fn position(hearing: Hearing) -> Option<Position> {
    hearing.try_get_value().flatten()?.position()
}

/// Whether what is kept up to date is as the server has it, and no copy: while the connection stands, from when all that
/// was missed has come.
pub(super) fn is_confirmed(hearing: Hearing) -> bool {
    hearing.try_get_value().flatten().is_some_and(Heard::is_confirmed)
}

/// What had to be read afresh was.
pub(super) fn was_reread(hearing: Hearing) {
    if let Some(heard) = hearing.try_get_value().flatten() {
        heard.was_reread();
    }
}
