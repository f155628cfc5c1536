//! How a draft becomes a message later (MSG-9).
//!
//! Whoever schedules one has its job planned in the same transaction. The job claims it, has [`send`](super::send) do what
//! it does for everybody, and lets it go; killed in between it does all of that again, and by its id there is one message.

use super::{
    super::{
        db,
        model::{Draft, Rescheduled, Scheduled, check_time},
    },
    threads::{as_missing, begin},
};
use crate::{
    server::{Limit, Pool, Server, Tx, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, MessageId},
        time::Time,
    },
};

/// The rule for which words are refused by whom they are for.
const NOT_ACCEPTING: &str = "not_accepting";

/// What became of a draft that is to be sent later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// It waits from now on.
    New(Scheduled),
    /// It waited before.
    Known(Scheduled),
    /// It was scheduled before, and sent or taken back since.
    Over,
}

/// Keeps a draft until its time comes. The same act again finds what it has kept, also once the time is over.
///
/// # Errors
/// `body`, as [`Draft::check`] says; `at`, as [`check_time`] says; `scheduled`: `too_many` where 100 wait;
/// [`Error::Missing`] where the author is not in the conversation, or what the draft answers is not; [`Error::Conflict`]
/// where the id names something else; `with`: `not_accepting` where one of a pair has blocked the other; [`Error::Slow`]
/// past 60 a minute, or 60 threads begun an hour.
pub async fn schedule(server: &Server, author: AccountId, draft: &Draft, at: Time, once: &Once) -> Result<Planned> {
    draft.check()?;
    server.limits.check(Limit::Drafts, &author.to_string())?;
    match keep(server, author, draft, at, once).await {
        // The thread of a message may not have begun before.
        Err(Error::Missing) => {
            begin(server, author, draft.conversation_id).await.map_err(as_missing)?;
            keep(server, author, draft, at, once).await
        }
        planned => planned,
    }
}

async fn keep(server: &Server, author: AccountId, draft: &Draft, at: Time, once: &Once) -> Result<Planned> {
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(author).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            let waiting = db::select_scheduled(&mut tx, draft.id).await?;
            return Ok(waiting.map_or(Planned::Over, Planned::Known));
        }
        check_time(at, Time::now())?;
        match db::schedule_message(&mut tx, draft, at).await?.as_str() {
            "scheduled" => {}
            "full" => return Err(Error::invalid("scheduled", "too_many")),
            "conflict" => return Err(Error::Conflict),
            "closed" => return Err(Error::invalid("with", NOT_ACCEPTING)),
            _ => return Err(Error::Missing),
        }
        let scheduled = find(&mut tx, draft.id).await?;
        plan(tx, draft.id, once).await?;
        Ok(Planned::New(scheduled))
    })
    .await
}

/// What the viewer has scheduled, by time; 100 of them at most.
///
/// # Errors
/// What the database says.
pub async fn all_scheduled(pool: &Pool, viewer: AccountId) -> Result<Vec<Scheduled>> {
    let mut tx = pool.as_viewer(viewer).await?;
    Ok(db::select_all_scheduled(&mut tx).await?)
}

/// One that the viewer has scheduled.
///
/// # Errors
/// [`Error::Missing`] where no such message of theirs waits.
pub async fn scheduled(pool: &Pool, viewer: AccountId, id: MessageId) -> Result<Scheduled> {
    let mut tx = pool.as_viewer(viewer).await?;
    find(&mut tx, id).await
}

/// Has a scheduled message say something else, or be sent at another time; one that could not be sent is tried again then.
/// The answer is how it stands afterwards; where `once` was applied before, by now, and nothing where it is over since.
///
/// # Errors
/// As [`Rescheduled::check`] says; [`Error::Missing`] where no such message of the viewer waits; [`Error::Conflict`]
/// where it is being sent, or is not of the version that was seen; [`Error::Slow`] past 60 a minute.
pub async fn reschedule(
    server: &Server,
    viewer: AccountId,
    id: MessageId,
    (change, seen): (&Rescheduled, Option<i64>),
    once: &Once,
) -> Result<Option<Scheduled>> {
    server.limits.check(Limit::Drafts, &viewer.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            return Ok(db::select_scheduled(&mut tx, id).await?);
        }
        change.check(Time::now())?;
        match db::change_scheduled(&mut tx, id, seen, change).await?.as_str() {
            "changed" | "same" => {}
            "busy" | "conflict" => return Err(Error::Conflict),
            _ => return Err(Error::Missing),
        }
        let scheduled = find(&mut tx, id).await?;
        plan(tx, id, once).await?;
        Ok(Some(scheduled))
    })
    .await
}

/// Takes a scheduled message back: it will not be sent.
///
/// # Errors
/// [`Error::Missing`] where no such message of the viewer waits; [`Error::Conflict`] where it is being sent.
pub async fn cancel(pool: &Pool, viewer: AccountId, id: MessageId, once: &Once) -> Result<()> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            return Ok(());
        }
        let outcome = db::cancel_scheduled(&mut tx, id).await?;
        match outcome.as_str() {
            "cancelled" => plan(tx, id, once).await,
            "busy" => Err(Error::Conflict),
            _ => Err(Error::Missing),
        }
    })
    .await
}

/// Sends a message whose time has come, as its author would; what waits no more is left alone, and what waits for another
/// time has a job for that time afterwards. Whoever calls it twice has sent it once. What will never be accepted stays with
/// its author, who is told why; so does what could not be sent the `last` time that it is tried. What its author has said
/// already is said, whatever became of them since.
///
/// # Errors
/// What may pass: it is to be tried again, unless this was the last time.
pub async fn send_scheduled(server: &Server, id: MessageId, is_last: bool) -> Result<()> {
    let mut tx = server.pool.as_jobs().await?;
    let claimed = db::claim_scheduled(&mut tx, id).await?;
    let Some((author, draft)) = claimed else { return plan_again(tx, id).await };
    tx.commit().await?;
    let trouble = match super::send(server, author, &draft).await {
        Ok(_) => None,
        Err(error) if error.is_transient() && !is_last => return Err(error),
        Err(error) => Some(error),
    };
    let mut tx = server.pool.as_jobs().await?;
    match trouble.as_ref().map(trouble_of) {
        // Its author may have been removed between the act and the end of a program that was killed.
        Some(trouble) if !db::was_said(&mut tx, id, author).await? => db::fail_scheduled(&mut tx, id, trouble).await?,
        _ => db::delete_scheduled(&mut tx, id).await?,
    }
    tx.commit().await
}

/// Has what waits for a later moment a job for that moment: the one that runs may be its only one, where the clock of the
/// database was put back since that was begun.
async fn plan_again(mut tx: Tx, id: MessageId) -> Result<()> {
    if db::hold_waiting(&mut tx, id).await? {
        db::plan_scheduled(&mut tx, id).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What its author is told of why: that somebody does not accept it is no fault of the words, which its code would say.
fn trouble_of(error: &Error) -> &str {
    match error {
        Error::Invalid { rule, .. } if rule == NOT_ACCEPTING => NOT_ACCEPTING,
        _ => error.code(),
    }
}

async fn find(tx: &mut Tx, id: MessageId) -> Result<Scheduled> {
    db::select_scheduled(tx, id).await?.ok_or(Error::Missing)
}

/// Makes a change durable, together with the job that it asks for and its name.
async fn plan(mut tx: Tx, id: MessageId, once: &Once) -> Result<()> {
    once.keep(&mut tx, &()).await?;
    tx.become_jobs().await?;
    db::plan_scheduled(&mut tx, id).await?;
    tx.commit().await
}
