//! Places for connections: so many in all, and no more of them for one network than its share.

use std::{
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Bounds;
use crate::server::limits::network;

/// The places of one listener.
pub struct Places {
    all: Arc<Semaphore>,
    shares: Arc<Shares>,
}

struct Shares {
    /// How many one network may take.
    most: usize,
    /// Who may take any number.
    spared: Vec<IpNet>,
    /// How many each network has taken; none that has taken nothing.
    taken: Mutex<HashMap<String, usize>>,
}

/// A place that is taken; dropped, it is free again.
pub struct Place {
    _one_of_all: OwnedSemaphorePermit,
    _share: Share,
}

impl Places {
    /// All free.
    pub fn new(bounds: &Bounds) -> Self {
        let shares = Shares { most: bounds.per_network, spared: bounds.spared.clone(), taken: Mutex::default() };
        Self { all: Arc::new(Semaphore::new(bounds.connections)), shares: Arc::new(shares) }
    }

    /// Waits until a place is free, for whomever.
    pub async fn free(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.all).acquire_owned().await.expect("the room is never closed")
    }

    /// Gives a free place to somebody at an address; gives it back where their network has its share already.
    pub fn give(&self, free: OwnedSemaphorePermit, address: IpAddr) -> Result<Place, OwnedSemaphorePermit> {
        match Share::take(&self.shares, address) {
            Some(share) => Ok(Place { _one_of_all: free, _share: share }),
            None => Err(free),
        }
    }
}

/// What a place takes of the share of its network; nothing of those who are spared.
struct Share(Option<(Arc<Shares>, String)>);

impl Share {
    fn take(shares: &Arc<Shares>, address: IpAddr) -> Option<Self> {
        let address = address.to_canonical();
        if shares.spared.iter().any(|spared| spared.contains(&address)) {
            return Some(Self(None));
        }
        let network = network(address);
        let mut taken = shares.taken();
        let count = taken.entry(network.clone()).or_default();
        if *count >= shares.most {
            return None;
        }
        *count += 1;
        drop(taken);
        Some(Self(Some((Arc::clone(shares), network))))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some((shares, network)) = self.0.take() else { return };
        if let Entry::Occupied(mut count) = shares.taken().entry(network) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

impl Shares {
    fn taken(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(spared: &[&str]) -> Places {
        let spared = spared.iter().map(|net| net.parse::<IpNet>().expect("a network")).collect();
        Places::new(&Bounds { connections: 100, per_network: 2, spared, ..Bounds::default() })
    }

    async fn take(places: &Places, address: &str) -> Option<Place> {
        places.give(places.free().await, address.parse().expect("an address")).ok()
    }

    #[tokio::test]
    async fn a_network_has_its_share_and_no_more_until_it_gives_something_back() {
        let places = places(&[]);
        let one = take(&places, "2001:db8::1").await.expect("the first");
        let _two = take(&places, "2001:db8::2").await.expect("the second");
        assert!(take(&places, "2001:db8::3").await.is_none(), "another machine of the same network");
        assert!(take(&places, "2001:db8:0:1::1").await.is_some(), "another network");
        drop(one);
        assert!(take(&places, "2001:db8::3").await.is_some());
    }

    #[tokio::test]
    async fn who_is_spared_may_take_any_number() {
        let places = places(&["10.0.0.0/8"]);
        let mut proxied = Vec::new();
        for _ in 0..50 {
            proxied.push(take(&places, "::ffff:10.1.2.3").await.expect("a proxy speaks for many"));
        }
        let _others = [take(&places, "192.0.2.1").await, take(&places, "192.0.2.1").await];
        assert!(take(&places, "192.0.2.1").await.is_none());
    }

    #[tokio::test]
    async fn nobody_is_remembered_who_has_left() {
        let places = places(&[]);
        drop(take(&places, "192.0.2.1").await.expect("a place"));
        assert!(places.shares.taken().is_empty());
        assert_eq!(places.all.available_permits(), 100);
    }
}
