//! Pages of lists: a limit, an opaque cursor, and what comes after.

use serde::{Deserialize, Serialize};

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

/// How many items a page holds when nobody asks: 20.
pub const DEFAULT_LIMIT: u32 = 20;
/// How many items a page holds at most: 100.
pub const MAX_LIMIT: u32 = 100;
