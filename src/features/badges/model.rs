//! Nouns of what somebody has earned, and how it is brought up to date.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shared::{id::AccountId, json::typed, time::Time};

/// A badge that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Badge {
    /// Which, for programs: `first_post`, `first_answer`, `first_accepted`, `upvotes_10`, `upvotes_100`, `upvotes_1000` or
    /// `year`; there may come to be others.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// When it was earned.
    pub at: Time,
}

/// What somebody has earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Earned {
    /// Who.
    pub account_id: AccountId,
    /// 10 for each vote up on a post or an answer of theirs, -2 for each vote down, 15 for each answer of theirs that somebody
    /// else accepted; as it is now, so it goes down, too.
    pub reputation: i64,
    /// Counts the changes of their reputation and of their other counts.
    pub version: i64,
    /// In the order in which they were earned; none is ever taken away.
    pub badges: Vec<Badge>,
}

/// Of the counts of a person, as they are told.
#[derive(Deserialize)]
struct Counts {
    reputation: i64,
    version: i64,
}

impl Earned {
    /// Brings it up to what was told of this person, whenever it comes.
    pub fn hear(&mut self, kind: &str, body: &Value) {
        match kind {
            "stats.changed" => {
                if let Some(Counts { reputation, version }) =
                    typed::<Counts>(body).ok().filter(|new| new.version > self.version)
                {
                    (self.reputation, self.version) = (reputation, version);
                }
            }
            "badge.earned" => {
                if let Ok(badge) = typed::<Badge>(body)
                    && self.badges.iter().all(|known| known.name != badge.name)
                {
                    self.badges.push(badge);
                    self.badges.sort_by(|one, other| (one.at, &one.name).cmp(&(other.at, &other.name)));
                }
            }
            _ => {}
        }
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.reputation == 0 && self.badges.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_told_late_or_twice_changes_nothing() {
        let mut earned = Earned { account_id: AccountId::new(), reputation: 0, version: 3, badges: Vec::new() };
        assert!(earned.is_nothing());
        let badge = Badge {
            name: "year".to_owned(),
            title: "One year".to_owned(),
            description: "Has been a member for a year".to_owned(),
            at: Time::from_millis(7),
        };
        for _ in 0..2 {
            earned.hear("stats.changed", &json!({"account_id": earned.account_id, "reputation": 10, "version": 5}));
            earned.hear("stats.changed", &json!({"account_id": earned.account_id, "reputation": 20, "version": 4}));
            earned.hear("badge.earned", &json!(badge));
        }
        assert_eq!((earned.reputation, earned.version, earned.badges.as_slice()), (10, 5, &[badge][..]));
        assert!(!earned.is_nothing());
    }
}
