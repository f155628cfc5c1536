//! Presence: what connections exist. It is told when it changes, and to who begins to listen.
//!
//! Nothing of it is stored but when somebody's last connection ended. Of one person others are told every two
//! seconds at most (`tempo`), and always what holds in the end.

use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::{Hub, registry::Presence, tempo::Due};
use crate::realtime::{ServerFrame, Topic, bus::Signal, gate::Visibility};
use crate::shared::{Result, id::AccountId, time::Time};

/// How long somebody whose last connection ended still counts as there: a page that is loaded anew is
/// no departure.
const GRACE: Duration = Duration::from_secs(2);
/// How long a stop waits for the database to remember who was here.
const REMEMBERING: Duration = Duration::from_secs(2);

/// Somebody's connection ended, who was there like `before`; if it stays their last one, that is remembered and told.
pub fn left(hub: &Hub, account: AccountId, before: Presence) {
    if hub.stopping() {
        return;
    }
    let now = hub.state().registry.presence(account);
    if now != Presence::Offline {
        if now != before {
            changed(hub, account);
        }
        return;
    }
    let told = hub.clone();
    hub.spawn(async move {
        sleep(GRACE).await;
        if told.state().registry.presence(account) != Presence::Offline {
            return;
        }
        let gone = [account];
        if let Err(error) = told.pool().while_there(told.gate().ended(&gone)).await {
            tracing::debug!(%error, "when somebody left could not be remembered");
        }
        told.state().registry.forget(account);
        changed(&told, account);
    });
}

/// Everybody who was here is gone, because the program stops.
pub async fn all_left(hub: &Hub, people: &[AccountId]) {
    if people.is_empty() {
        return;
    }
    match timeout(REMEMBERING, hub.gate().ended(people)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "when people left could not be remembered"),
        Err(_) => tracing::debug!("when people left could not be remembered in time"),
    }
}

/// Somebody's presence is another than before. Of who hides it nothing is said: that something is said at all
/// would tell.
pub fn changed(hub: &Hub, account: AccountId) {
    announce(hub, account, Due { also_hidden: false });
}

/// Who may see somebody's presence may be another than before; who has just hidden it is said to be gone.
pub fn shown_or_hidden(hub: &Hub, account: AccountId) {
    announce(hub, account, Due { also_hidden: true });
}

fn announce(hub: &Hub, account: AccountId, word: Due) {
    if hub.state().registry.listeners(Topic::Presence(account)).next().is_none() {
        return;
    }
    let Some(at) = hub.tempo().ask(account, word, Instant::now()) else { return };
    let told = hub.clone();
    hub.spawn(async move {
        sleep_until(at).await;
        let word = told.tempo().begin(account, Instant::now());
        tell(&told, account, word).await;
    });
}

async fn tell(hub: &Hub, account: AccountId, Due { also_hidden }: Due) {
    let topic = Topic::Presence(account);
    if hub.state().registry.listeners(topic).next().is_none() {
        return;
    }
    let accounts = [account];
    let Ok(visible) = hub.pool().while_there(hub.gate().visibility(&accounts)).await else {
        // What holds in the end is told once the database can be asked.
        announce(hub, account, Due { also_hidden });
        return;
    };
    for (from, visibility) in visible.into_iter().filter(|(_, visibility)| also_hidden || visibility.shown) {
        // Under the lock, so that the last word told is what holds.
        let state = hub.state();
        // Who is leaving may come back; if they do not, that is another word.
        if visibility.shown && state.registry.is_leaving(from) {
            continue;
        }
        let body = body(state.registry.presence(from), visibility);
        hub.bus().tell(Signal { topic, kind: "presence".into(), from, body });
    }
}

/// What a new listener of these people's presence is told at once.
///
/// # Errors
/// As the gate says.
pub async fn greet(hub: &Hub, accounts: &[AccountId]) -> Result<Vec<ServerFrame>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let visible = hub.gate().visibility(accounts).await?;
    let state = hub.state();
    let frame = |(from, visibility)| ServerFrame::Signal {
        topic: Topic::Presence(from),
        kind: "presence".into(),
        from,
        body: body(state.registry.presence(from), visibility),
    };
    Ok(visible.into_iter().map(frame).collect())
}

/// What is told of the presence of who hides it.
pub fn hidden(from: AccountId) -> ServerFrame {
    let body = body(Presence::Offline, Visibility::default());
    ServerFrame::Signal { topic: Topic::Presence(from), kind: "presence".into(), from, body }
}

/// Who does not show it is offline to everybody, since when is nobody's business.
fn body(presence: Presence, Visibility { shown, last_seen }: Visibility) -> serde_json::Value {
    let (state, last_seen): (_, Option<Time>) = match presence {
        Presence::Online if shown => ("online", None),
        Presence::Away if shown => ("away", None),
        _ => ("offline", last_seen.filter(|_| shown)),
    };
    json!({ "state": state, "last_seen": last_seen })
}
