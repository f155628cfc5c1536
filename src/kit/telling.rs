//! Where the notices of a page stand: above it, or within it where they take their lines without moving what is read.

use std::sync::atomic::{AtomicU64, Ordering};

use leptos::prelude::*;

use crate::shared::effect::Effect;

/// Tells the places of a page from each other.
static PLACES: AtomicU64 = AtomicU64::new(0);

/// The notices, and the places within the page for them; a context.
#[derive(Clone)]
struct Telling {
    notices: ViewFn,
    /// They stand at the first of them.
    places: RwSignal<Vec<u64>>,
}

/// Gives a page its notices; each draws nothing while it has nothing to say.
pub fn provide_notices(notices: impl Into<ViewFn>) {
    provide_context(Telling { notices: notices.into(), places: RwSignal::new(Vec::new()) });
}

/// The notices above the page, while no place within it has them.
#[component]
pub fn NoticesAbove() -> impl IntoView {
    use_context::<Telling>().map(|telling| telling.draw(None))
}

/// The notices within the page, for as long as this stands there; nothing where a page has none.
#[component]
pub fn NoticesWithin() -> impl IntoView {
    use_context::<Telling>().map(|telling| {
        let (place, places) = (PLACES.fetch_add(1, Ordering::Relaxed), telling.places);
        Effect::new(move || places.update(|places| places.push(place)));
        on_cleanup(move || _ = places.try_update(|places| places.retain(|other| *other != place)));
        telling.draw(Some(place))
    })
}

impl Telling {
    fn draw(self, place: Option<u64>) -> impl IntoView {
        let Self { notices, places } = self;
        let is_here = Memo::new(move |_| places.read().first().copied() == place);
        view! { <Show when=move || is_here.get()>{notices.run()}</Show> }
    }
}
