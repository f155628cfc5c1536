//! A signal in the middle of a start: the Postgres that was started for it ends too.

use nix::sys::signal::{Signal, kill};

use super::program::Started;

#[test]
fn whatever_is_told_to_end_while_it_starts_leaves_no_postgres_running() {
    for command in [&["serve"][..], &["migrate"], &["doctor"], &["postgres", "--", "sleep", "600"]] {
        let mut started = Started::with(command);
        started.until("Postgres runs", |started| started.postmaster().is_some());
        kill(started.pid(), Signal::SIGTERM).expect("it is our child");
        started.until("it ends", |started| !matches!(started.child.try_wait(), Ok(None)));
        assert_eq!(started.postmaster(), None, "{command:?}");
    }
}
