//! A window that slides with time: how much was done of late.
//!
//! Acts are gathered in steps, sixty to a period, and a step counts until all of it is older than the period. So the
//! whole quota may be used at once, and no stretch of time as long as the period has more acts in it, wherever it begins.
//! At most 61 steps are kept, however large the quota is.

use std::{collections::VecDeque, time::Duration};

/// Steps of a period.
const STEPS: u64 = 60;

/// How many acts a period lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    acts: u32,
    /// Seconds of a step.
    step: u64,
}

impl Quota {
    pub const fn per_minute(acts: u32) -> Self {
        Self { acts, step: 1 }
    }

    pub const fn per_hour(acts: u32) -> Self {
        Self { acts, step: 60 }
    }

    /// After so long without an act nothing counts any more.
    pub const fn memory(self) -> Duration {
        Duration::from_secs((STEPS + 1) * self.step)
    }
}

/// What one of those who are counted has done.
#[derive(Debug, Default)]
pub struct Window {
    /// The steps in which there were acts, and how many; the oldest first.
    steps: VecDeque<(u64, u32)>,
}

impl Window {
    /// Counts so many acts, all of them or none. `now` is the time since a moment that stays the same, and never goes back.
    ///
    /// # Errors
    /// How long to wait where they are too many; where they are more than any period lets through, until nothing else counts.
    pub fn count(&mut self, quota: Quota, acts: u32, now: Duration) -> Result<(), Duration> {
        let this = now.as_secs() / quota.step;
        while self.steps.front().is_some_and(|(step, _)| step + STEPS < this) {
            self.steps.pop_front();
        }
        let used: u32 = self.steps.iter().map(|(_, acts)| acts).sum();
        let excess = used.saturating_add(acts).saturating_sub(quota.acts);
        if excess > 0 {
            return Err(self.wait(quota, excess, this).saturating_sub(now));
        }
        match self.steps.back_mut() {
            Some((step, counted)) if *step == this => *counted += acts,
            _ => self.steps.push_back((this, acts)),
        }
        Ok(())
    }

    /// When so many acts that count now do not count any more, or all of them.
    fn wait(&self, quota: Quota, acts: u32, this: u64) -> Duration {
        let mut freed = 0;
        let enough = self.steps.iter().find(|(_, acts_then)| {
            freed += acts_then;
            freed >= acts
        });
        let last = enough.or(self.steps.back()).map_or(this, |(step, _)| *step);
        Duration::from_secs(last * quota.step) + quota.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    /// When those were let through who asked at these times.
    fn let_through(quota: Quota, times: impl Iterator<Item = Duration>) -> Vec<Duration> {
        let mut window = Window::default();
        times.filter(|now| window.count(quota, 1, *now).is_ok()).collect()
    }

    #[test]
    fn no_minute_has_more_than_its_quota_wherever_it_begins() {
        for (quota, period) in [(Quota::per_minute(100), MINUTE), (Quota::per_hour(100), Duration::from_hours(1))] {
            for (every, first) in [(2_000_u32, 0), (997, 31), (613, 599), (100, 7)] {
                let times = (0..10 * every).map(|number| period * number / every + Duration::from_millis(first));
                let times = let_through(quota, times);
                assert!(times.len() >= 900, "{every}: {}", times.len());
                for (one, hundredth) in times.iter().zip(&times[100..]) {
                    assert!(*hundredth > *one + period, "{every}: {one:?} {hundredth:?}");
                }
            }
        }
    }

    #[test]
    fn the_whole_quota_may_be_used_at_once_and_as_much_in_every_minute() {
        let mut window = Window::default();
        for minute in 0..5_u32 {
            let now = minute * Quota::per_minute(100).memory();
            for act in 0..100 {
                assert_eq!(window.count(Quota::per_minute(100), 1, now), Ok(()), "{minute}: {act}");
            }
            assert!(window.count(Quota::per_minute(100), 1, now).is_err(), "{minute}");
        }
    }

    #[test]
    fn who_has_to_wait_is_told_how_long_and_no_longer_than_that() {
        let mut window = Window::default();
        let quota = Quota::per_minute(2);
        let moment = Duration::from_millis(1);
        let (first, second) = (Duration::from_millis(7_250), Duration::from_millis(20_500));
        assert_eq!([first, second].map(|now| window.count(quota, 1, now)), [Ok(()), Ok(())]);
        let now = Duration::from_secs(30);
        let wait = window.count(quota, 1, now).expect_err("a third one");
        assert!(now + wait > first + MINUTE, "{wait:?}");
        assert_eq!(window.count(quota, 1, (now + wait).saturating_sub(moment)), Err(moment));
        assert_eq!(window.count(quota, 1, now + wait), Ok(()));
        assert!(window.count(quota, 1, now + wait).is_err(), "the second still counts");
    }

    #[test]
    fn several_acts_count_all_or_none_and_wait_until_there_is_room_for_all() {
        let mut window = Window::default();
        let quota = Quota::per_minute(5);
        let at = Duration::from_secs;
        assert_eq!([(2, 1), (2, 20)].map(|(acts, now)| window.count(quota, acts, at(now))), [Ok(()), Ok(())]);
        assert_eq!(window.count(quota, 2, at(30)), Err(at(32)), "the first two stand in the way");
        assert_eq!(window.count(quota, 4, at(30)), Err(at(51)), "all four do");
        assert_eq!(window.count(quota, 6, at(30)), Err(at(51)), "more than there ever are");
        assert_eq!(window.count(quota, 1, at(30)), Ok(()), "what was refused does not count");
        assert_eq!(window.count(quota, 2, at(62)), Ok(()));
        assert_eq!(window.steps, [(20, 2), (30, 1), (62, 2)]);
    }

    #[test]
    fn what_is_kept_of_somebody_is_little_whatever_they_do() {
        let mut window = Window::default();
        let mut most = 0;
        for act in 0..10_000_u32 {
            assert_eq!(window.count(Quota::per_minute(1_200), 1, act * Duration::from_millis(51)), Ok(()), "{act}");
            most = most.max(window.steps.len());
        }
        assert_eq!(most, 61);
    }
}
