//! Nouns of groups: the parts that people have in one, and what a conversation is about.

use serde::{Deserialize, Serialize};

/// The part that somebody has in a group; in a pair both are members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GroupRole {
    /// Reads and writes.
    #[default]
    Member,
    /// Brings people in, removes members, deletes what others said, and says what the group is called and what it is about.
    Admin,
    /// Gives these parts, and removes anybody; a group always has one.
    Owner,
}

impl GroupRole {
    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Whether somebody with it says what a group is called and about, and brings people in.
    #[must_use]
    pub fn may_change(self) -> bool {
        self >= Self::Admin
    }

    /// Whether they give others their parts.
    #[must_use]
    pub fn may_give(self) -> bool {
        self == Self::Owner
    }

    /// Whether they remove somebody with another part.
    #[must_use]
    pub fn may_remove(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Admin => other == Self::Member,
            Self::Member => false,
        }
    }
}

/// What a conversation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Subject {
    /// In a line, at most 200 characters. To take a subject away, none.
    pub words: String,
    /// Where there is more about it: an address that begins with `https://`.
    #[serde(default)]
    pub link: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_do_everything_admins_what_concerns_members_and_members_nothing() {
        use GroupRole::{Admin, Member, Owner};
        for role in [Owner, Admin, Member] {
            assert!(Owner.may_remove(role) && !Member.may_remove(role));
            assert_eq!(Admin.may_remove(role), role == Member);
            assert_eq!((role.may_change(), role.may_give()), (role != Member, role == Owner));
        }
    }
}
