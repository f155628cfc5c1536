//! Personal access tokens: what is told of them.

use serde::{Deserialize, Serialize};

use crate::shared::{id::TokenId, scope::Scope, time::Time};

/// For how many days a form offers a token, and the words for it; empty where it does not end by itself.
pub const TOKEN_ENDS: [(&str, &str); 5] =
    [("30", "30 days"), ("7", "7 days"), ("90", "90 days"), ("365", "1 year"), ("", "Until it is revoked")];

/// A personal access token, without what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// Which.
    pub id: TokenId,
    /// What it is for, in the words of whoever made it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Time,
    /// When it ends by itself; `null` where only its owner ends it. It stands in the list for 30 days after that.
    pub expires_at: Option<Time>,
    /// The beginning of the day, in UTC, on which it was last used; `null` where it never was.
    pub last_used_at: Option<Time>,
}

/// A token as it is answered to whoever made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MadeToken {
    /// What is kept of it.
    pub about: AccessToken,
    /// For `Authorization: Bearer`; shown only here. Absent where the same was made before: nobody knows it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}
