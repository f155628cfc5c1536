//! What the client says: calls whose bodies are frames, one a line, put into the mailbox of the connection.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::{Body, to_bytes};
use rand::{TryRngCore, rngs::OsRng};
use tokio::sync::mpsc;
use uuid::{Builder, Uuid};

use crate::{
    realtime::{
        envelope::{MAX_FRAME, MAX_FRAMES_PER_SECOND},
        hub::connection::Reason,
        wire::Heard,
    },
    server::Viewer,
    shared::{Error, Result},
};

/// Bytes of a call that are read at all.
const READ_LIMIT: usize = 1024 * 1024;
/// Frames that wait for the talk before a call waits with its own.
const WAITING: usize = MAX_FRAMES_PER_SECOND as usize;

/// The mailboxes of this node's connections without a WebSocket, by their names; cheap to clone.
#[derive(Clone, Default)]
pub struct Mailboxes(Arc<Mutex<HashMap<Uuid, Mailbox>>>);

#[derive(Clone)]
struct Mailbox {
    viewer: Viewer,
    /// Whoever holds it reads the body of a call; others wait with theirs unread.
    slot: Arc<tokio::sync::Mutex<mpsc::Sender<Heard>>>,
}

/// The talk's end of a mailbox; dropped, there is none of this name any more.
pub struct Incoming {
    name: Uuid,
    posted: mpsc::Receiver<Heard>,
    mailboxes: Mailboxes,
}

impl Mailboxes {
    /// A new mailbox, under a name that cannot be guessed.
    pub fn open(&self, viewer: Viewer) -> Incoming {
        let mut bits = [0; 16];
        OsRng.try_fill_bytes(&mut bits).expect("the system has randomness");
        let name = Builder::from_random_bytes(bits).into_uuid();
        let (slot, posted) = mpsc::channel(WAITING);
        self.all().insert(name, Mailbox { viewer, slot: Arc::new(slot.into()) });
        Incoming { name, posted, mailboxes: self.clone() }
    }

    /// Takes a call's frames. A call without any is a sign of life.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is no such connection, or not of this log-in; [`Error::Invalid`] where the call is too
    /// large to be read, or has a frame that is too large or no text, which the connection does not survive.
    pub async fn take(&self, name: Uuid, viewer: Viewer, body: Body) -> Result<()> {
        let found = self.all().get(&name).filter(|mailbox| mailbox.viewer.session == viewer.session).cloned();
        let slot = found.ok_or(Error::Missing)?.slot;
        let slot = slot.lock().await;
        let bytes = to_bytes(body, READ_LIMIT).await.map_err(|_| too_large())?;
        let Ok(text) = std::str::from_utf8(&bytes) else {
            put(&slot, Heard::Unreadable(Reason::Protocol)).await?;
            return Err(Error::invalid("request", "unreadable"));
        };
        if text.trim().is_empty() {
            return put(&slot, Heard::Sign).await;
        }
        for line in text.lines() {
            if line.len() > MAX_FRAME {
                put(&slot, Heard::Unreadable(Reason::TooLarge)).await?;
                return Err(too_large());
            }
            if !line.trim().is_empty() {
                put(&slot, Heard::Text(line.into())).await?;
            }
        }
        Ok(())
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Uuid, Mailbox>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for room. Where nobody takes it any more the connection has ended.
async fn put(slot: &mpsc::Sender<Heard>, heard: Heard) -> Result<()> {
    slot.send(heard).await.map_err(|_| Error::Missing)
}

fn too_large() -> Error {
    Error::invalid("request", "too_large")
}

impl Incoming {
    /// What the connection is called.
    pub fn name(&self) -> Uuid {
        self.name
    }

    /// What was posted next. A wait that is given up loses nothing.
    pub async fn next(&mut self) -> Heard {
        self.posted.recv().await.unwrap_or(Heard::Gone)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        self.mailboxes.all().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::{
        id::{AccountId, SessionId},
        role::Role,
    };

    fn viewer() -> Viewer {
        Viewer::by_session(AccountId::new(), SessionId::new(), Role::Member)
    }

    #[tokio::test]
    async fn the_frames_of_a_call_are_its_lines() {
        let (mailboxes, ann) = (Mailboxes::default(), viewer());
        let mut incoming = mailboxes.open(ann);
        mailboxes.take(incoming.name(), ann, Body::from("{\"a\":1}\n\n[2]\n")).await.expect("it is taken");
        assert_eq!(incoming.next().await, Heard::Text("{\"a\":1}".into()));
        assert_eq!(incoming.next().await, Heard::Text("[2]".into()));
        mailboxes.take(incoming.name(), ann, Body::empty()).await.expect("it is taken");
        assert_eq!(incoming.next().await, Heard::Sign);
    }

    #[tokio::test]
    async fn only_the_log_in_that_opened_a_connection_speaks_on_it_and_only_while_it_is_there() {
        let (mailboxes, ann) = (Mailboxes::default(), viewer());
        let incoming = mailboxes.open(ann);
        let name = incoming.name();
        let elsewhere = Viewer { session: SessionId::new(), ..ann };
        for (name, who) in [(name, viewer()), (name, elsewhere), (Uuid::nil(), ann)] {
            assert_eq!(mailboxes.take(name, who, Body::from("{}")).await, Err(Error::Missing));
        }
        mailboxes.take(name, ann, Body::from("{}")).await.expect("it is hers");
        drop(incoming);
        assert_eq!(mailboxes.take(name, ann, Body::from("{}")).await, Err(Error::Missing));
        assert!(mailboxes.all().is_empty());
    }

    #[tokio::test]
    async fn what_cannot_be_a_frame_is_told_to_both_ends() {
        let (mailboxes, ann) = (Mailboxes::default(), viewer());
        let mut incoming = mailboxes.open(ann);
        let long = "x".repeat(MAX_FRAME + 1);
        for (body, rule, reason) in [
            (Body::from(format!("{long}\n{{}}")), "too_large", Reason::TooLarge),
            (Body::from(vec![0xff]), "unreadable", Reason::Protocol),
        ] {
            let refused = mailboxes.take(incoming.name(), ann, body).await;
            assert_eq!(refused, Err(Error::invalid("request", rule)));
            assert_eq!(incoming.next().await, Heard::Unreadable(reason));
        }
        let refused = mailboxes.take(incoming.name(), ann, Body::from(vec![b' '; READ_LIMIT + 1])).await;
        assert_eq!(refused, Err(too_large()));
        assert!(incoming.posted.is_empty(), "it was not read");
    }

    #[tokio::test]
    async fn a_call_waits_while_the_talk_has_enough_to_hear() {
        let (mailboxes, ann) = (Mailboxes::default(), viewer());
        let mut incoming = mailboxes.open(ann);
        let many = "{}\n".repeat(WAITING + 1);
        let call = mailboxes.take(incoming.name(), ann, Body::from(many));
        let hear = async {
            tokio::task::yield_now().await;
            assert_eq!(incoming.posted.len(), WAITING);
            incoming.next().await
        };
        let (taken, heard) = tokio::join!(call, hear);
        assert_eq!((taken, heard), (Ok(()), Heard::Text("{}".into())));
    }
}
