//! Group commit: drafts that arrive while a transaction is on its way to the disk share the next one.
//!
//! A conversation always takes the same lane and each lane has one transaction at a time, so two lanes
//! never want the same lock. A draft alone waits for nobody; the more there are, the less each costs
//! (QUA-2). What goes wrong in company is tried alone, so nobody suffers from whom they met.

use std::{array, collections::HashSet, mem, sync::Arc, time::Duration};

use tokio::sync::{mpsc, oneshot};

use crate::{
    features::messages::{
        db::{self, Outcome},
        model::Draft,
    },
    server::{OnConstraint, Pool, awake::within, fault::CONTENTION, pool::patiently},
    shared::{Error, Result, id::AccountId},
};

/// One runs its statement while another waits for the disk.
const LANES: usize = 2;

/// Drafts of one transaction at most: it must be short, for readers of events wait for it.
const TOGETHER: usize = 64;

/// Drafts that wait at a lane at most; whoever comes then waits before it.
const QUEUE: usize = 1024;

/// How long a transaction may take: past that the database hangs, or the way to it, and nobody knows what was stored.
const PATIENCE: Duration = Duration::from_secs(5);

/// The ways to the table of messages, for the whole program; cheap to clone.
#[derive(Clone)]
pub struct Lanes(Arc<[mpsc::Sender<Ask>; LANES]>);

/// A draft, and where its outcome is awaited.
struct Ask {
    author: AccountId,
    draft: Draft,
    answer: oneshot::Sender<Result<Outcome>>,
}

impl Lanes {
    /// Opens the lanes; they close when nobody can send any more.
    pub fn start(pool: &Pool) -> Self {
        Self(Arc::new(array::from_fn(|_| {
            let (entrance, asks) = mpsc::channel(QUEUE);
            tokio::spawn(drive(pool.clone(), asks));
            entrance
        })))
    }

    /// Sends a draft with whatever else is waiting; [`Outcome::Busy`] where it has to be tried alone.
    ///
    /// # Errors
    /// [`Error::Offline`] where the database cannot be reached or did not confirm.
    pub async fn send(&self, author: AccountId, draft: Draft) -> Result<Outcome> {
        let lane = usize::from(draft.conversation_id.0.as_bytes()[15]) % LANES;
        let (answer, outcome) = oneshot::channel();
        self.0[lane].send(Ask { author, draft, answer }).await.map_err(|_| Error::Offline)?;
        outcome.await.map_err(|_| Error::Offline)?
    }
}

/// Sends a draft in a transaction of its own, and waits for whoever holds the conversation.
///
/// # Errors
/// What the database says.
pub async fn send_alone(pool: &Pool, author: AccountId, draft: Draft) -> Result<Outcome> {
    let drafts = [(author, draft)];
    patiently(|| async { Ok(store(pool, true, &drafts).await?[0]) }).await
}

async fn drive(pool: Pool, mut lane: mpsc::Receiver<Ask>) {
    let mut asks = Vec::with_capacity(TOGETHER);
    while lane.recv_many(&mut asks, TOGETHER).await > 0 {
        if send_together(&pool, mem::take(&mut asks)).await == Err(Error::Offline) {
            refuse_waiting(&mut lane);
        }
    }
}

/// Whoever waited while the database was away has waited long enough to be told so.
fn refuse_waiting(lane: &mut mpsc::Receiver<Ask>) {
    while let Ok(ask) = lane.try_recv() {
        let _ = ask.answer.send(Err(Error::Offline));
    }
}

/// One of two drafts with the same id is a retry that came too early: it finds the row alone.
///
/// # Errors
/// [`Error::Offline`], which every ask was answered with.
async fn send_together(pool: &Pool, asks: Vec<Ask>) -> Result<()> {
    let mut ids = HashSet::new();
    let (asks, early): (Vec<_>, Vec<_>) = asks.into_iter().partition(|ask| ids.insert(ask.draft.id));
    let (drafts, answers): (Vec<_>, Vec<_>) = asks.into_iter().map(|ask| ((ask.author, ask.draft), ask.answer)).unzip();
    let stored = within(PATIENCE, store(pool, false, &drafts)).await.unwrap_or(Err(Error::Offline));
    let (outcomes, end) = match stored {
        Ok(outcomes) => (outcomes.into_iter().map(Ok).collect(), Ok(())),
        Err(Error::Offline) => (vec![Err(Error::Offline); drafts.len()], Err(Error::Offline)),
        Err(_) => (vec![Ok(Outcome::Busy); drafts.len()], Ok(())),
    };
    let early = early.into_iter().map(|ask| (ask.answer, Ok(Outcome::Busy)));
    for (answer, outcome) in answers.into_iter().zip(outcomes).chain(early) {
        // Whoever asked may be gone: the message stands all the same.
        let _ = answer.send(outcome);
    }
    end
}

async fn store(pool: &Pool, wait: bool, drafts: &[(AccountId, Draft)]) -> Result<Vec<Outcome>> {
    let mut tx = pool.as_jobs().await?;
    let sent = db::unless_refused(db::send_messages(&mut tx, wait, drafts).await)?;
    let outcomes = sent.on_constraint("message_ids_pkey", || CONTENTION)?;
    tx.commit().await?;
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use std::iter::repeat_with;

    use futures::future::join_all;
    use sqlx::PgPool;
    use tokio::time::Instant;

    use super::*;
    use crate::shared::id::{ConversationId, MessageId};

    fn draft() -> Draft {
        Draft {
            id: MessageId::new(),
            conversation_id: ConversationId::new(),
            body: "hi".into(),
            reply_to: None,
            forwarded: false,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_queue_is_told_at_once_that_the_database_is_away() {
        let nowhere = PgPool::connect_lazy("postgres://nobody@localhost:1/nothing").expect("an address");
        let lanes = Lanes::start(&Pool::new(nowhere));
        let began = Instant::now();
        let alone = lanes.send(AccountId::new(), draft()).await;
        let patience = began.elapsed();
        let began = Instant::now();
        let outcomes = join_all(repeat_with(|| lanes.send(AccountId::new(), draft())).take(10 * TOGETHER)).await;
        assert_eq!(alone, Err(Error::Offline));
        assert!(outcomes.iter().all(|outcome| *outcome == Err(Error::Offline)));
        assert!(began.elapsed() <= 2 * patience, "{:?} for all, {patience:?} for one", began.elapsed());
    }
}
