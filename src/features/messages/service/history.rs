//! Which messages of a conversation are read at once.

use std::collections::HashSet;

use sqlx::PgConnection;

use super::{
    super::{
        db,
        model::{From, Message, Stretch, root_of},
    },
    changing,
};
use crate::{
    server::Pool,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
        page::MAX_LIMIT,
    },
};

/// A stretch of at most `limit` messages (1–100) of a conversation, with the beginnings of what they answer further up
/// and of what was pinned last.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it.
pub async fn history(pool: &Pool, viewer: AccountId, id: ConversationId, from: From, limit: u32) -> Result<Stretch> {
    let mut tx = pool.as_viewer(viewer).await?;
    let last = db::last_seq(&mut tx, id).await?.ok_or(Error::Missing)?;
    let limit = limit.clamp(1, MAX_LIMIT);
    let (low, high) = match placed(&mut tx, id, from).await? {
        From::Unread => around_unread(db::first_unread(&mut tx, id).await?, limit, last),
        from => range(from, limit, last),
    };
    let messages = db::select_messages(&mut tx, id, low, high).await?;
    let mut answered = answered_elsewhere(&messages);
    // It stands on top of every page.
    let pinned = db::newest_pin(&mut tx, id).await?;
    answered.extend(pinned.filter(|pinned| messages.iter().all(|message| message.id != *pinned)));
    let quotes = if answered.is_empty() { Vec::new() } else { db::select_quotes(&mut tx, id, &answered).await? };
    let read = Stretch { messages, quotes, older: low > 1 && last > 0, newer: high < last, former: Vec::new() };
    // On top of a thread stands its message, whose author may have gone.
    let root = match changing::find(&mut tx, root_of(id)).await {
        Ok(root) => Some(root.author_id),
        Err(Error::Missing) => None,
        Err(error) => return Err(error),
    };
    let former = db::select_former(&mut tx, id, read.people().into_iter().chain(root)).await?;
    Ok(Stretch { former, ..read })
}

/// Where by its `seq` lies what is asked for by its name or its moment.
async fn placed(connection: &mut PgConnection, id: ConversationId, from: From) -> Result<From> {
    Ok(match from {
        From::Message(message) => db::select_seq(connection, id, message).await?.map_or(From::Unread, From::Around),
        From::Since(time) => db::first_since(connection, id, time).await?.map_or(From::Newest, From::Around),
        from => from,
    })
}

/// What the messages answer and is not among them.
fn answered_elsewhere(messages: &[Message]) -> Vec<MessageId> {
    let here: HashSet<_> = messages.iter().map(|message| message.id).collect();
    let answered: HashSet<_> = messages.iter().filter_map(|message| message.reply_to).collect();
    answered.difference(&here).copied().collect()
}

/// The stretch with which a conversation opens: a third of it was read before, or more where less is unread.
fn around_unread(first: Option<i64>, limit: u32, last: i64) -> (i64, i64) {
    let Some(first) = first else { return range(From::Newest, limit, last) };
    let low = first - i64::from(limit) / 3;
    let (newest, _) = range(From::Newest, limit, last);
    range(From::After(low.min(newest) - 1), limit, last)
}

/// The first and the last `seq` of the stretch in a conversation that ends at `last`; where
/// there is nothing to read the first is past the last.
fn range(from: From, limit: u32, last: i64) -> (i64, i64) {
    let limit = i64::from(limit);
    let (low, high) = match from {
        From::Newest | From::Unread | From::Message(_) | From::Since(_) => (last.saturating_sub(limit) + 1, last),
        From::Before(seq) => {
            let high = seq.saturating_sub(1).min(last);
            (high.saturating_sub(limit).saturating_add(1), high)
        }
        From::After(seq) => {
            let low = seq.max(0).saturating_add(1);
            (low, low.saturating_add(limit - 1))
        }
        From::Around(seq) => {
            let low = seq.clamp(1, last.max(1)).saturating_sub(limit / 2).max(1);
            (low, low.saturating_add(limit - 1))
        }
    };
    (low.max(1), high.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_lies_where_it_was_asked_for() {
        for (from, stretch) in [
            (From::Newest, (91, 100)),
            (From::Before(50), (40, 49)),
            (From::Before(4), (1, 3)),
            (From::Before(1_000), (91, 100)),
            (From::After(50), (51, 60)),
            (From::After(95), (96, 100)),
            (From::Around(50), (45, 54)),
            (From::Around(2), (1, 10)),
            (From::Around(1_000), (95, 100)),
        ] {
            assert_eq!(range(from, 10, 100), stretch, "{from:?}");
        }
    }

    #[test]
    fn a_conversation_opens_at_what_is_unread_with_what_comes_before_it() {
        for (first, stretch) in
            [(None, (71, 100)), (Some(100), (71, 100)), (Some(81), (71, 100)), (Some(50), (40, 69)), (Some(4), (1, 30))]
        {
            assert_eq!(around_unread(first, 30, 100), stretch, "{first:?}");
        }
        assert_eq!(around_unread(Some(2), 30, 3), (1, 3));
    }

    #[test]
    fn no_number_however_odd_breaks_a_stretch() {
        for seq in [i64::MIN, -1, 0, i64::MAX] {
            for from in [From::Newest, From::Before(seq), From::After(seq), From::Around(seq)] {
                for last in [0, 7] {
                    let (low, high) = range(from, 100, last);
                    assert!(low >= 1 && high <= last, "{from:?} of {last}");
                }
            }
        }
    }
}
