//! One's log-ins page by page, and the end of those that nobody uses any more.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::DateTime;
use uuid::Uuid;

use crate::{
    features::accounts::{
        db::{self, SessionPlace},
        model::Session,
    },
    server::{Pool, Viewer},
    shared::{
        Error, Result,
        id::SessionId,
        page::{Page, limit_of},
        time::Time,
    },
};

/// A page of the viewer's sessions, and how many there are in all: the current one first, then the one used last.
///
/// `limit` is 1–100, 20 if nothing is said; `cursor` is `next` of the page before.
///
/// # Errors
/// [`Error::Invalid`] for a limit out of range or a cursor that is none; [`Error::Offline`].
pub async fn list_sessions(
    pool: &Pool,
    viewer: Viewer,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Result<Page<Session>> {
    let limit = limit_of(limit)?;
    let after = cursor.map(read_cursor).transpose()?;
    let mut tx = pool.as_viewer(viewer.account).await?;
    let sessions = db::list_sessions(&mut tx, viewer.session, after, i64::from(limit) + 1).await?;
    let total = db::count_sessions(&mut tx).await?;
    let page = Page::cut(sessions, limit, |last| write_cursor(place_of(last)));
    Ok(Page { total: Some(total), ..page })
}

/// Deletes sessions that have ended by themselves, and access tokens 30 days later, at once and then hourly, a few at a
/// time.
pub async fn forget_expired(pool: Pool) {
    loop {
        while let Ok(true) = forget_some(&pool).await {}
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// Whether there may be more.
async fn forget_some(pool: &Pool) -> Result<bool> {
    let mut tx = pool.as_jobs().await?;
    let forgotten = db::delete_expired(&mut tx).await? + db::delete_expired_tokens(&mut tx).await?;
    tx.commit().await?;
    Ok(forgotten > 0)
}

/// The cursor of a place among things that were made at some time, none of which is the current one.
pub(super) fn write_place(at: Time, id: Uuid) -> String {
    write_cursor(SessionPlace { current: false, at, id: SessionId(id) })
}

/// What [`write_place`] wrote.
pub(super) fn read_place(cursor: &str) -> Result<(Time, Uuid)> {
    read_cursor(cursor).map(|place| (place.at, place.id.0))
}

fn place_of(session: &Session) -> SessionPlace {
    SessionPlace { current: session.current, at: session.last_seen_at, id: session.id }
}

fn write_cursor(place: SessionPlace) -> String {
    let mut bytes = vec![u8::from(place.current)];
    bytes.extend(place.at.0.timestamp_micros().to_be_bytes());
    bytes.extend(place.id.0.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn read_cursor(cursor: &str) -> Result<SessionPlace> {
    let read = || {
        let bytes: [u8; 25] = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?.try_into().ok()?;
        let (micros, id) = bytes[1..].split_at(8);
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(micros.try_into().ok()?))?;
        let in_range = at >= DateTime::UNIX_EPOCH && at.timestamp() < 1 << 38;
        let current = match bytes[0] {
            0 => false,
            1 => true,
            _ => return None,
        };
        in_range.then_some(SessionPlace { current, at: Time(at), id: SessionId(Uuid::from_slice(id).ok()?) })
    };
    read().ok_or_else(|| Error::invalid("cursor", "unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_anything_else_is_refused() {
        let place = SessionPlace { current: true, at: Time::from_millis(1_790_000_000_123), id: SessionId::new() };
        assert_eq!(read_cursor(&write_cursor(place)), Ok(place));
        let mut odd = [0_u8; 25];
        odd[1..9].copy_from_slice(&i64::MAX.to_be_bytes());
        for wrong in ["", "!", "AAAA", &BASE64_URL_SAFE_NO_PAD.encode([2_u8; 25]), &BASE64_URL_SAFE_NO_PAD.encode(odd)]
        {
            assert_eq!(read_cursor(wrong), Err(Error::invalid("cursor", "unreadable")), "{wrong:?}");
        }
    }
}
