//! Patience with who does not read: what is written to them waits, and not for ever.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Sleep, sleep};

/// How long a write has been waiting, and how long it may. Who has nothing to say waits for nobody.
pub struct Patience {
    longest: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    /// Lets a write wait for so long.
    pub fn new(longest: Duration) -> Self {
        Self { longest, waiting: None }
    }

    /// The outcome of a write as it is, or [`io::ErrorKind::TimedOut`] where not a byte could be written since
    /// one had to wait for the first time. While it waits its task is woken in time.
    pub fn judge<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let longest = self.longest;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(longest)));
        waiting.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const LONGEST: Duration = Duration::from_secs(30);

    /// What comes of a write that is tried again and again for so long, and could write nothing.
    async fn stuck(patience: &mut Patience, time: Duration) -> Option<io::ErrorKind> {
        let mut end = Box::pin(sleep(time));
        poll_fn(|cx| match patience.judge::<usize>(cx, Poll::Pending) {
            Poll::Ready(written) => Poll::Ready(written.err().map(|error| error.kind())),
            Poll::Pending => end.as_mut().poll(cx).map(|()| None),
        })
        .await
    }

    async fn write(patience: &mut Patience) {
        let written = poll_fn(|cx| patience.judge(cx, Poll::Ready(Ok(1)))).await;
        assert!(matches!(written, Ok(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_waits_for_too_long_has_failed() {
        let mut patience = Patience::new(LONGEST);
        assert_eq!(stuck(&mut patience, LONGEST.mul_f64(0.9)).await, None);
        assert_eq!(stuck(&mut patience, LONGEST).await, Some(io::ErrorKind::TimedOut));
    }

    #[tokio::test(start_paused = true)]
    async fn any_byte_that_is_taken_begins_the_wait_anew() {
        let mut patience = Patience::new(LONGEST);
        for _ in 0..10 {
            assert_eq!(stuck(&mut patience, LONGEST.mul_f64(0.9)).await, None);
            write(&mut patience).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_nothing_to_write_may_be_silent_for_ever() {
        let mut patience = Patience::new(LONGEST);
        write(&mut patience).await;
        sleep(LONGEST * 100).await;
        write(&mut patience).await;
        assert_eq!(stuck(&mut patience, Duration::from_secs(1)).await, None);
    }
}
