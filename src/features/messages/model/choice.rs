//! What the viewer chose for a conversation, for themselves alone.

use serde::{Deserialize, Serialize};

use super::Mark;

/// What to change of one's own view of a conversation; `None` leaves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// No sound, no badge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted: Option<bool>,
    /// On top of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    /// Out of the list until somebody writes, muted or not; a thread that is muted stays out until one answers in it. `false` has
    /// one follow a thread in which one takes no part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// `false` accepts what was a request. Nobody makes one of what is none: `true` leaves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<bool>,
    /// The `version` of the mark that was seen; absent, whatever holds is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<i64>,
}

impl Choice {
    /// The mark with what was chosen; how far one has read, and its version, stay.
    #[must_use]
    pub fn over(&self, mark: &Mark) -> Mark {
        Mark {
            muted: self.muted.unwrap_or(mark.muted),
            pinned: self.pinned.unwrap_or(mark.pinned),
            archived: self.archived.unwrap_or(mark.archived),
            requested: mark.requested && self.requested != Some(false),
            ..mark.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_chosen_stays() {
        let mark = Mark { read_seq: 4, muted: true, version: 2, ..Mark::default() };
        assert_eq!(Choice::default().over(&mark), mark);
        let pinned = Choice { pinned: Some(true), ..Choice::default() };
        assert_eq!(pinned.over(&mark), Mark { pinned: true, ..mark });
    }

    #[test]
    fn a_request_is_accepted_and_none_is_made() {
        let choose = |requested| Choice { requested: Some(requested), ..Choice::default() };
        let request = Mark { requested: true, ..Mark::default() };
        assert_eq!([true, false].map(|requested| choose(requested).over(&request).requested), [true, false]);
        assert!(!choose(true).over(&Mark::default()).requested);
    }
}
