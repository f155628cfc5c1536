//! The list in a browser: frames, measurements, and what follows from them.
//!
//! A scroll asks for a frame; in the frame the place is read once and the rows to draw are chosen. The
//! browser reports heights after it has laid the rows out and before it paints, so what moves by them is put
//! right in the same frame.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use leptos::{ev::KeyboardEvent, prelude::*, web_sys::HtmlDivElement};

use super::{
    Item, Left, Parts, Wish,
    layout::{Hold, NEAR},
    standing::{New, Next, Standing},
    walking::Field,
};
use crate::{
    browser::{
        clock::stopwatch,
        scroll::{Scroller, Sizes},
    },
    kit::back::{keep, put_back},
    shared::effect::Effect,
};

/// How much of what comes before a row is seen above it when it is brought to the upper edge, in pixels.
const CONTEXT: f64 = 64.0;

/// Watches a list.
#[derive(Clone, Copy)]
pub struct Watch(StoredValue<Rc<dyn Watched>, LocalStorage>);

trait Watched {
    fn ask_frame(self: Rc<Self>);
    fn pressed(&self, event: &KeyboardEvent);
    fn observe(&self, row: &HtmlDivElement);
}

/// Begins to watch; ends with its owner.
pub fn attach<T: Item>(parts: Parts<T>) -> Watch {
    let (rows, scroll, scroller) = (parts.rows, parts.scroll, parts.scroller);
    let list = Rc::new_cyclic(|list: &std::rc::Weak<List<T>>| {
        let list = list.clone();
        let sizes = Sizes::new(move || {
            if let Some(list) = list.upgrade() {
                list.measure();
            }
        });
        List { parts, sizes, state: RefCell::new(Standing::new()) }
    });
    let left = Rc::downgrade(&list);
    keep(&list.parts.name, move || left.upgrade()?.left());
    put_back(&list.parts.name, move |left| scroll.back_to(left));
    let watched = StoredValue::new_local(Rc::clone(&list) as Rc<dyn Watched>);
    Effect::new({
        let list = Rc::clone(&list);
        move || list.take(rows.get())
    });
    Effect::new({
        let list = Rc::clone(&list);
        move || {
            if scroll.wish.get().is_some() {
                Rc::clone(&list).ask_frame();
            }
        }
    });
    scroller.on_load(move |scroller: HtmlDivElement| {
        list.sizes.observe(&scroller);
        Rc::clone(&list).ask_frame();
    });
    Watch(watched)
}

impl Watch {
    /// The list has been scrolled.
    pub fn scrolled(self) {
        self.0.try_with_value(|list| Rc::clone(list).ask_frame());
    }

    /// A key was pressed in the list.
    pub fn pressed(self, event: &KeyboardEvent) {
        self.0.try_with_value(|list| list.pressed(event));
    }

    /// A row has come into the document.
    pub fn observe(self, row: &HtmlDivElement) {
        self.0.try_with_value(|list| list.observe(row));
    }
}

struct List<T: Item> {
    parts: Parts<T>,
    sizes: Sizes,
    state: RefCell<Standing<T>>,
}

impl<T: Item> Watched for List<T> {
    fn ask_frame(self: Rc<Self>) {
        let asked = std::mem::replace(&mut self.state.borrow_mut().asked, true);
        if !asked {
            request_animation_frame(move || self.frame());
        }
    }

    fn pressed(&self, event: &KeyboardEvent) {
        let rows = self.parts.list.try_get_untracked().flatten();
        if let (Some(scroller), Some(rows)) = (self.scroller(), rows) {
            let (scroll, to_end) = (self.parts.scroll, self.parts.to_end);
            Field { scroller: &scroller, rows: &rows, scroll, to_end }.press(event);
        }
    }

    fn observe(&self, row: &HtmlDivElement) {
        self.sizes.observe(row);
    }
}

impl<T: Item> List<T> {
    fn scroller(&self) -> Option<Scroller> {
        self.parts.scroller.try_get_untracked().flatten().map(Scroller::new)
    }

    /// How one leaves it now; nothing where it is not drawn, or not where it has to be.
    fn left(&self) -> Option<Left<T::Key>> {
        let scroller = self.scroller().filter(|scroller| scroller.height() > 0.0)?;
        let state = self.state.borrow();
        let is_on_its_way = self.parts.scroll.wish.try_get_untracked().flatten().is_some();
        if is_on_its_way || !state.measured {
            return None;
        }
        let anchor = state.layout.anchor(scroller.place()).filter(|_| !state.stuck);
        Some(anchor.map_or(Left::AtEnd, Left::At))
    }

    /// Takes new rows: what is seen stays, or the end is followed.
    fn take(self: &Rc<Self>, rows: Arc<Vec<T>>) {
        {
            let state = &mut *self.state.borrow_mut();
            let anchor = state.layout.anchor(state.from_end);
            state.layout.set_rows(rows.iter().map(|row| (row.key(), row.height())));
            state.rows = rows;
            let hold = if state.stuck { Some(Hold::End) } else { anchor.map(Hold::Row) };
            state.hold = state.hold.take().or(hold);
        }
        self.show(New::None);
        Rc::clone(self).ask_frame();
    }

    fn frame(self: Rc<Self>) {
        self.state.borrow_mut().asked = false;
        let Some(scroller) = self.scroller() else { return };
        // The server's rows stand where they stand: nothing is moved by guesses.
        if !self.state.borrow().measured {
            self.take_heights(&scroller);
        }
        self.keep(&scroller);
        let new = if self.is_led() { New::All } else { New::Timely };
        self.fulfil(&scroller);
        self.look(&scroller);
        let is_all = self.show(new);
        self.tell(&scroller);
        if !is_all {
            self.ask_frame();
        }
    }

