//! Reading what cannot be read at once.

use std::time::Duration;

use leptos::{prelude::set_timeout, task::spawn_local};

use crate::shared::Result;

/// How long to wait before reading again what could not be read.
pub const AGAIN: Duration = Duration::from_secs(3);

/// Reads until there is an answer that holds, and takes it; where the reading is not wanted any more nothing comes of it.
pub fn read_until<T: 'static, F: Future<Output = Result<T>> + 'static>(
    read: impl Fn() -> F + 'static,
    is_wanted: impl Fn() -> bool + 'static,
    take: impl FnOnce(Result<T>) + 'static,
) {
    spawn_local(async move {
        let answer = read().await;
        if !is_wanted() {
            return;
        }
        match answer {
            Err(error) if error.is_transient() => set_timeout(move || read_until(read, is_wanted, take), AGAIN),
            answer => take(answer),
        }
    });
}
