//! Hears the keys, and does what the table says.

use std::rc::Rc;

use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    device, items,
    pressed::named,
    table::{Act, Found, Place, find},
    trail,
};
use crate::{features::accounts::hook::use_me, kit::leave_entry, shared::effect::Effect};

/// How soon the second of two keys has to follow, in milliseconds.
const SOON: f64 = 1_500.0;

/// Where letters are typed, or chosen by.
const FIELDS: &str = "input, textarea, select, [contenteditable]:not([contenteditable=false]), \
    [role=menu], [role=listbox], [role=dialog]";

/// Has the keys act as long as the owner of this lives; `listed` says whether the list of them is open.
pub fn follow(listed: RwSignal<bool>) {
    trail::follow();
    let acting = Acting { listed, go: use_go(), path: use_location().pathname, handle: use_handle() };
    let begun = StoredValue::new(None::<(String, f64)>);
    Effect::new(move || {
        let acting = acting.clone();
        let listening = window_event_listener_untyped("keydown", move |event| {
            // What fills a form in for somebody presses keys that are none.
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let before = begun.try_update_value(Option::take).flatten();
            let Some(key) = heard(event) else { return };
            let before = before.filter(|(_, at)| event.time_stamp() - at < SOON).map(|(key, _)| key);
            match find(before.as_deref(), &key) {
                Found::Act(act) if is_again(event, act) => {}
                Found::Act(act) if acting.does(act, &key) => event.prevent_default(),
                Found::Begun => begun.set_value(Some((key, event.time_stamp()))),
                Found::Act(_) | Found::Nothing => {}
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// The key of which something may come.
fn heard(event: &KeyboardEvent) -> Option<String> {
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key();
    if is_held
        || event.default_prevented()
        || event.is_composing()
        || is_typed(event)
        || is_asked()
        || !device::are_on()
    {
        return None;
    }
    named(&event.key(), &event.code(), event.shift_key())
}

fn is_typed(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(FIELDS).is_ok_and(|field| field.is_some()))
}

/// Whether a question stands before the page.
fn is_asked() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// Whether a key that is held would do again what is done once.
fn is_again(event: &KeyboardEvent, act: Act) -> bool {
    event.repeat() && !matches!(act, Act::Next | Act::Previous)
}

/// Goes to an address, with how this page is left kept for who comes back.
fn use_go() -> Rc<dyn Fn(&str)> {
    let navigate = use_navigate();
    Rc::new(move |address| {
        leave_entry();
        navigate(address, NavigateOptions::default());
    })
}

fn use_handle() -> Option<String> {
    use_me().with_untracked(|me| me.as_ref().map(|me| me.account.handle.clone()))
}

/// What acts need.
#[derive(Clone)]
struct Acting {
    listed: RwSignal<bool>,
    go: Rc<dyn Fn(&str)>,
    path: Memo<String>,
    /// Who is logged in.
    handle: Option<String>,
}

impl Acting {
    /// Does it; whether the key is of use for nothing else then.
    fn does(&self, act: Act, key: &str) -> bool {
        match act {
            Act::Next => items::step(true),
            Act::Previous => items::step(false),
            // In an item Enter presses what has the focus.
            Act::Open => {
                return items::current()
                    .is_some_and(|item| (key != "Enter" || items::has_focus(&item)) && items::open(&item));
            }
            Act::Leave => self.leave(),
            Act::Upvote => on_item(|item| items::press(item, "Upvote")),
            Act::Downvote => on_item(|item| items::press(item, "Downvote")),
            Act::Reply => on_item(items::reply),
            Act::Compose => self.go(if self.is_at_messages() { "/messages/new" } else { "/new" }),
            Act::Search if items::find() => {}
            Act::Search => self.go(if self.handle.is_some() { "/messages/search" } else { "/tags" }),
            Act::Go(place) => self.go_to(place),
            Act::List => self.listed.set(true),
            Act::Elsewhere => return false,
        }
        true
    }

    fn go(&self, address: &str) {
        (self.go)(address);
    }

    fn go_to(&self, place: Place) {
        match (place, &self.handle) {
            (Place::Home, _) => self.go("/"),
            (Place::Messages, _) => self.go("/messages"),
            (Place::Notifications, _) => self.go("/notifications"),
            (Place::Questions, _) => self.go("/questions"),
            (Place::Profile, Some(handle)) => self.go(&format!("/u/{handle}")),
            (Place::Profile, None) => self.go("/login"),
        }
    }

    /// Back to the list from which one came; else to what the page stands below.
    fn leave(&self) {
        let above = self.path.with_untracked(|path| above(path));
        if self.path.with_untracked(|path| path.starts_with("/p/")) && trail::came_from_list() {
            drop(window().history().map(|history| history.back()));
        } else if let Some(above) = above {
            self.go(&above);
        }
    }

    fn is_at_messages(&self) -> bool {
        self.path.with_untracked(|path| path.starts_with("/messages"))
    }
}

fn on_item(act: impl Fn(&Element)) {
    if let Some(item) = items::current_or_first() {
        act(&item);
    }
}

/// What a page stands below; nothing at the top.
fn above(path: &str) -> Option<String> {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [] => None,
        ["tags", _] => Some("/tags".to_owned()),
        ["u", handle, _] => Some(format!("/u/{handle}")),
        ["messages", _] => Some("/messages".to_owned()),
        ["messages", conversation, ..] => Some(format!("/messages/{conversation}")),
        _ => Some("/".to_owned()),
    }
}