    /// Puts what has moved back to where it was. Where nothing came and nothing grew it is the person who moves.
    fn keep(&self, scroller: &Scroller) {
        let state = &mut *self.state.borrow_mut();
        let from_end = scroller.place();
        let place = state.hold.take().and_then(|hold| state.layout.held(&hold, from_end));
        if let Some(place) = place {
            scroller.move_by(place - from_end);
        }
    }

    fn fulfil(&self, scroller: &Scroller) {
        let Some(wish) = self.parts.scroll.wish.try_get_untracked().flatten() else { return };
        let before = scroller.place();
        let place = match wish {
            Wish::Start => Some(scroller.length()),
            Wish::End => Some(0.0),
            Wish::Down(pixels) => Some(before - pixels),
            Wish::Row(key) => self.state.borrow().layout.place_on_top(key, scroller.height() - CONTEXT),
            Wish::Place(anchor) => self.state.borrow().layout.place(&anchor),
        };
        if let Some(place) = place {
            scroller.move_by(place - before);
        }
        // Rows that were never drawn are guessed at: what lies among them is looked for until it stays where it is.
        let arrived = (scroller.place() - before).abs() < 1.0;
        if arrived || !matches!(wish, Wish::Start | Wish::Row(_) | Wish::Place(_)) {
            self.parts.scroll.wish.try_set(None);
        }
    }

    fn look(&self, scroller: &Scroller) {
        let state = &mut *self.state.borrow_mut();
        state.from_end = scroller.place();
        let at_end = state.from_end < NEAR;
        state.stuck = at_end && self.parts.ends.try_get_untracked().unwrap_or_default();
        let lowest = state.layout.lowest(state.from_end);
        let highest = state.layout.key_at(state.from_end + scroller.height());
        let scroll = self.parts.scroll;
        if scroll.at_end.try_get_untracked().is_some_and(|before| before != at_end) {
            scroll.at_end.set(at_end);
        }
        if scroll.lowest.try_get_untracked().is_some_and(|before| before != lowest) {
            scroll.lowest.set(lowest);
        }
        if scroll.highest.try_get_untracked().is_some_and(|before| before != highest) {
            scroll.highest.set(highest);
        }
    }

    /// Draws the rows that are seen, and those around them; whether all of them stand there now.
    fn show(&self, new: New) -> bool {
        let height = self.scroller().map_or(0.0, |scroller| scroller.height());
        let there = self.parts.shown.try_with_untracked(|now| now.rows().iter().map(Item::key).collect::<Vec<_>>());
        let Some(there) = there else { return true };
        let new = if self.is_led() { New::All } else { new };
        let Next { shown, come, is_all } = self.state.borrow().next(height, &there, new);
        let (has_rows, stands) = self.parts.shown.with_untracked(|now| {
            let has_rows = Arc::ptr_eq(&now.rows, &shown.rows);
            (has_rows, has_rows && now.stands_as(&shown))
        });
        if !stands {
            if matches!(new, New::Timely) {
                self.state.borrow_mut().pace.begin(come, stopwatch());
            }
            if !has_rows {
                self.parts.drawn.take(shown.rows());
            }
            self.parts.shown.set(shown);
        }
        is_all
    }

    /// Whether somebody is to be led to a place, which shall be drawn when they are there.
    fn is_led(&self) -> bool {
        let wish = self.parts.scroll.wish.try_get_untracked().flatten();
        wish.is_some_and(|wish| !matches!(wish, Wish::Down(_)))
    }

    fn tell(&self, scroller: &Scroller) {
        let (from_start, from_end, some) = {
            let state = self.state.borrow();
            (state.layout.total() - state.from_end - scroller.height(), state.from_end, state.layout.len() > 0)
        };
        if some && from_start < 2.0 * scroller.height() {
            self.parts.on_start.try_run(());
        }
        if some && from_end < scroller.height() {
            self.parts.on_end.try_run(());
        }
    }

    /// The browser has laid rows out: their heights are known now.
    fn measure(self: &Rc<Self>) {
        self.state.borrow_mut().pace.end(stopwatch());
        let Some(scroller) = self.scroller() else { return };
        if !self.take_heights(&scroller) {
            return;
        }
        self.keep(&scroller);
        let new = if self.is_led() { New::All } else { New::None };
        self.fulfil(&scroller);
        self.look(&scroller);
        self.show(new);
        Rc::clone(self).ask_frame();
    }

    /// Takes the heights of the rows that stand there; whether they are the ones that should.
    fn take_heights(&self, scroller: &Scroller) -> bool {
        let Some(list) = self.parts.list.try_get_untracked().flatten() else { return false };
        let Some(range) = self.parts.shown.try_with_untracked(|shown| shown.range.clone()) else { return false };
        let heights = Scroller::heights(&list);
        let state = &mut *self.state.borrow_mut();
        if heights.len() != range.len() || range.end > state.layout.len() {
            return false;
        }
        let width = scroller.width();
        if (state.width - width).abs() > 0.5 {
            state.width = width;
            state.layout.forget();
        }
        let anchor = state.layout.anchor(scroller.place());
        let changed = state.layout.measure(range, heights.into_iter());
        if changed && state.measured && !state.stuck && state.hold.is_none() {
            state.hold = anchor.map(Hold::Row);
        }
        state.measured = true;
        true
    }
}
