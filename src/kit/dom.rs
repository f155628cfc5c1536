//! The little that components ask of the page itself: where the focus is, and where it goes next.

use leptos::{
    ev::FocusEvent,
    prelude::{document, request_animation_frame},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, Node},
};

/// Where a key moves within a row or column of choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Next,
    Previous,
    First,
    Last,
}

impl Step {
    /// What a key means in a column; `None` for any other key.
    pub(super) fn vertical(key: &str) -> Option<Self> {
        Self::of(key, "ArrowDown", "ArrowUp")
    }

    /// What a key means in a row.
    pub(super) fn horizontal(key: &str) -> Option<Self> {
        Self::of(key, "ArrowRight", "ArrowLeft")
    }

    fn of(key: &str, next: &str, previous: &str) -> Option<Self> {
        match key {
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            key if key == next => Some(Self::Next),
            key if key == previous => Some(Self::Previous),
            _ => None,
        }
    }

    /// The place after this step among `count` places, around the ends.
    pub(super) fn from(self, place: usize, count: usize) -> usize {
        match self {
            _ if count == 0 => 0,
            Self::Next => (place + 1) % count,
            Self::Previous => (place + count - 1) % count,
            Self::First => 0,
            Self::Last => count - 1,
        }
    }
}

/// Gives the focus to the element that the selector finds first inside `root`.
pub(super) fn focus(root: &Element, selector: &str) {
    if let Ok(Some(found)) = root.query_selector(selector)
        && let Some(found) = found.dyn_ref::<HtmlElement>()
    {
        let _ = found.focus();
    }
}

/// After a navigation: gives the focus to what the selector finds, unless something still has it.
pub fn land(selector: &'static str) {
    request_animation_frame(move || {
        let page = document();
        let lost = page.active_element().is_none_or(|element| element.tag_name() == "BODY");
        if lost && let Some(root) = page.document_element() {
            focus(&root, selector);
        }
    });
}

/// Whether the focus leaves `root` altogether.
pub(super) fn leaves(event: &FocusEvent, root: &Element) -> bool {
    !event.related_target().is_some_and(|to| root.contains(to.dyn_ref::<Node>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_around_the_ends() {
        assert_eq!(Step::vertical("ArrowDown").map(|step| step.from(2, 3)), Some(0));
        assert_eq!(Step::vertical("ArrowUp").map(|step| step.from(0, 3)), Some(2));
        assert_eq!(Step::horizontal("End").map(|step| step.from(0, 3)), Some(2));
        assert_eq!(Step::horizontal("ArrowDown"), None);
        assert_eq!(Step::First.from(0, 0), 0);
    }
}
