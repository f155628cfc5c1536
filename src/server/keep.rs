//! What a slice keeps for as long as the program runs: this floor cannot name the slices' types.

use std::sync::{Arc, Mutex, PoisonError};

use http::Extensions;

/// One value of each type, cheap to clone.
#[derive(Clone, Default)]
pub struct Keep(Arc<Mutex<Extensions>>);

impl Keep {
    /// The value of this type, made by whoever asks first. Making it must not ask for another.
    pub fn of<T: Clone + Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> T {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(make).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_for_all_who_share_it() {
        let keep = Keep::default();
        let first: Arc<()> = keep.clone().of(Arc::default);
        assert!(Arc::ptr_eq(&first, &keep.of(|| unreachable!("it was made"))));
        assert!(!Arc::ptr_eq(&first, &Keep::default().of(Arc::default)));
    }
}
