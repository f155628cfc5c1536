//! A list of any length of which only what is seen stands in the document.
//!
//! It rests on its end: the scroller is a reversed column, so the browser itself starts there, stays there when rows come
//! or grow, and moves nothing when older rows are put on top. Read `layout` (where rows stand) and `keys` (where keys
//! lead), and then `live`, which joins them with the browser, has in `standing` how the list stands there, and in
//! `walking` what a key does; on the server it stands `still`. `shown` is what of it stands in the document, `pace` how fast
//! that follows who scrolls, and `drawn` what each row's drawing follows.
//!
//! It is a log, and says nothing by itself: its rows come and go as one scrolls, so that what reads out whatever is drawn
//! anew would read all of that. Whoever has it drawn has what is new said beside it.
//!
//! Tab stops at the list as a whole. Arrows lead from row to row, each of which has what takes the focus marked with
//! `data-stop`.
//!
//! Invariant: what was seen at the lower edge stays there, whatever is loaded or measured, unless
//! the person was at the end and new rows come.

mod drawn;
#[cfg(any(feature = "hydrate", test))]
mod keys;
#[cfg(any(feature = "hydrate", test))]
mod layout;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(not(feature = "hydrate"))]
#[path = "still.rs"]
mod live;
#[cfg(any(feature = "hydrate", test))]
mod pace;
mod shown;
#[cfg(feature = "hydrate")]
mod standing;
#[cfg(feature = "hydrate")]
mod walking;

use std::{hash::Hash, sync::Arc};

use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use drawn::Drawn;
use shown::Shown;

/// What a row has to be.
pub trait Item: Clone + PartialEq + Send + Sync + 'static {
    /// What a row is called for life.
    type Key: Copy + Eq + Hash + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Its name.
    fn key(&self) -> Self::Key;

    /// About how many pixels it will be high.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server nothing is measured"))]
    fn height(&self) -> f64;
}

/// Where a list is scrolled to, and where it is asked to go.
pub struct Scroll<K: 'static> {
    at_end: RwSignal<bool>,
    lowest: RwSignal<Option<K>>,
    highest: RwSignal<Option<K>>,
    wish: RwSignal<Option<Wish<K>>>,
}

/// A row, and how far the lower edge of the view lies above its lower edge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchor<K> {
    key: K,
    offset: f64,
}

/// How somebody left a list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Left<K> {
    /// At the end of all there is.
    AtEnd,
    /// Looking at this row.
    At(Anchor<K>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Wish<K> {
    Start,
    End,
    Row(K),
    Place(Anchor<K>),
    Down(f64),
}

impl<K> Clone for Scroll<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Scroll<K> {}

impl<K: Copy + Eq + Send + Sync + 'static> Scroll<K> {
    /// At the end.
    #[must_use]
    pub fn new() -> Self {
        Self {
            at_end: RwSignal::new(true),
            lowest: RwSignal::new(None),
            highest: RwSignal::new(None),
            wish: RwSignal::new(None),
        }
    }

    /// Whether the end of the list is seen.
    #[must_use]
    pub fn at_end(self) -> Signal<bool> {
        self.at_end.into()
    }

    /// The same, right now; not where the list has ended.
    #[must_use]
    pub fn is_at_end(self) -> bool {
        self.at_end.try_get_untracked().unwrap_or_default()
    }

    /// The lowest row that is seen; nothing before the browser has looked.
    #[must_use]
    pub fn lowest(self) -> Signal<Option<K>> {
        self.lowest.into()
    }

    /// The highest row that is seen, if only its lower edge; nothing before the browser has looked.
    #[must_use]
    pub fn highest(self) -> Signal<Option<K>> {
        self.highest.into()
    }

    /// The highest and the lowest row, right now; nothing where the list has ended.
    #[must_use]
    pub fn seen_now(self) -> Option<(K, K)> {
        self.highest.try_get_untracked().flatten().zip(self.lowest.try_get_untracked().flatten())
    }

    /// Goes to the first row that is here.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server no key is pressed"))]
    fn to_start(self) {
        self.wish.set(Some(Wish::Start));
    }

    /// Goes to the end, and stays there.
    pub fn to_end(self) {
        self.wish.try_set(Some(Wish::End));
    }

    /// Goes down by so many pixels, and by those that were asked for just before: for keys, and for what lies over the
    /// list and is scrolled upon.
    pub fn down(self, pixels: f64) {
        self.wish.update(|wish| {
            let before = if let Some(Wish::Down(before)) = wish { *before } else { 0.0 };
            *wish = Some(Wish::Down(before + pixels));
        });
    }

    /// Brings a row to the upper edge.
    pub fn to(self, key: K) {
        self.wish.set(Some(Wish::Row(key)));
    }

    /// Brings a row to where it was. Whoever was at the end finds the list as it opens.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server nobody comes back"))]
    fn back_to(self, left: Left<K>) {
        if let Left::At(anchor) = left {
            self.at_end.set(false);
            self.wish.set(Some(Wish::Place(anchor)));
        }
    }
}

