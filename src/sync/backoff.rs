//! How long to wait before trying again: exponential, with full jitter.

const FIRST: i64 = 500;
const LONGEST: i64 = 30_000;

/// Milliseconds to wait after so many failures in a row: anything up to 0.5 s after the first, up to
/// twice as much after each further one, and up to 30 s at most.
///
/// The whole span is left to chance, so that a thousand clients of a server that restarts come back
/// spread over it.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most 30,000")]
pub fn backoff(failures: u32, chance: f64) -> i64 {
    let span = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    (span as f64 * chance.clamp(0.0, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_doubles_up_to_thirty_seconds() {
        let longest = |failures| backoff(failures, 1.0);
        assert_eq!([1, 2, 3, 7, 50].map(longest), [500, 1_000, 2_000, 30_000, 30_000]);
    }

    #[test]
    fn chance_takes_any_part_of_the_span() {
        assert_eq!([0.0, 0.25, 0.5].map(|chance| backoff(3, chance)), [0, 500, 1_000]);
    }
}
