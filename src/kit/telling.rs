//! Where the notice of the connection stands: above the page, or within it where that takes the line without moving what is
//! read.

use std::sync::atomic::{AtomicU64, Ordering};

use leptos::prelude::*;

use super::ConnectionNotice;
use crate::shared::effect::Effect;

/// Tells the places of a page from each other.
static PLACES: AtomicU64 = AtomicU64::new(0);

/// What there is to say, and the places within the page that can say it; a context.
#[derive(Clone, Copy)]
struct Telling {
    words: Signal<Option<String>>,
    way: Signal<Option<(&'static str, String)>>,
    reload: Signal<bool>,
    /// The first of them says it.
    places: RwSignal<Vec<u64>>,
}

/// Lets the places of a page say what there is to say: the words, what can be done about it and where, and whether it may
/// help to load the page anew.
pub fn provide_telling(
    words: Signal<Option<String>>,
    way: Signal<Option<(&'static str, String)>>,
    reload: Signal<bool>,
) {
    provide_context(Telling { words, way, reload, places: RwSignal::new(Vec::new()) });
}

/// The notice above the page, while no place within it says it.
#[component]
pub fn NoticeAbove() -> impl IntoView {
    use_context::<Telling>().map(|telling| telling.draw(None))
}

/// The notice in its own line within the page, for as long as this stands there; nothing where nobody tells anything.
#[component]
pub fn NoticeWithin() -> impl IntoView {
    use_context::<Telling>().map(|telling| {
        let place = PLACES.fetch_add(1, Ordering::Relaxed);
        // No page is taken over with a notice: it comes once somebody has looked at it for a while.
        Effect::new(move || telling.places.update(|places| places.push(place)));
        on_cleanup(move || _ = telling.places.try_update(|places| places.retain(|other| *other != place)));
        telling.draw(Some(place))
    })
}

impl Telling {
    fn draw(self, place: Option<u64>) -> impl IntoView {
        let says = Memo::new(move |_| self.places.read().first().copied() == place);
        let words = Signal::derive(move || self.words.get().filter(|_| says.get()));
        let way = Signal::derive(move || self.way.get().filter(|_| says.get()));
        let reload = Signal::derive(move || self.reload.get() && says.get());
        view! { <ConnectionNotice words way reload /> }
    }
}
