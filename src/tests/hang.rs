//! A Postgres that hangs: it takes what is sent to it and says nothing, like a host that is gone.

use std::fs;

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// Every process of a Postgres, stopped; dropped, they go on.
pub struct Hang(Vec<Pid>);

impl Hang {
    /// Stops them, first the one that starts the others.
    pub fn of(postmaster: Pid) -> Self {
        let mut hang = Self(Vec::new());
        hang.stop(postmaster);
        for child in children(postmaster) {
            hang.stop(child);
        }
        hang
    }

    /// A child may have ended by itself.
    fn stop(&mut self, process: Pid) {
        if kill(process, Signal::SIGSTOP).is_ok() {
            self.0.push(process);
        }
    }
}

impl Drop for Hang {
    fn drop(&mut self) {
        for process in &self.0 {
            let _ = kill(*process, Signal::SIGCONT);
        }
    }
}

/// The processes that this one started.
pub fn children(parent: Pid) -> Vec<Pid> {
    let listed = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    listed.split_whitespace().filter_map(|pid| pid.parse().ok()).map(Pid::from_raw).collect()
}
