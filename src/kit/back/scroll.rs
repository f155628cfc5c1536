//! Where an element is scrolled to.

use std::rc::Rc;

use leptos::{prelude::*, tachys::html::element::ElementType, wasm_bindgen::JsCast, web_sys::Element};

use super::live::{keep, put_back};
use crate::browser::anchor::hold_anew;

/// Frames within which an element has to be drawn, and what it holds to be there: pages of a list may have to be read.
const FRAMES: u32 = 300;

/// Keeps where an element is scrolled to, and brings it there again before it is painted, if what it holds is at hand.
/// Where it is not yet high enough `more` is asked for, often, until it is or somebody scrolls.
pub fn keep_scroll<E>(name: &str, scroller: NodeRef<E>, more: impl Fn() + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    let found = move || scroller.try_get_untracked().map(|scroller| scroller.map(JsCast::unchecked_into::<Element>));
    follow(name, Rc::new(found), more);
}

/// The same for the page itself.
pub fn keep_page_scroll(name: &str, more: impl Fn() + 'static) {
    let stands = StoredValue::new(());
    let found = move || stands.try_get_value().map(|()| document().document_element());
    follow(name, Rc::new(found), more);
}

/// What scrolls, where it is drawn; nothing at all once it has gone for good.
type Find = Rc<dyn Fn() -> Option<Option<Element>>>;

fn follow(name: &str, find: Find, more: impl Fn() + 'static) {
    let more: Rc<dyn Fn()> = Rc::new(more);
    let kept = Rc::clone(&find);
    // What is not drawn is nowhere, and stays where it was.
    keep(name, move || drawn(&kept).map(|scroller| scroller.scroll_top()));
    put_back(name, move |top: i32| {
        bring(Rc::clone(&find), Goal { top, stood: None, frames: FRAMES }, Rc::clone(&more));
    });
}

/// Where an element has to be scrolled to.
#[derive(Clone, Copy)]
struct Goal {
    top: i32,
    /// How far it was brought.
    stood: Option<i32>,
    frames: u32,
}

fn bring(find: Find, goal: Goal, more: Rc<dyn Fn()>) {
    request_animation_frame(move || {
        if find().is_none() {
            return;
        }
        let mut next = Goal { frames: goal.frames.saturating_sub(1), ..goal };
        if let Some(scroller) = drawn(&find) {
            let is_moved = goal.stood.is_some_and(|stood| stood != scroller.scroll_top());
            if is_moved {
                return;
            }
            scroller.set_scroll_top(goal.top);
            // What has changed in this frame is in it already.
            hold_anew();
            next.stood = Some(scroller.scroll_top());
            if next.stood >= Some(goal.top) {
                return;
            }
            more();
        }
        if goal.frames > 0 {
            bring(find, next, more);
        }
    });
}

fn drawn(find: &Find) -> Option<Element> {
    find().flatten().filter(|scroller| scroller.client_height() > 0)
}
