//! What surrounds the page: the network, whether it is seen, whether it goes away.

use std::{cell::Cell, rc::Rc, time::Duration};

use js_sys::Promise;
use leptos::{
    prelude::{WindowListenerHandle, document, set_timeout, window, window_event_listener_untyped},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, EventInit, HtmlFormElement, NavigationType, PageTransitionEvent, PerformanceNavigationTiming, SubmitEvent,
    VisibilityState,
};

/// Whether the browser believes to have a network.
#[must_use]
pub fn has_network() -> bool {
    window().navigator().on_line()
}

/// Whether the page is seen.
#[must_use]
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether what points here is a mouse, so that there are keys beside it.
#[must_use]
pub fn has_mouse() -> bool {
    window().match_media("(pointer: fine)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the window has room for three columns.
#[must_use]
pub fn is_wide() -> bool {
    window().match_media("(min-width: 80rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the window has room for more than one column.
#[must_use]
pub fn has_columns() -> bool {
    window().match_media("(min-width: 64rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// Tells when the network comes and goes, as long as the page lives or until the listeners are removed.
pub fn on_network(tell: impl Fn(bool) + Clone + 'static) -> [WindowListenerHandle; 2] {
    let gone = tell.clone();
    [
        window_event_listener_untyped("online", move |_| tell(true)),
        window_event_listener_untyped("offline", move |_| gone(false)),
    ]
}

/// Tells when the page begins and ceases to be seen, as long as the page lives.
pub fn on_visible(tell: impl Fn(bool) + Clone + 'static) {
    // A second window does not always hide the first.
    let seen = tell.clone();
    window_event_listener_untyped("focus", move |_| seen(is_visible()));
    window_event_listener_untyped("visibilitychange", move |_| tell(is_visible()));
}

/// Tells `true` when the page is there (again) and `false` when it goes away, perhaps to come back.
pub fn on_presence(tell: impl Fn(bool) + Clone + 'static) {
    let gone = tell.clone();
    window_event_listener_untyped("pageshow", move |_| tell(true));
    window_event_listener_untyped("pagehide", move |_| gone(false));
}

/// Tells when the page goes away, before [`on_presence`] does, whoever listened first, until what this returns is called.
pub fn before_going(tell: impl Fn() + 'static) -> impl FnOnce() {
    before_all("pagehide", move |_| tell())
}

/// Tells of an event before whatever else on the page hears of it, until what this returns is called.
pub fn before_all(event: &'static str, tell: impl Fn(Event) + 'static) -> impl FnOnce() {
    let tell = Closure::<dyn Fn(Event)>::new(tell).into_js_value();
    drop(window().add_event_listener_with_callback_and_bool(event, tell.unchecked_ref(), true));
    move || drop(window().remove_event_listener_with_callback_and_bool(event, tell.unchecked_ref(), true))
}

/// Tells when the page is shown again as it was left, as long as the page lives.
pub fn on_return(tell: impl Fn() + 'static) {
    window_event_listener_untyped("pageshow", move |event| {
        if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
            tell();
        }
    });
}

/// Whether one came to this page by going back or forward: then its document may be as old as the last look at it.
#[must_use]
pub fn is_gone_back_to() -> bool {
    let entries = window().performance().map(|performance| performance.get_entries_by_type("navigation"));
    let navigation = entries.and_then(|entries| entries.get(0).dyn_into::<PerformanceNavigationTiming>().ok());
    navigation.is_some_and(|navigation| navigation.type_() == NavigationType::BackForward)
}

/// Tells when the person installs the application, as long as the page lives.
pub fn on_installed(tell: impl Fn() + 'static) {
    window_event_listener_untyped("appinstalled", move |_| tell());
}

/// Has the browser ask before the page goes away while something is `unsaved`, as long as the page lives.
pub fn ask_before_leaving(unsaved: impl Fn() -> bool + 'static) {
    window_event_listener_untyped("beforeunload", move |event| {
        if unsaved() {
            event.prevent_default();
        }
    });
}

/// Has a form that is sent to an address with this part in it wait for `first`, which says whether it is sent at all; as
/// long as the page lives. Sent again while one waits it does nothing. Sent again after that, while the browser is still
/// on its way, it is a new one: whoever was asked before leaving and stayed can send it again.
pub fn before_form<F: Future<Output = bool> + 'static>(part: &'static str, first: impl Fn() -> F + 'static) {
    let sending = Rc::new(Cell::new(Sending::Idle));
    window_event_listener_untyped("submit", move |event| {
        let Some(form) = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
        let is_it = form.get_attribute("action").is_some_and(|action| action.contains(part));
        if !is_it || sending.get() == Sending::Goes {
            return;
        }
        event.prevent_default();
        if sending.replace(Sending::Waits) == Sending::Waits {
            return;
        }
        let submitter = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
        let (sending, first) = (Rc::clone(&sending), first());
        spawn_local(async move {
            if first.await {
                sending.set(Sending::Goes);
                if form.request_submit_with_submitter(submitter.as_ref()).is_err() {
                    // The button was drawn anew meanwhile.
                    drop(form.submit());
                }
            }
            sending.set(Sending::Idle);
        });
    });
}

/// How far a form is that waits for something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sending {
    /// None was sent.
    Idle,
    /// One waits.
    Waits,
    /// The one that waited is being handed to the browser.
    Goes,
}

/// Asks the person, and waits for the answer.
#[must_use]
pub fn confirm(words: &str) -> bool {
    window().confirm_with_message(words).unwrap_or(true)
}

/// Whether the browser would ask now before the page goes away.
#[must_use]
pub fn would_ask_before_leaving() -> bool {
    let may_be_stopped = EventInit::new();
    may_be_stopped.set_cancelable(true);
    // Whoever has it ask stops this one as well, and nobody else hears it.
    Event::new_with_event_init_dict("beforeunload", &may_be_stopped)
        .and_then(|event| window().dispatch_event(&event))
        .is_ok_and(|goes_on| !goes_on)
}

/// Loads the page anew.
pub fn reload() {
    drop(window().location().reload());
}

/// Waits so long, or until the browser says that there is a network again.
pub async fn wait_for_network(most: Duration) {
    let waiting = Promise::new(&mut |resolve, _| {
        let at_once = resolve.clone();
        let listening = window_event_listener_untyped("online", move |_| drop(at_once.call0(&JsValue::NULL)));
        let give_up = move || {
            listening.remove();
            drop(resolve.call0(&JsValue::NULL));
        };
        set_timeout(give_up, most);
    });
    drop(JsFuture::from(waiting).await);
}
