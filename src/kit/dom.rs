//! The little that components ask of the page itself: where the focus is, and where it goes next.

use leptos::{
    ev::FocusEvent,
    html::Textarea,
    prelude::{GetUntracked, NodeRef, document, request_animation_frame, window},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, Node},
};

use super::back::awaits_focus;

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

/// Gives the focus to what a selector finds first on the page; whether it found anything.
pub fn focus_on(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.is_some_and(|found| found.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// Whether what has the focus is what a selector finds.
pub fn is_focused(selector: &str) -> bool {
    document().active_element().is_some_and(|element| element.matches(selector).unwrap_or_default())
}

/// Gives a field the focus once the page has followed, with the caret behind what stands in it. Who is in it by then has
/// their own caret already, or has begun to write.
pub fn write_on(field: NodeRef<Textarea>) {
    request_animation_frame(move || {
        let Some(field) = field.try_get_untracked().flatten() else { return };
        if document().active_element().is_none_or(|active| active != **field) {
            let end = field.text_length();
            drop(field.set_selection_range(end, end));
            drop(field.focus());
        }
    });
}

/// How many rows, at least so many pixels high, fill the window; nothing where it has no height.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window is some thousand pixels high")]
pub fn rows_of_window(low: f64) -> Option<usize> {
    let height = window().inner_height().ok()?.as_f64()?;
    Some((height / low).ceil() as usize)
}

/// Gives the focus to the element that the selector finds first inside `root`.
pub(super) fn focus(root: &Element, selector: &str) {
    if let Ok(Some(found)) = root.query_selector(selector)
        && let Some(found) = found.dyn_ref::<HtmlElement>()
    {
        let _ = found.focus();
    }
}

/// Frames within which a page that was navigated to has to show its heading.
const FRAMES: u32 = 20;

/// After a navigation: where the focus went with what was left, it goes to the heading of the new page, or to the
/// element with this id where no heading comes. What has the focus still keeps it, and what had it when one left this
/// page has it again if it comes.
pub fn land(id: &'static str) {
    seek(id, FRAMES);
}

fn seek(id: &'static str, frames: u32) {
    request_animation_frame(move || {
        let page = document().get_element_by_id(id).and_then(|page| page.dyn_into::<HtmlElement>().ok());
        let heading = page.as_ref().and_then(heading);
        match heading.or(page.filter(|_| frames == 0)) {
            Some(goal) if is_lost() && !awaits_focus() => hold(&goal),
            _ if frames > 0 || awaits_focus() => seek(id, frames.saturating_sub(1)),
            _ => {}
        }
    });
}

/// The first heading of a page that is drawn: on a phone not all are that stand in the document.
fn heading(page: &HtmlElement) -> Option<HtmlElement> {
    let headings = page.get_elements_by_tag_name("h1");
    (0..headings.length()).filter_map(|place| headings.item(place)?.dyn_into::<HtmlElement>().ok()).find(is_drawn)
}

/// Whether nothing has the focus, or something that is not drawn any more.
pub(super) fn is_lost() -> bool {
    document().active_element().is_none_or(|element| {
        element.tag_name() == "BODY" || element.dyn_ref::<HtmlElement>().is_some_and(|element| !is_drawn(element))
    })
}

fn is_drawn(element: &HtmlElement) -> bool {
    element.offset_width() > 0
}

/// Gives the focus to what nobody reaches by keys.
fn hold(element: &HtmlElement) {
    if !element.has_attribute("tabindex") {
        drop(element.set_attribute("tabindex", "-1"));
    }
    let _ = element.focus();
}

/// Gives the focus back to what had it; where that is gone, as a row of a long list may be, to the page.
pub(super) fn give_back(before: Option<HtmlElement>) {
    let page = || document().query_selector("main").ok()??.dyn_into::<HtmlElement>().ok();
    if let Some(goal) = before.filter(|before| before.is_connected()).or_else(page) {
        let _ = goal.focus();
    }
}

/// Before `root` goes away: where the focus is in it, what it stands in has it from now on.
pub(super) fn hand_on(root: &Element) {
    let around =
        root.parent_element().filter(|_| has_focus(root)).and_then(|around| around.dyn_into::<HtmlElement>().ok());
    if let Some(around) = around {
        hold(&around);
    }
}

/// Once `root` stands in the document: where what it stands in has the focus, what the selector finds in `root` has it
/// from now on.
pub(super) fn take_over(root: Element, selector: &'static str) {
    request_animation_frame(move || {
        let held = document().active_element();
        if held.is_some() && held == root.parent_element() {
            focus(&root, selector);
        }
    });
}

/// Whether the focus is in `root`.
pub(super) fn has_focus(root: &Element) -> bool {
    document().active_element().is_some_and(|element| root.contains(element.dyn_ref::<Node>()))
}

/// From where the focus comes into `root`; nothing where it was there, or nowhere.
pub(super) fn comes_to(event: &FocusEvent, root: &Element) -> Option<HtmlElement> {
    let from = event.related_target()?.dyn_into::<HtmlElement>().ok()?;
    (!root.contains(Some(&from))).then_some(from)
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
