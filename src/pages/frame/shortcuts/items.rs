//! The items of a page that stand one below the other: those of every feed, and what is marked `data-item`, in the order
//! of the document. One of them is where the focus is.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// What an item is.
const ITEM: &str = "#content :is([role=feed] [aria-posinset], [role=feed] > article, [data-item])";
/// Where an item leads to, the surest first; else its only link does.
const WAYS: [&str; 2] = ["[data-open]", ":is(h2, h3) a[href]"];
/// The part of the page in which an item that is gone to has to be seen, in pixels from its edges: what stays at the top
/// and at the bottom lies over the rest.
const COVERED: f64 = 64.0;

/// The item that has the focus, or in which it is.
pub fn current() -> Option<HtmlElement> {
    document().active_element()?.closest(ITEM).ok().flatten()?.dyn_into().ok()
}

/// That item; else the first of a thread, which the page is about.
pub fn current_or_first() -> Option<HtmlElement> {
    current().or_else(|| all().into_iter().find(|item| item.matches("article[data-item]").unwrap_or(false)))
}

/// Whether an item itself has the focus, and nothing in it.
pub fn has_focus(item: &HtmlElement) -> bool {
    document().active_element().as_ref() == Some(item.as_ref())
}

/// Gives the focus to the item behind the current one, or before it; where none has it, to the first one that is seen, or
/// the last one above.
pub fn step(down: bool) {
    let all = all();
    let place = current().and_then(|current| all.iter().position(|item| *item == current));
    let next = match place {
        Some(place) if down => Some(place + 1),
        Some(place) => place.checked_sub(1),
        None if down => all.iter().position(|item| item.get_bounding_client_rect().bottom() > COVERED),
        None => all.iter().rposition(|item| item.get_bounding_client_rect().top() < COVERED),
    };
    if let Some(item) = next.and_then(|next| all.get(next)) {
        show(item);
    }
}

/// Follows the link to what the item is about; whether it has one.
pub fn open(item: &Element) -> bool {
    let marked = WAYS.iter().find_map(|way| own(item, way));
    let way = marked.or_else(|| {
        let links = item.query_selector_all("a[href]").ok().filter(|links| links.length() == 1)?;
        links.get(0)?.dyn_into().ok()
    });
    way.as_ref().map(HtmlElement::click).is_some()
}

/// Presses the button or the link of the item that is called so.
pub fn press(item: &Element, label: &str) {
    if let Some(found) = own(item, &format!("[aria-label='{label}']")) {
        found.click();
    }
}

/// Goes to where the item is answered: an answer to a question, a reply, or else a comment.
pub fn reply(item: &Element) {
    let answer = document().get_element_by_id("answer").filter(|_| item.matches("article[data-item]").unwrap_or(false));
    if let Some(field) = answer.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        drop(field.focus());
    } else if let Some(way) = own(item, &format!("a[href*='comment={}#']", item.id())) {
        way.click();
    }
}

/// Gives the focus to the field of this page that finds something; whether there is one.
pub fn find() -> bool {
    let fields = document().query_selector_all("#content input[type=search]").ok();
    let fields = fields.into_iter().flat_map(|fields| (0..fields.length()).filter_map(move |place| fields.get(place)));
    let field = fields.filter_map(|field| field.dyn_into::<HtmlInputElement>().ok()).find(|field| is_drawn(field));
    field.is_some_and(|field| {
        field.select();
        field.focus().is_ok()
    })
}

/// What a selector finds in an item and in none that stands in it.
fn own(item: &Element, selector: &str) -> Option<HtmlElement> {
    let found = item.query_selector(selector).ok().flatten()?;
    let is_own = found.closest(ITEM).ok().flatten().as_ref() == Some(item);
    found.dyn_into().ok().filter(|_| is_own)
}

fn all() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(ITEM) else { return Vec::new() };
    let items = (0..found.length()).filter_map(|place| found.get(place)?.dyn_into::<HtmlElement>().ok());
    items.filter(is_drawn).collect()
}

fn is_drawn(element: &HtmlElement) -> bool {
    element.offset_height() > 0
}

/// Gives the focus to an item and brings it into view: from its beginning where it is higher than what is seen.
fn show(item: &HtmlElement) {
    if !item.has_attribute("tabindex") {
        drop(item.set_attribute("tabindex", "-1"));
    }
    let still = FocusOptions::new();
    still.set_prevent_scroll(true);
    drop(item.focus_with_options(&still));
    let seen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let is_high = item.get_bounding_client_rect().height() > seen - 2.0 * COVERED;
    let options = ScrollIntoViewOptions::new();
    options.set_block(if is_high { ScrollLogicalPosition::Start } else { ScrollLogicalPosition::Nearest });
    item.scroll_into_view_with_scroll_into_view_options(&options);
}
