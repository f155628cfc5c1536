//! That all notifications up to a place were read at once: remembered for those that are heard of only later.

use serde::{Deserialize, Serialize};

use crate::{
    features::notifications::model::{AllRead, Notification},
    shared::time::Time,
};

/// So many are remembered. One that goes no further than another, nor came later, is not: mostly there is one.
const MOST: usize = 20;

/// All up to a place were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweep {
    through: i64,
    read_at: Time,
    version: i64,
}

/// All of that, in the order in which it was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweeps(Vec<Sweep>);

impl Sweep {
    /// Whether a notification that was unread was read then.
    const fn covers(self, number: i64, version: i64) -> bool {
        number <= self.through && version < self.version
    }

    const fn outdoes(self, other: Self) -> bool {
        other.through <= self.through && other.version <= self.version
    }
}

impl Sweeps {
    /// Takes what was told.
    pub fn take(&mut self, AllRead { through, read_at, unread }: AllRead) {
        let sweep = Sweep { through, read_at, version: unread.version };
        if self.0.iter().any(|known| known.outdoes(sweep)) {
            return;
        }
        self.0.retain(|known| !sweep.outdoes(*known));
        self.0.push(sweep);
        if self.0.len() > MOST {
            self.0.remove(0);
        }
    }

    /// Whether what stood at this place with this version was read then.
    #[must_use]
    pub fn cover(&self, number: i64, version: i64) -> bool {
        self.0.iter().any(|sweep| sweep.covers(number, version))
    }

    /// Has a notification read that was told as unread before. It keeps its version: it may have changed once more before it
    /// was read, and that is told only later.
    pub fn mark(&self, one: &mut Notification) {
        if let Some(sweep) = self.0.iter().find(|sweep| sweep.covers(one.number, one.version)) {
            one.read_at.get_or_insert(sweep.read_at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::notifications::model::Unread;

    fn sweeps(all: &[(i64, i64)]) -> Sweeps {
        let mut sweeps = Sweeps::default();
        for &(through, version) in all {
            let unread = Unread { unread: 0, version };
            sweeps.take(AllRead { through, read_at: Time::from_millis(version), unread });
        }
        sweeps
    }

    #[test]
    fn one_that_came_later_and_went_less_far_hides_none_that_went_further() {
        let sweeps = sweeps(&[(7, 10), (5, 11), (4, 9)]);
        let covers = [(6, 9), (5, 10), (6, 10), (8, 9), (3, 12)].map(|(number, version)| sweeps.cover(number, version));
        assert_eq!(covers, [true, true, false, false, false]);
    }

    #[test]
    fn one_that_went_as_far_as_those_before_it_is_enough() {
        assert_eq!(sweeps(&[(3, 4), (5, 6), (7, 10)]), sweeps(&[(7, 10)]));
    }
}
