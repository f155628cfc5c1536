//! Lists that this browser keeps (SYN-7): each is drawn at once as it was last seen here, in a new tab, after a reload and
//! without a network too, and brought up to date as soon as the server can be reached. [`Client::drawn`] brings one, and its
//! [`Age`] knows of when it is, for as long as somebody looks at it.
//!
//! Invariant: a list is never said to be newer than it is.

use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Client, use_client};
use crate::{
    realtime::Snapshot,
    shared::{Result, time::Time},
    sync::{Collection, Replica, status::State},
};

/// A list as it was read, and how old that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn<T> {
    /// What was read.
    pub snapshot: Snapshot<T>,
    /// When the server last had it so; nothing where it has just said so.
    pub of: Option<Time>,
    /// Whether it was kept from an earlier time and not read afresh since.
    pub is_copy: bool,
}

/// A list as it is kept.
#[derive(Serialize, Deserialize)]
struct Aged<T> {
    /// When the server last had it so.
    at: Time,
    /// What was read.
    data: T,
}

impl Client {
    /// A list: at once where this browser keeps it in this place, else as `read` brings it. What has no place is not kept.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn drawn<T, F>(
        self,
        place: Option<(Collection, &str)>,
        read: F,
    ) -> impl Future<Output = Result<Drawn<T>>> + Send + use<T, F>
    where
        T: DeserializeOwned + Send,
        F: Future<Output = Result<Snapshot<T>>> + Send,
    {
        let copy = place.map(|(collection, key)| self.copy_of::<T>(collection, key));
        async move {
            if let Some(copy) = copy
                && let Some(copy) = copy.await
            {
                return Ok(copy);
            }
            Ok(Drawn { snapshot: read.await?, of: None, is_copy: false })
        }
    }

    /// The same, but as it was left where one comes back to it.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn left_or_drawn<T, F>(
        self,
        left: Option<Drawn<T>>,
        place: Option<(Collection, &str)>,
        read: F,
    ) -> impl Future<Output = Result<Drawn<T>>> + Send + use<T, F>
    where
        T: DeserializeOwned + Send,
        F: Future<Output = Result<Snapshot<T>>> + Send,
    {
        let drawn = self.drawn(place, read);
        async move {
            match left {
                Some(left) => Ok(left),
                None => drawn.await,
            }
        }
    }

    /// A list as this browser keeps it; nothing where it keeps none.
    pub fn copy_of<T: DeserializeOwned + Send>(
        self,
        collection: Collection,
        key: &str,
    ) -> impl Future<Output = Option<Drawn<T>>> + Send + use<T> {
        let kept = self.kept::<Aged<T>>(collection, key);
        async move {
            let Snapshot { position, data: Aged { at, data } } = kept.await?;
            Some(Drawn { snapshot: Snapshot { position, data }, of: Some(at), is_copy: true })
        }
    }
}

/// Of when a list is at which somebody looks, copied freely.
#[derive(Clone, Copy)]
pub struct Age {
    client: Client,
    /// When the server last had it so, where nothing was heard of it since.
    of: RwSignal<Option<Time>>,
    is_awaited: RwSignal<bool>,
    /// Whether what changes it is heard.
    is_heard: bool,
    /// When it was last known here to be as the server has it.
    known: StoredValue<Time>,
}

impl Age {
    /// Of a list as it was drawn, which is brought up to date by what is heard.
    #[must_use]
    pub fn of<T>(drawn: &Drawn<T>) -> Self {
        Self::new(drawn, true)
    }

    /// Of a list as it was drawn, of which nothing is heard: it stays that of when it was read.
    #[must_use]
    pub fn of_unheard<T>(drawn: &Drawn<T>) -> Self {
        Self::new(drawn, false)
    }

    fn new<T>(drawn: &Drawn<T>, is_heard: bool) -> Self {
        let client = use_client();
        Self {
            client,
            of: RwSignal::new(drawn.of),
            is_awaited: RwSignal::new(drawn.is_copy),
            is_heard,
            known: StoredValue::new(client.now()),
        }
    }

    /// Whether it is still as it was kept, and to be read afresh.
    #[must_use]
    pub fn is_awaited(self) -> bool {
        self.is_awaited.get()
    }

    /// It was read afresh.
    pub fn renew(self) {
        self.known.try_set_value(self.client.now());
        self.of.try_set(None);
        self.is_awaited.try_set(false);
    }

    /// All that has happened since was heard.
    pub fn catch_up(self) {
        self.known.try_set_value(self.client.now());
        self.of.try_set(None);
    }

