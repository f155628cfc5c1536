//! Which messages hold what somebody looks for.

use std::collections::BTreeSet;

use super::super::{
    db::{self, FoundRow, Spot, TitleRow},
    model::{Found, MAX_SOUGHT, Terms},
    state::threads,
};
use crate::{
    features::accounts::model::Account,
    server::{Limit, Server},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
        page::{MAX_LIMIT, Page},
    },
};

/// What somebody looks for, and where.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// As it was typed.
    pub words: String,
    /// In this conversation and its threads alone.
    pub within: Option<ConversationId>,
    /// Where the page before ended.
    pub after: Option<Spot>,
    /// At most so many, 1–100.
    pub limit: u32,
}

/// The viewer's messages that hold all of the words, the last of which may go on; the newest first. What is deleted, and
/// what was said in conversations that the viewer is not in any more, is never among them. Where there is no word to look
/// for nothing is found, and nobody asked.
///
/// # Errors
/// `q`: `too_long` past 200 characters, `characters` for a NUL; [`Error::Missing`] where the viewer is not in the
/// conversation; [`Error::Slow`] past 60 searches a minute.
pub async fn search(server: &Server, viewer: AccountId, sought: &Sought) -> Result<Page<Found>> {
    if sought.words.chars().count() > MAX_SOUGHT {
        return Err(Error::invalid("q", "too_long"));
    } else if sought.words.contains('\0') {
        return Err(Error::invalid("q", "characters"));
    }
    let terms = Terms::of(&sought.words);
    if terms.is_empty() {
        return Ok(Page { items: Vec::new(), next: None, total: None });
    }
    server.limits.check(Limit::Search, &viewer.to_string())?;
    let mut tx = server.pool.as_viewer(viewer).await?;
    if let Some(within) = sought.within {
        db::last_seq(&mut tx, within).await?.ok_or(Error::Missing)?;
    }
    let limit = sought.limit.clamp(1, MAX_LIMIT);
    let asked = db::Search { terms: &terms, within: sought.within, after: sought.after, limit: i64::from(limit) + 1 };
    let rows = db::search_messages(&mut tx, &asked).await?;
    let page = Page::cut(rows, limit, |row| Spot { at: row.at, id: row.id }.encode());
    let conversations: BTreeSet<_> = page.items.iter().map(|row| row.conversation_id).collect();
    let titles = db::select_titles(&mut tx, &conversations.into_iter().collect::<Vec<_>>()).await?;
    let authors = page.items.iter().map(|row| row.author_id);
    let people: BTreeSet<_> = authors.chain(titles.iter().filter_map(|title| title.other)).collect();
    let people = db::select_people(&mut tx, people).await?;
    // Whoever was sent out in this moment finds nothing there.
    let found = page.items.into_iter().filter_map(|row| {
        let title = titles.iter().find(|title| title.id == row.conversation_id)?;
        let author = people.get(&row.author_id)?.clone();
        let words = words_of(title, title.other.and_then(|other| people.get(&other)));
        Some(shown(&terms, row, (words, title.thread_of), author))
    });
    Ok(Page { items: found.collect(), next: page.next, total: None })
}

fn words_of(title: &TitleRow, other: Option<&Account>) -> String {
    if title.is_folded {
        return threads::FOLDED.to_owned();
    } else if title.thread_of.is_some() {
        return threads::title(title.name.as_deref());
    }
    let name = title.name.as_deref().or(other.map(Account::name));
    name.unwrap_or_default().to_owned()
}

fn shown(terms: &Terms, row: FoundRow, (title, thread_of): (String, Option<ConversationId>), author: Account) -> Found {
    let FoundRow { id, conversation_id, seq, body, at, .. } = row;
    let excerpt = terms.excerpt(&body);
    Found { id, conversation_id, title, thread_of, seq, at, author, excerpt }
}
