//! A chunk of the program that is fetched once something in it is wanted, and how far it has come.
//!
//! What is in a chunk that is here is drawn at once, and on the server everything is here.

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::SplitLoaderError;

use super::succession;
use crate::shared::hydration::after_hydration;

/// A chunk could not be loaded.
pub struct Gone;

impl From<SplitLoaderError> for Gone {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Fetches a chunk; whether it has come.
type Fetch = Box<dyn Fn() -> LocalBoxFuture<'static, bool> + Send + Sync>;
/// Draws what is in a chunk; nothing where that has not come.
pub type Draw = Box<dyn Fn() -> Option<AnyView> + Send>;

/// What draws something in a chunk without waiting for it.
pub fn at_once<D>(draw: impl Fn() -> D + Send + 'static) -> Draw
where
    D: Future<Output = Result<AnyView, Gone>>,
{
    Box::new(move || draw().now_or_never()?.ok())
}

/// A chunk that somebody wants, for as long as whoever wants it stands there.
#[derive(Clone, Copy)]
pub struct Chunk {
    fetch: StoredValue<Fetch>,
    /// How many tries are under way.
    tries: RwSignal<u32>,
    has_come: RwSignal<bool>,
    is_missed: RwSignal<bool>,
}

impl Chunk {
    /// The chunk that is fetched so. Nothing is before somebody asks.
    #[must_use]
    pub fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), SplitLoaderError>> + 'static,
    {
        let fetch: Fetch = Box::new(move || fetch().map(|fetched| fetched.is_ok()).boxed_local());
        Self {
            fetch: StoredValue::new(fetch),
            tries: RwSignal::new(0),
            has_come: RwSignal::new(false),
            is_missed: RwSignal::new(false),
        }
    }

    /// Fetches it. Tries wait for each other, and the one after a success has nothing to do: so none is left out because
    /// another one, begun before there was a network, is still on its way.
    pub fn ask(self) {
        let Some(fetching) = self.fetch.try_with_value(|fetch| fetch()) else { return };
        self.tries.update(|tries| *tries += 1);
        self.is_missed.set(false);
        spawn_local(async move {
            let is_here = fetching.await;
            // Whoever wanted it may have gone on meanwhile.
            self.tries.try_update(|tries| *tries -= 1);
            let told = if is_here { self.has_come } else { self.is_missed };
            told.try_set(true);
        });
    }

    /// Fetches it before anybody wants it, once the page is alive and the browser has nothing better to do.
    pub fn ask_when_idle(self) {
        after_hydration(move || request_idle_callback(move || self.ask()));
    }

    /// Whether it can be drawn from now on without waiting, whoever had it fetched.
    #[must_use]
    pub fn is_at_hand(self) -> bool {
        self.fetch.try_with_value(|fetch| fetch().now_or_never()).flatten() == Some(true)
    }

    /// Whether it has come since somebody asked for it here.
    #[must_use]
    pub fn has_come(self) -> bool {
        self.has_come.get()
    }

    /// Whether the last try that ended was in vain, and none has begun since.
    #[must_use]
    pub fn is_missed(self) -> bool {
        self.is_missed.get()
    }

    /// Whether it is being fetched.
    #[must_use]
    pub fn is_asked(self) -> Signal<bool> {
        Signal::derive(move || self.tries.get() > 0)
    }

    /// What stands in the place of something in it until it has come, and then that.
    pub fn stand(self, draw: Draw, meanwhile: fn(Self) -> AnyView) -> AnyView {
        let standing = move |has_come| {
            let drawn = if has_come { untrack(&draw) } else { None };
            drawn.unwrap_or_else(|| meanwhile(self))
        };
        succession(Memo::new(move |_| self.has_come.get()), standing).into_any()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[test]
    fn what_is_here_is_drawn_at_once_and_what_is_on_its_way_or_gone_is_not() {
        Owner::new().with(|| {
            assert!(Chunk::new(|| ready(Ok(()))).is_at_hand());
            assert!(!Chunk::new(pending).is_at_hand());
        });
        assert!(at_once(|| ready(Ok(().into_any())))().is_some());
        assert!(at_once(|| ready(Err(Gone)))().is_none());
        assert!(at_once(pending)().is_none());
    }
}
