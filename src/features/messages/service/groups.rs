//! Groups: making one, who is in it, and what a conversation is called and about.
//!
//! What becomes of an act is decided where nobody can come in between: in the database, under the conversation's lock. Of a
//! conversation nothing is kept with an act on it: the words in it would outlive their deletion, and who was removed
//! meanwhile would still be told who is in it. An act that was applied before is answered with what may be read by now.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Counted, Opened};
use crate::{
    features::messages::{
        db,
        model::{Conversation, Details, GroupRole, group_name, other_people},
    },
    server::{Limit, OnConstraint, Pool, Server, Tx, fault::CONTENTION, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
};

/// Characters of the longest handle: what is longer, or can be none, is not repeated.
const LONGEST: usize = 30;

/// A group to make.
#[derive(Clone, Debug)]
pub struct NewGroup {
    /// The id that it will have for life.
    pub id: ConversationId,
    /// What it is called.
    pub name: String,
    /// The handles of the others.
    pub with: Vec<String>,
}

/// Makes a group that the viewer owns. All in it hear of it at once. The same group asked for again is the same one,
/// whatever has become of it. Where the id names a conversation of other people's it is made under another one, and nobody
/// is told that theirs exists.
///
/// # Errors
/// As [`group_name`] and [`other_people`] say; `with`: `self` for oneself; `with/{handle}`: `unknown` for the first that
/// nobody has, `declines` for each who does not let the viewer bring them in;
/// [`Error::Conflict`] where the id names another conversation of the viewer's; [`Error::Slow`] past 60 new conversations an
/// hour, or where they would have brought in more than 256 people within one.
pub async fn create_group(server: &Server, viewer: AccountId, group: &NewGroup) -> Result<Opened> {
    let counted = &[Limit::Openings, Limit::Invitations].map(|limit| Counted::of(limit, viewer));
    let other = instead_of(group.id, viewer);
    match create_under(group.id, server, counted, group).await? {
        Some(opened) => Ok(opened),
        None => create_under(other, server, counted, group).await?.ok_or(Error::Conflict),
    }
}

/// The id of a group where the one that was asked for is other people's: the same whenever this viewer asks for that one,
/// so that the same call again finds the group.
fn instead_of(asked: ConversationId, viewer: AccountId) -> ConversationId {
    let hash = Sha256::new().chain_update(asked.0.as_bytes()).chain_update(viewer.0.as_bytes()).finalize();
    let mut bytes = *asked.0.as_bytes();
    // What comes before is its time, and of which kind an id it is.
    for (byte, other) in bytes.iter_mut().skip(9).zip(hash) {
        *byte = other;
    }
    ConversationId(Uuid::from_bytes(bytes))
}

/// The group under this id; nothing where that is other people's.
async fn create_under(
    id: ConversationId,
    server: &Server,
    [opening, invitations]: &[Counted; 2],
    group: &NewGroup,
) -> Result<Option<Opened>> {
    let (name, handles) = (&group_name(&group.name)?, &other_people(&group.with)?);
    let viewer = opening.viewer;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        let people = db::find_accounts(&mut tx, handles).await?;
        if people.contains(&viewer) {
            return Err(Error::invalid("with", "self"));
        }
        if people.len() < handles.len() {
            return Err(unknown(&mut tx, handles).await?);
        }
        let outcome = db::create_group(&mut tx, id, name, &people).await;
        match db::unless_refused(outcome)?.on_constraint("conversations_pkey", || CONTENTION)?.as_str() {
            "made" => {
                opening.count(server, 1)?;
                invitations.count(server, people.len())?;
                tx.commit().await?;
                Ok(Some(Opened { id, created: true }))
            }
            "known" => Ok(Some(Opened { id, created: false })),
            "taken" => Ok(None),
            "unknown" => Err(Error::invalid("with", "unknown")),
            _ => Err(Error::Conflict),
        }
    })
    .await
}

/// Gives somebody a place in a group, or another role there, and returns the group as it stands afterwards. Without a
/// role they are a member, or what they were. From then on they may read it from its beginning; what was said before
/// counts as read.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it; [`Error::Forbidden`] where they may not; `handle`: `unknown`;
/// `with/{handle}`: `declines` where they do not let the viewer bring them in; `participants`: `too_many` past 256;
/// `role`: `last_owner` for whom nobody would own it after; [`Error::Conflict`] where `once` names another act;
/// [`Error::Slow`] where they have brought in 256 people within an hour.
pub async fn set_participant(
    server: &Server,
    viewer: AccountId,
    id: ConversationId,
    (handle, role): (&str, Option<GroupRole>),
    once: &Once,
) -> Result<Conversation> {
    let invitation = &Counted::of(Limit::Invitations, viewer);
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            return super::find(&mut tx, id).await;
        }
        let person = find_person(&mut tx, handle).await?;
        let outcome = db::unless_refused(db::set_participant(&mut tx, id, person, role).await)??;
        judge(&outcome)?;
        once.keep(&mut tx, &()).await?;
        let conversation = super::find(&mut tx, id).await?;
        invitation.count(server, usize::from(outcome == "joined"))?;
        tx.commit().await?;
        Ok(conversation)
    })
    .await
}

