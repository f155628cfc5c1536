//! Time as the program has lived it. A machine that stood still, as one that was suspended or moved did, wakes with every
//! time limit over and with nobody to blame for it: what was waited for stood still as well, and answers in a moment.

use std::{pin::pin, time::Duration};

use tokio::time::timeout;

/// What counts at most of a time in which the machine stood still.
const TICK: Duration = Duration::from_millis(100);

/// What comes of something within a time, to the next 100 ms, in which the program ran; nothing where that is over first.
pub async fn within<T>(time: Duration, something: impl Future<Output = T>) -> Option<T> {
    let mut something = pin!(something);
    for _ in 0..time.as_millis().div_ceil(TICK.as_millis()) {
        if let Ok(result) = timeout(TICK, &mut something).await {
            return Some(result);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::{future::pending, thread};

    use tokio::{
        task::yield_now,
        time::{Instant, pause, sleep},
    };

    use super::*;

    #[tokio::test]
    async fn what_takes_too_long_is_given_up_and_what_does_not_is_there() {
        pause();
        let began = Instant::now();
        assert_eq!(within(Duration::from_secs(2), pending::<()>()).await, None);
        let took = began.elapsed();
        assert!(took >= Duration::from_secs(2) && took < Duration::from_secs(3), "{took:?}");
        let slow = async {
            sleep(Duration::from_millis(1_950)).await;
            7
        };
        assert_eq!(within(Duration::from_secs(2), slow).await, Some(7));
    }

    #[tokio::test]
    async fn while_the_machine_stands_still_no_time_is_over() {
        let answers_after_it = async {
            thread::sleep(Duration::from_secs(1));
            // What is due comes before what wakes.
            for _ in 0..3 {
                yield_now().await;
            }
            sleep(Duration::from_millis(10)).await;
            7
        };
        assert_eq!(within(Duration::from_millis(500), answers_after_it).await, Some(7));
    }
}
