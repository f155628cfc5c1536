//! Hosts that are left in peace between two questions.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

/// How long a host is left in peace.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a message waits for its turn at a host; one that would have to wait longer has no preview.
const PATIENCE: Duration = Duration::from_secs(4);

/// When each host may be asked again.
#[derive(Default)]
pub struct Turns(HashMap<String, Instant>);

impl Turns {
    /// How long to wait for the next turn at a host, which is taken with that; nothing where that is too long.
    pub fn take(&mut self, host: &str, now: Instant) -> Option<Duration> {
        self.0.retain(|_, free| *free > now);
        let turn = self.0.get(host).copied().unwrap_or(now);
        let wait = turn.duration_since(now);
        (wait <= PATIENCE).then(|| {
            self.0.insert(host.to_owned(), turn + PAUSE);
            wait
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_asked_once_a_second_and_others_meanwhile() {
        let (mut turns, now) = (Turns::default(), Instant::now());
        let seconds = |wait: Option<Duration>| wait.map(|wait| wait.as_secs());
        assert_eq!(seconds(turns.take("tea.example", now)), Some(0));
        assert_eq!(seconds(turns.take("tea.example", now)), Some(1));
        assert_eq!(seconds(turns.take("cake.example", now)), Some(0));
        for wait in 2..=4 {
            assert_eq!(seconds(turns.take("tea.example", now)), Some(wait));
        }
        assert_eq!(turns.take("tea.example", now), None, "too many wait there");
        assert_eq!(seconds(turns.take("tea.example", now + Duration::from_secs(2))), Some(3));
        assert_eq!(seconds(turns.take("tea.example", now + Duration::from_mins(1))), Some(0));
        assert_eq!(turns.0.len(), 1, "nothing is kept of hosts that are free");
    }
}
