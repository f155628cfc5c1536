//! What is seen first of a page, and how far it has moved since.

use leptos::{prelude::window, web_sys::Element};

/// What of an entry may say something else in the same elements: the words of what is seen tell it then.
const ROOM: &str = "[data-room]";
/// One that stays as high as it is while it says something else: what is seen of it goes where it goes.
const KEPT: &str = "data-kept-room";

/// What is seen first of a page, and how far below the beginning of that it stands.
pub(super) struct Seen {
    element: Element,
    depth: f64,
    words: Option<Words>,
}

/// What stands in the element that is seen, and the room around it, so far below the beginning of the page.
struct Words {
    text: String,
    room: Element,
    depth: f64,
}

impl Seen {
    /// The first that begins within the window; where nothing does, the innermost that reaches into it.
    pub fn first_in(page: &Element) -> Self {
        let mut around = page.clone();
        loop {
            let children = around.children();
            let mut seen = (0..children.length()).filter_map(|place| children.item(place)).filter(is_seen);
            let Some(first) = seen.next() else { break };
            let begins = first.get_bounding_client_rect().top() >= 0.0;
            around = first;
            if begins {
                break;
            }
        }
        Self { depth: depth(&around, page), words: Words::of(&around, page), element: around }
    }

    /// How far it went down in its page since it was looked at, in pixels: where its element says something else, what says
    /// the same near by, or else the room around it. Not at all where all of that is gone.
    pub fn moved_in(&self, page: &Element) -> f64 {
        let words = self.words.as_ref().filter(|words| is_drawn(&words.room));
        let by_room = |words: &Words| depth(&words.room, page) - words.depth;
        match words {
            Some(words) if words.room.has_attribute(KEPT) => by_room(words),
            Some(words) if !words.stand_in(&self.element) => {
                let moved = words.like(&self.element).into_iter().map(|element| depth(&element, page) - self.depth);
                let least = moved.min_by(|one, other| one.abs().total_cmp(&other.abs()));
                least.unwrap_or_else(|| by_room(words))
            }
            _ if is_drawn(&self.element) => depth(&self.element, page) - self.depth,
            _ => 0.0,
        }
    }
}

impl Words {
    fn of(element: &Element, page: &Element) -> Option<Self> {
        let room = element.closest(ROOM).ok().flatten().filter(|room| room != element)?;
        Some(Self { text: element.text_content()?, depth: depth(&room, page), room })
    }

    /// Whether an element is there and says them.
    fn stand_in(&self, element: &Element) -> bool {
        is_drawn(element) && element.text_content().is_some_and(|text| text == self.text)
    }

    /// What says them in the room now, of the kind of the element that did.
    fn like(&self, element: &Element) -> Vec<Element> {
        let all = self.room.get_elements_by_tag_name(&element.local_name());
        (0..all.length()).filter_map(|place| all.item(place)).filter(|element| self.stand_in(element)).collect()
    }
}

/// Whether something reaches into the window, or stands below it, and goes with the page when that is scrolled.
fn is_seen(element: &Element) -> bool {
    let edges = element.get_bounding_client_rect();
    let is_there = edges.height() > 0.0 && edges.bottom() > 0.0;
    let style = || window().get_computed_style(element).ok().flatten();
    let goes = || style().and_then(|style| style.get_property_value("position").ok());
    is_there && goes().is_none_or(|position| matches!(position.as_str(), "static" | "relative"))
}

/// Whether it stands in the document, and takes room there.
fn is_drawn(element: &Element) -> bool {
    element.get_bounding_client_rect().height() > 0.0
}

fn depth(element: &Element, page: &Element) -> f64 {
    element.get_bounding_client_rect().top() - page.get_bounding_client_rect().top()
}
