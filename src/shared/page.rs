//! Pages of lists: a limit, an opaque cursor, and what comes after.

use serde::{Deserialize, Serialize};

use super::{Error, Result};

/// Part of a list and the cursor of what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// In the order of the list.
    pub items: Vec<T>,
    /// Opaque; `None` at the end of the list.
    pub next: Option<String>,
    /// How many there are in all, where that is cheap to know.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// The first `limit` of the items, of which one more was read than a page holds. Where that one is there, `next` is
    /// the cursor of the last item that stays.
    pub fn cut(mut items: Vec<T>, limit: u32, cursor: impl FnOnce(&T) -> String) -> Self {
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(cursor);
        Self { items, next, total: None }
    }

    /// The same page of what each item becomes.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next, total: self.total }
    }
}

/// Which page of a list is asked for, as the query of an address says it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct Paging {
    /// At most so many, 1–100; 20 when nothing is said.
    #[cfg_attr(feature = "ssr", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// How many items a page holds when nobody asks: 20.
pub const DEFAULT_LIMIT: u32 = 20;
/// How many items a page holds at most: 100.
pub const MAX_LIMIT: u32 = 100;

/// How many items a page is to hold: as many as were asked for, or [`DEFAULT_LIMIT`].
///
/// # Errors
/// `limit`: `range` for none and for more than [`MAX_LIMIT`].
pub fn limit_of(asked: Option<u32>) -> Result<u32> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit),
        _ => Err(Error::invalid("limit", "range")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_what_follows_only_where_something_does() {
        for (read, kept, next) in [(0, 0, None), (1, 1, None), (2, 2, None), (3, 2, Some("2"))] {
            let page = Page::cut((1..=read).collect(), 2, i32::to_string);
            assert_eq!((page.items.len(), page.next.as_deref()), (kept, next), "{read} were read");
        }
    }

    #[test]
    fn a_page_holds_20_items_or_as_many_as_are_asked_for_up_to_100() {
        for (asked, limit) in [(None, 20), (Some(1), 1), (Some(100), 100)] {
            assert_eq!(limit_of(asked), Ok(limit));
        }
        for asked in [0, 101, u32::MAX] {
            assert_eq!(limit_of(Some(asked)), Err(Error::invalid("limit", "range")));
        }
    }
}