    /// Of when it is, where that is an earlier time and nothing can be heard of it now: at once where there is no network, so
    /// that nobody has begun to read what it stands above, else as soon as people are told of that.
    #[must_use]
    pub fn told(self) -> Signal<Option<Time>> {
        let status = self.client.status();
        Memo::new(move |_| self.of.get().filter(|_| status.read().notice.is_some() || is_cut_off())).into()
    }

    /// How the list would be drawn by who comes back to it.
    #[must_use]
    pub fn left<T>(self, snapshot: Snapshot<T>) -> Option<Drawn<T>> {
        Some(Drawn { snapshot, of: self.at(), is_copy: self.is_awaited.try_get_untracked()? })
    }

    /// Keeps the list as it is brought up to date, until the owner that calls this is cleaned up: `follow` tracks what changes
    /// it, `take` is asked for it. Lists at which one has not looked for the longest time go first.
    pub fn keep<T: Serialize + 'static>(
        self,
        collection: Collection,
        key: String,
        follow: impl Fn() + 'static,
        take: impl Fn() -> Option<Snapshot<T>> + 'static,
    ) {
        let follow = move || {
            self.of.track();
            follow();
        };
        let take = move || {
            let Snapshot { position, data } = take()?;
            let data = Aged { at: self.at()?, data };
            Some(Replica { stirred: self.client.now().millis(), snapshot: Snapshot { position, data } })
        };
        self.client.keep(collection, key, follow, take);
    }

    /// When the server last had it so, as far as is known here.
    fn at(self) -> Option<Time> {
        if let Some(of) = self.of.try_get_untracked()? {
            return Some(of);
        }
        let is_online = self.client.status().with_untracked(|status| status.state == State::Online);
        if self.is_heard && is_online {
            self.known.try_set_value(self.client.now());
        }
        self.known.try_get_value()
    }
}

/// Whether the browser itself knows that there is no network: the status of the connection follows.
#[cfg(feature = "hydrate")]
fn is_cut_off() -> bool {
    !crate::browser::surroundings::has_network()
}

/// The server draws nothing of what a browser keeps.
#[cfg(not(feature = "hydrate"))]
const fn is_cut_off() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::provide_client, shared::Error};

    const LISTS: Collection = Collection { name: "lists", most: 1, spare: true };

    fn read(data: u8) -> Snapshot<u8> {
        Snapshot { position: "1.2.3".parse().expect("a position"), data }
    }

    #[test]
    fn what_nobody_keeps_is_read_and_is_of_now() {
        Owner::new().with(|| {
            provide_client(None);
            for place in [None, Some((LISTS, "all"))] {
                let drawn = futures::executor::block_on(use_client().drawn(place, std::future::ready(Ok(read(7)))));
                assert_eq!(drawn, Ok(Drawn { snapshot: read(7), of: None, is_copy: false }));
            }
        });
    }

    #[test]
    fn what_one_comes_back_to_is_as_it_was_left_and_nothing_is_read() {
        Owner::new().with(|| {
            provide_client(None);
            let left = Drawn { snapshot: read(7), of: Some(Time::from_millis(1_795_226_700_000)), is_copy: false };
            let nothing = std::future::ready(Err(Error::Offline));
            let drawn = futures::executor::block_on(use_client().left_or_drawn(Some(left.clone()), None, nothing));
            assert_eq!(drawn, Ok(left));
        });
    }

    #[test]
    fn a_list_of_an_earlier_time_is_of_that_time_until_it_is_read_afresh() {
        Owner::new().with(|| {
            provide_client(None);
            let of = Some(Time::from_millis(1_795_226_700_000));
            let age = Age::of(&Drawn { snapshot: read(7), of, is_copy: true });
            assert_eq!(age.left(read(7)), Some(Drawn { snapshot: read(7), of, is_copy: true }));
            age.renew();
            assert!(age.left(read(8)).is_some_and(|left| left.of != of && !left.is_copy));
        });
    }

    #[test]
    fn what_is_heard_of_a_list_brings_it_to_now_though_it_is_still_to_be_read_afresh() {
        Owner::new().with(|| {
            provide_client(None);
            let of = Some(Time::from_millis(1_795_226_700_000));
            let age = Age::of(&Drawn { snapshot: read(7), of, is_copy: true });
            age.catch_up();
            assert!(age.left(read(7)).is_some_and(|left| left.of != of && left.is_copy));
        });
    }
}