/// Gives somebody in a group another role. Whoever is not in it any more does not come back by that.
///
/// # Errors
/// [`Error::Missing`] where the viewer or this person is not in it; [`Error::Forbidden`] where the viewer may not; `role`:
/// `last_owner` for whom nobody would own it after.
pub async fn set_role(pool: &Pool, viewer: AccountId, id: ConversationId, handle: &str, role: GroupRole) -> Result<()> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        let person = find_person(&mut tx, handle).await?;
        judge(&db::set_role(&mut tx, id, person, role).await?)?;
        tx.commit().await
    })
    .await
}

/// Brings people into a group, all of them or nobody. Whoever is in it already stays what they are.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it; [`Error::Forbidden`] where they may not; `with`: as [`other_people`]
/// says, `too_many` past 256; `with/{handle}`: `unknown` for the first that nobody has, `declines` for the first who does not
/// let the viewer bring them in; [`Error::Slow`] where they would have brought in more than 256 people within an hour.
pub async fn add_people(server: &Server, viewer: AccountId, id: ConversationId, handles: &[String]) -> Result<()> {
    let handles = &other_people(handles)?;
    let invitations = &Counted::of(Limit::Invitations, viewer);
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        let people = db::find_accounts(&mut tx, handles).await?;
        if people.len() < handles.len() {
            // Whoever may not bring anybody in learns nothing of who is here.
            match judge(&db::set_participant(&mut tx, id, None, None).await?).map_err(of_people) {
                Err(Error::Invalid { rule, .. }) if rule == "unknown" => return Err(unknown(&mut tx, handles).await?),
                judged => judged?,
            }
        }
        let mut joined = 0;
        for person in people {
            let outcome = db::unless_refused(db::set_participant(&mut tx, id, Some(person), None).await)??;
            judge(&outcome).map_err(of_people)?;
            joined += usize::from(outcome == "joined");
        }
        invitations.count(server, joined)?;
        tx.commit().await
    })
    .await
}

/// That nobody has one of these handles, which names the first such: half of them is looked up at a time.
async fn unknown(tx: &mut Tx, handles: &[String]) -> Result<Error> {
    let mut rest = handles;
    while rest.len() > 1 {
        let (first, second) = rest.split_at(rest.len() / 2);
        let found = db::find_accounts(tx, first).await?;
        rest = if found.len() < first.len() { first } else { second };
    }
    let is_told = |handle: &&String| handle.len() <= LONGEST && handle.bytes().all(|byte| byte.is_ascii_graphic());
    let field = rest.first().filter(is_told).map(|handle| format!("with/{handle}"));
    Ok(Error::invalid(field.unwrap_or_else(|| "with".to_owned()), "unknown"))
}

/// What is wrong with one of several people is wrong with the list of them.
fn of_people(error: Error) -> Error {
    match error {
        Error::Invalid { rule, .. } => Error::invalid("with", rule),
        other => other,
    }
}

/// Lets the viewer go out of a group, as [`remove_participant`] does.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it; [`Error::Forbidden`] where it is a pair.
pub async fn leave(pool: &Pool, viewer: AccountId, id: ConversationId) -> Result<()> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        judge(&db::remove_participant(&mut tx, id, Some(viewer)).await?)?;
        tx.commit().await
    })
    .await
}

/// Takes somebody out of a group, or lets the viewer go. They lose it at once, on all their devices. Where the last owner
/// goes, the admin who has been there longest inherits it, else the member who has.
///
/// # Errors
/// [`Error::Missing`] where the viewer or this person is not in it; [`Error::Forbidden`] where the viewer may not;
/// [`Error::Conflict`] where `once` names another act.
pub async fn remove_participant(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    handle: &str,
    once: &Once,
) -> Result<()> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let person = find_person(&mut tx, handle).await?;
        judge(&db::remove_participant(&mut tx, id, person).await?)?;
        once.keep(&mut tx, &()).await?;
        tx.commit().await
    })
    .await
}

/// Changes what a conversation is called and what it is about, and returns it as it stands afterwards. Asking for what
/// already holds changes nothing and is no conflict.
///
/// # Errors
/// As [`Details::stored`] says; [`Error::Missing`] where the viewer is not in it; [`Error::Forbidden`] where they may
/// not; `name`: `unsupported` for a pair; `with`: `not_accepting` where one of a pair has blocked the other;
/// [`Error::Conflict`] where something newer holds than what was seen, or where `once` names another act.
pub async fn change(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    details: &Details,
    once: &Once,
) -> Result<Conversation> {
    let details = &details.stored()?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            return super::find(&mut tx, id).await;
        }
        judge(&db::unless_refused(db::change_conversation(&mut tx, id, details).await)??)?;
        once.keep(&mut tx, &()).await?;
        let conversation = super::find(&mut tx, id).await?;
        tx.commit().await?;
        Ok(conversation)
    })
    .await
}

async fn find_person(tx: &mut Tx, handle: &str) -> Result<Option<AccountId>> {
    if handle.contains('\0') { Ok(None) } else { Ok(db::find_account(tx, handle).await?) }
}

/// What the words of the schema mean for whoever asked.
pub(super) fn judge(outcome: &str) -> Result<()> {
    Err(match outcome {
        "joined" | "changed" | "same" | "removed" => return Ok(()),
        "missing" | "absent" => Error::Missing,
        "forbidden" => Error::Forbidden,
        "unknown" => Error::invalid("handle", "unknown"),
        "full" => Error::invalid("participants", "too_many"),
        "last_owner" => Error::invalid("role", "last_owner"),
        "nameless" => Error::invalid("name", "unsupported"),
        _ => Error::Conflict,
    })
}
