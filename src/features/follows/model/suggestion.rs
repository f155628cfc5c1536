//! Whom somebody may want to follow, and why.

use serde::{Deserialize, Serialize};

use crate::features::accounts::model::Account;

/// Somebody whom the caller may want to follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// Who.
    pub account: Account,
    /// How many of those follow them whom the caller follows.
    pub followed_by: i64,
    /// What both write about: at most three tags.
    pub tags: Vec<String>,
    /// How many followed them when they were suggested.
    #[serde(default)]
    pub followers: i64,
}

impl Suggestion {
    /// Why they are suggested, as a person would say it.
    #[must_use]
    pub fn reason(&self) -> String {
        match (self.followed_by, &*self.tags) {
            (0, []) => match self.followers {
                0 => "Wrote something lately".to_owned(),
                1 => "Followed by 1 person".to_owned(),
                people => format!("Followed by {people} people"),
            },
            (0, tags) => {
                let tags: Vec<_> = tags.iter().map(|tag| format!("#{tag}")).collect();
                format!("Writes about {}", tags.join(", "))
            }
            (1, _) => "Followed by 1 person you follow".to_owned(),
            (people, _) => format!("Followed by {people} people you follow"),
        }
    }
}

/// Whom the viewer may want to follow, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// Nobody whom they follow, blocked or dismissed, nor who blocked them.
    pub people: Vec<Suggestion>,
    /// Counts the changes.
    pub version: i64,
}

/// The act of dismissing somebody who is suggested, as it is kept until the server has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// Who, as the screen calls them until the server has answered.
    pub account: Account,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::{id::AccountId, role::Role};

    #[test]
    fn the_reason_is_who_else_follows_them_else_what_both_write_about_else_how_many_follow_them() {
        let suggested = |followed_by, tags: &[&str], followers| {
            let tags = tags.iter().map(ToString::to_string).collect();
            let (handle, display_name) = ("bob".to_owned(), "Bob".to_owned());
            let account = Account { id: AccountId::new(), handle, display_name, role: Role::Member, deleted: false };
            Suggestion { account, followed_by, tags, followers }.reason()
        };
        assert_eq!(suggested(3, &["tea"], 9), "Followed by 3 people you follow");
        assert_eq!(suggested(1, &[], 9), "Followed by 1 person you follow");
        assert_eq!(suggested(0, &["tea", "rye"], 9), "Writes about #tea, #rye");
        assert_eq!(suggested(0, &[], 12), "Followed by 12 people");
        assert_eq!(suggested(0, &[], 1), "Followed by 1 person");
        assert_eq!(suggested(0, &[], 0), "Wrote something lately");
    }
}
