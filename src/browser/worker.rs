//! The service worker, from the side of a page.
//!
//! `app/worker.js` is the worker itself. What is said to each other is one word, perhaps with another behind it.

use std::{cell::Cell, rc::Rc, time::Duration};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Event, EventTarget, MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState,
};

use super::{clock::pass, surroundings::wait_for_network};

/// Where the worker is; it answers for everything below that.
const SCRIPT: &str = "/sw.js";
/// How long to wait at first until what could not be kept is asked for again, and at most.
const AGAIN: Duration = Duration::from_secs(15);
const LONGEST: Duration = Duration::from_hours(1);
/// What the browser calls our wish to hear of a network.
const TAG: &str = "outbox";

/// What is heard of the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Another version than this page's is kept whole: it waits, or has taken over.
    Newer,
    /// There may be a network again.
    Wake,
}

/// The worker that keeps the application for this page and all others.
pub struct Worker {
    registration: ServiceWorkerRegistration,
    /// Whether the page is loaded anew when another version takes over.
    leaves: Rc<Cell<bool>>,
    /// Whether another version has taken over since the page was loaded.
    changed: Rc<Cell<bool>>,
}

impl Worker {
    /// Has the browser keep the application, and hears what there is to hear as long as the page lives. Resolves once it
    /// is kept whole: where that cannot be for now, without room or a network, it is tried again, each time later.
    /// Nothing where the browser keeps none, as for people who come over plain HTTP.
    pub async fn register(tell: impl Fn(Word) + 'static) -> Option<Self> {
        let navigator = window().navigator();
        if !window().is_secure_context() || !Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
            return None;
        }
        let container = navigator.service_worker();
        let (leaves, changed) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        on(&container, "message", move |event| match word(&event).as_deref() {
            Some("other") => tell(Word::Newer),
            Some("wake") => tell(Word::Wake),
            _ => {}
        });
        follow_change(&container, &leaves, &changed);
        let mut wait = AGAIN;
        let registration = loop {
            if let Some(registration) = kept_whole(&container).await {
                break registration;
            }
            pass(wait).await;
            while !navigator.on_line() {
                wait_for_network(LONGEST).await;
            }
            wait = wait.saturating_mul(2).min(LONGEST);
        };
        if container.controller().is_none() {
            registration.active().iter().for_each(|active| say(active, "alone"));
        }
        introduce_shell(&container);
        follow_updates(&registration);
        Some(Self { registration, leaves, changed })
    }

    /// Tells the worker that answers.
    pub fn tell(&self, words: &str) {
        if let Some(active) = self.registration.active() {
            say(&active, words);
        }
    }

    /// Asks the server for a newer version; without one, or without a server, nothing comes of it.
    pub fn look(&self) {
        if let Ok(looking) = self.registration.update() {
            let_be(looking);
        }
    }

    /// Has the newer version take over and loads the page anew with it.
    pub fn bring(&self) {
        match self.registration.waiting() {
            Some(waiting) => {
                self.leaves.set(true);
                say(&waiting, "activate");
            }
            None => drop(window().location().reload()),
        }
    }

    /// Whether another version answers now than when the page was loaded.
    pub fn has_changed(&self) -> bool {
        self.changed.get()
    }

    /// Has the worker send what can be undone, once it cannot any more and where no page is there to do so: one that is not seen
    /// may be ended without a word.
    pub fn ask_to_send(&self) {
        if !self.ask_for_network() {
            self.tell("waits");
        }
    }

    /// Asks the browser to say once there is a network, also while nobody looks at the page. Whether it does.
    pub fn ask_for_network(&self) -> bool {
        let asking = || {
            let manager = Reflect::get(&self.registration, &"sync".into()).ok()?;
            let register = Reflect::get(&manager, &"register".into()).ok()?.dyn_into::<Function>().ok()?;
            register.call1(&manager, &TAG.into()).ok()?.dyn_into::<Promise>().ok()
        };
        asking().map(let_be).is_some()
    }
}

/// Hears when another version takes over.
fn follow_change(container: &ServiceWorkerContainer, leaves: &Rc<Cell<bool>>, changed: &Rc<Cell<bool>>) {
    let answered = Cell::new(container.controller().is_some());
    let (answering, leaves, changed) = (container.clone(), Rc::clone(leaves), Rc::clone(changed));
    on(container, "controllerchange", move |_| {
        // Where nobody answered before, nothing is taken over; but the first worker may be of another version, too.
        if answered.replace(true) {
            changed.set(true);
        }
        if leaves.get() {
            drop(window().location().reload());
        } else if let Some(controller) = answering.controller() {
            introduce(&controller);
        }
    });
}

/// What the browser knows of the worker once one answers; nothing where none can come now.
async fn kept_whole(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    let registration = JsFuture::from(container.register(SCRIPT)).await.ok()?;
    let registration: ServiceWorkerRegistration = registration.dyn_into().ok()?;
    if registration.active().is_none() {
        let first = registration.installing().or_else(|| registration.waiting())?;
        if !has_come(&first).await {
            return None;
        }
    }
    Some(registration)
}

/// Whether a first worker comes to answer: not where there is no room for what it keeps.
async fn has_come(first: &ServiceWorker) -> bool {
    loop {
        match first.state() {
            ServiceWorkerState::Activated => return true,
            ServiceWorkerState::Redundant => return false,
            _ => next(first, "statechange").await,
        }
    }
}

/// Introduces the shell to who answers for it: another version may have taken over since this one was sent for.
fn introduce_shell(container: &ServiceWorkerContainer) {
    let is_shell = document().document_element().is_some_and(|root| root.has_attribute("data-shell"));
    if let Some(controller) = container.controller().filter(|_| is_shell) {
        introduce(&controller);
    }
}

/// Introduces the page to each version that comes to wait, and to one that waits already.
fn follow_updates(registration: &ServiceWorkerRegistration) {
    introduce_to_waiting(registration);
    follow_install(registration);
    let found = registration.clone();
    on(registration, "updatefound", move |_| follow_install(&found));
}

fn follow_install(registration: &ServiceWorkerRegistration) {
    if let Some(installing) = registration.installing() {
        let installed = registration.clone();
        on(&installing, "statechange", move |_| introduce_to_waiting(&installed));
    }
}

fn introduce_to_waiting(registration: &ServiceWorkerRegistration) {
    if let Some(waiting) = registration.waiting() {
        introduce(&waiting);
    }
}

/// Says of which version this page is. A worker of another one says so.
fn introduce(worker: &ServiceWorker) {
    let build = document().document_element().and_then(|root| root.get_attribute("data-build"));
    say(worker, &format!("page {}", build.unwrap_or_default()));
}

fn say(worker: &ServiceWorker, words: &str) {
    drop(worker.post_message(&words.into()));
}

fn word(event: &Event) -> Option<String> {
    event.dyn_ref::<MessageEvent>()?.data().as_string()
}

/// Hears an event as long as the page lives.
fn on(target: &EventTarget, name: &str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act);
    if target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref()).is_ok() {
        act.forget();
    }
}

/// Resolves with the next such event.
async fn next(target: &EventTarget, name: &str) {
    let heard = Promise::new(&mut |hear, _| drop(target.add_event_listener_with_callback(name, &hear)));
    drop(JsFuture::from(heard).await);
}

/// What is asked for may come or not.
fn let_be(promise: Promise) {
    spawn_local(async { drop(JsFuture::from(promise).await) });
}