/// What `live` works with.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server nothing moves"))]
struct Parts<T: Item> {
    name: String,
    rows: Signal<Arc<Vec<T>>>,
    ends: Signal<bool>,
    shown: RwSignal<Shown<T>>,
    drawn: Drawn<T>,
    scroll: Scroll<T::Key>,
    scroller: NodeRef<html::Div>,
    list: NodeRef<html::Div>,
    on_start: Callback<()>,
    on_end: Callback<()>,
    to_end: Callback<()>,
}

/// Draws the rows that are seen. A row's node lives as long as its key is in the document; its
/// drawing follows the signal that it is given.
#[component]
pub fn VirtualList<T, F, V>(
    /// What the list is called.
    label: &'static str,
    /// What it is called among all lists, so that whoever comes back to it finds it as they left it.
    name: String,
    /// By rising place.
    rows: Signal<Arc<Vec<T>>>,
    /// Draws one.
    row: F,
    /// Where it is scrolled to.
    scroll: Scroll<T::Key>,
    /// Whether the last row is the last there is; the list follows its end only then.
    ends: Signal<bool>,
    /// Told when the first row is near; often.
    on_start: Callback<()>,
    /// Told when the last row is near; often.
    on_end: Callback<()>,
    /// Goes to the end of all there is, as a key asks for.
    to_end: Callback<()>,
    /// Stands above the first row.
    children: Children,
) -> impl IntoView
where
    T: Item,
    F: Fn(Signal<T>) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let shown = RwSignal::new(Shown::last_of(rows.get_untracked()));
    let (scroller, list, drawn) = (NodeRef::new(), NodeRef::new(), Drawn::new());
    let watch =
        live::attach(Parts { name, rows, ends, shown, drawn, scroll, scroller, list, on_start, on_end, to_end });
    let draw = move |first: T| {
        let item = drawn.follow(first);
        let node = NodeRef::<html::Div>::new();
        node.on_load(move |node| watch.observe(&node));
        view! { <div node_ref=node class="flow-root">{row(item)}</div> }
    };
    view! {
        <div
            node_ref=scroller
            role="log"
            aria-label=label
            aria-live="off"
            tabindex="0"
            class="flex min-h-0 grow flex-col-reverse overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
            on:scroll=move |_| watch.scrolled()
            on:keydown=move |event| watch.pressed(&event)
        >
            <div class="shrink-0">
                {children()}
                <div aria-hidden="true" style:height=move || format!("{}px", shown.read().before)></div>
                <div node_ref=list>
                    <For each=move || shown.with(|shown| shown.rows().to_vec()) key=Item::key children=draw />
                </div>
                <div aria-hidden="true" style:height=move || format!("{}px", shown.read().after)></div>
                <div class="h-3"></div>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, PartialEq)]
    struct Number(u32);

    impl Item for Number {
        type Key = u32;

        fn key(&self) -> u32 {
            self.0
        }

        fn height(&self) -> f64 {
            20.0
        }
    }

    #[test]
    fn the_server_draws_every_row_of_its_page() {
        let rows: Vec<_> = (0..101).map(Number).collect();
        assert_eq!(Shown::last_of(Arc::new(rows)).rows().len(), 101);
    }
}
