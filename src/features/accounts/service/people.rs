//! Other people: finding them, their profiles, their roles.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::known;
use crate::{
    features::accounts::{
        db,
        model::{Account, Person, handle_of},
    },
    server::{Limit, Pool, Server, Tx, Viewer},
    shared::{
        Error, Result,
        page::{Page, limit_of},
        role::Role,
    },
};

/// Which people are looked for.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// A part of a handle or a name; empty finds everybody.
    pub q: String,
    /// 1–100; 20 if nothing is said.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// People whose handle or name holds what was typed, whatever the accents: the exact handle first, then handles and
/// then words of names that begin so, then the rest. One or two letters find beginnings of words only; nothing typed finds
/// everybody, by handle. Never the viewer.
///
/// # Errors
/// [`Error::Invalid`] for a limit out of range or a cursor that is none; [`Error::Slow`].
pub async fn find_people(server: &Server, viewer: Viewer, people: People) -> Result<Page<Account>> {
    server.limits.check(Limit::Search, &viewer.account.to_string())?;
    let limit = limit_of(people.limit)?;
    let after = people.cursor.as_deref().map_or(Ok((-1, String::new())), read_cursor)?;
    let typed: String =
        people.q.trim().trim_start_matches('@').to_lowercase().chars().filter(|c| !c.is_control()).take(80).collect();
    if typed.is_empty() {
        return list_people(server, viewer, limit, &after.1).await;
    }
    if !typed.contains(char::is_alphanumeric) {
        // No name is made of signs alone, and no index knows where they are.
        return Ok(Page { items: Vec::new(), next: None, total: None });
    }
    let typed_so = escaped(&typed);
    // In the column every word stands behind a space.
    let (begins, word) = (format!(" {typed_so}%"), format!("% {typed_so}%"));
    let holds = if typed.chars().count() < 3 { word.clone() } else { format!("%{typed_so}%") };
    let mut tx = server.pool.as_viewer(viewer.account).await?;
    let search = db::Search {
        exact: &typed,
        begins: &begins,
        word: &word,
        holds: &holds,
        after: (after.0, &after.1),
        limit: i64::from(limit) + 1,
    };
    let found = db::search_people(&mut tx, &search).await?;
    let page = Page::cut(found, limit, |(rank, account)| write_cursor(*rank, &account.handle));
    Ok(page.map(|(_, account)| account))
}

async fn list_people(server: &Server, viewer: Viewer, limit: u32, after: &str) -> Result<Page<Account>> {
    let mut tx = server.pool.as_viewer(viewer.account).await?;
    let found = db::list_people(&mut tx, after, i64::from(limit) + 1).await?;
    Ok(Page::cut(found, limit, |account| write_cursor(BEGINS, &account.handle)))
}

/// The page of a person; when they were last seen only where the viewer may know.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so.
pub async fn find_person(pool: &Pool, viewer: Option<Viewer>, handle: &str) -> Result<Person> {
    let mut tx = match viewer {
        Some(viewer) => pool.as_viewer(viewer.account).await?,
        None => pool.as_visitor().await?,
    };
    read_person(&mut tx, handle).await
}

/// As [`find_person`], where something else is read, too.
///
/// # Errors
/// As [`find_person`].
pub async fn read_person(tx: &mut Tx, handle: &str) -> Result<Person> {
    let handle = handle_of(handle).map_err(|_| Error::Missing)?;
    db::find_person(tx, &handle).await?.ok_or(Error::Missing)
}

/// Gives an account a role. For the command line: whoever may run it needs no other right.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so.
pub async fn grant_role(pool: &Pool, handle: &str, role: Role) -> Result<()> {
    let mut tx = pool.as_jobs().await?;
    if !db::update_role(&mut tx, &handle.to_lowercase(), role).await? {
        return Err(Error::Missing);
    }
    tx.commit().await?;
    known::forget_roles();
    Ok(())
}

/// What `like` takes literally.
fn escaped(typed: &str) -> String {
    typed.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The rank of handles that begin with what was typed, as all do with nothing.
const BEGINS: i32 = 1;

fn write_cursor(rank: i32, handle: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{rank}:{handle}"))
}

fn read_cursor(cursor: &str) -> Result<(i32, String)> {
    let read = || {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (rank, handle) = text.split_once(':')?;
        let handle = handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_').then_some(handle)?;
        Some((rank.parse().ok()?, handle.to_owned()))
    };
    read().ok_or_else(|| Error::invalid("cursor", "unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_anything_else_is_refused() {
        assert_eq!(read_cursor(&write_cursor(2, "ann_1")), Ok((2, "ann_1".into())));
        for wrong in
            ["", "!", "MTox\0", &BASE64_URL_SAFE_NO_PAD.encode("x:ann"), &BASE64_URL_SAFE_NO_PAD.encode("1:a\0")]
        {
            assert_eq!(read_cursor(wrong), Err(Error::invalid("cursor", "unreadable")), "{wrong:?}");
        }
    }

    #[test]
    fn what_was_typed_is_taken_literally() {
        assert_eq!(escaped(r"a_b%\"), r"a\_b\%\\");
    }
}
