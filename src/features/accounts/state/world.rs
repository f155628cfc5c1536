//! People and events for tests.

use serde_json::{Value, json};

use crate::{
    features::accounts::model::{Account, Appearance, Me, MessagesFrom, Settings},
    realtime::{Event, Topic},
    shared::{id::AccountId, role::Role, time::Time},
};

/// Somebody new.
pub fn account(handle: &str) -> Account {
    let (handle, display_name) = (handle.to_owned(), handle.to_uppercase());
    Account { id: AccountId::new(), handle, display_name, role: Role::Member, deleted: false }
}

/// Ann, signed in, who has neither blocked nor muted anybody.
pub fn ann() -> Me {
    let settings = Settings {
        appearance: Appearance::System,
        show_presence: true,
        send_receipts: true,
        enter_sends: true,
        messages_from: MessagesFrom::Everyone,
        message_requests: false,
        version: 1,
    };
    Me { account: account("ann"), settings, blocked: Vec::new(), muted: Vec::new() }
}

fn event(kind: &str, body: Value) -> Event {
    let position = "1.2.3".parse().expect("a position");
    Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body }
}

/// She blocked somebody.
pub fn blocked(who: &Account) -> Event {
    event("person.blocked", json!({"account_id": who.id, "account": who}))
}

/// She blocks somebody no longer.
pub fn unblocked(who: &Account) -> Event {
    event("person.unblocked", json!({"account_id": who.id}))
}

/// She muted somebody.
pub fn muted(who: &Account) -> Event {
    event("person.muted", json!({"account_id": who.id, "account": who}))
}

/// She mutes somebody no longer.
pub fn unmuted(who: &Account) -> Event {
    event("person.unmuted", json!({"account_id": who.id}))
}
