//! How fast a client may speak: `talk` counts every frame here, and cuts off whoever is too fast.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::envelope::MAX_FRAMES_PER_SECOND;

/// When the last frames came: at most 20 in any second.
#[derive(Default)]
pub struct Pace(VecDeque<Instant>);

impl Pace {
    /// Counts a frame; whether it may be.
    pub fn allows(&mut self, now: Instant) -> bool {
        while self.0.front().is_some_and(|first| now.duration_since(*first) >= Duration::from_secs(1)) {
            self.0.pop_front();
        }
        self.0.push_back(now);
        self.0.len() <= MAX_FRAMES_PER_SECOND as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twenty_first_frame_of_any_second_is_one_too_many() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        assert!((0..20).all(|frame| pace.allows(at(500 + frame))));
        assert!(!pace.allows(at(1_499)));
        let mut slower = Pace::default();
        assert!((0..200).all(|frame| slower.allows(at(frame * 51))));
    }
}
