//! What a page and its service worker tell each other.

use leptos::{prelude::*, task::spawn_local};

use super::Version;
use crate::{
    browser::{
        surroundings::would_ask_before_leaving,
        worker::{Word, Worker},
    },
    client::use_client,
    features::accounts::{hook::use_me, model::Appearance},
    shared::{effect::Effect, hydration::after_hydration},
    sync::{Pending, status::State},
};

/// The worker of this page, once there is one.
type Kept = RwSignal<Option<Worker>, LocalStorage>;

/// Registers the worker once the page is alive, and lives with it from then on.
pub(super) fn follow(version: Version, routing: Signal<bool>) {
    let worker = Kept::new_local(None);
    let client = use_client();
    let hear = move |word| match word {
        Word::Newer => version.newer.set(true),
        Word::Wake => client.hurry(),
    };
    after_hydration(move || spawn_local(async move { worker.set(Worker::register(hear).await) }));
    tell_who(worker);
    find_newer(worker);
    send_in_the_background(worker);
    bring(version, worker);
    come_with_navigation(version, worker, routing);
}

/// Tells the worker whether somebody is logged in here, and in which colours to draw the first of a page: it answers for
/// the areas of members only where somebody is.
fn tell_who(worker: Kept) {
    let me = use_me();
    let who = Memo::new(move |_| {
        me.read().as_ref().map_or("nobody", |me| match me.settings.appearance {
            Appearance::System => "member",
            Appearance::Light => "member light",
            Appearance::Dark => "member dark",
        })
    });
    Effect::new(move || worker.with(|worker| worker.iter().for_each(|worker| worker.tell(who.get()))));
}

/// Looks for a newer version whenever the server is there again: it may have been started anew with one.
fn find_newer(worker: Kept) {
    let health = use_client().status();
    let reconnects = Memo::new(move |_| health.read().reconnects);
    let look = move || worker.with_untracked(|worker| worker.iter().for_each(Worker::look));
    Effect::watch(move || reconnects.get(), move |_, _, _| look(), false);
}

/// Has the browser say when there is a network again, where something waits for it, and what can be undone sent should no page be
/// there to do so.
fn send_in_the_background(worker: Kept) {
    let client = use_client();
    let (pending, health) = (client.pending(), client.status());
    let stuck = Memo::new(move |_| health.read().state != State::Online && pending.with(|all| all.iter().any(waits)));
    let last_undoable = Memo::new(move |_| {
        let pending = pending.read();
        pending.iter().map(|one| &one.operation).rfind(|one| one.is_postponed()).map(|one| one.id)
    });
    Effect::new(move || {
        if stuck.get() {
            worker.with(|worker| worker.iter().for_each(|worker| _ = worker.ask_for_network()));
        }
    });
    Effect::new(move || {
        if last_undoable.get().is_some() {
            worker.with(|worker| worker.iter().for_each(Worker::ask_to_send));
        }
    });
}

/// Brings the newer version that is wanted, as soon as everything that goes out by itself has gone. Of what else would be
/// lost the browser asks.
fn bring(version: Version, worker: Kept) {
    let pending = use_client().pending();
    let sent = Memo::new(move |_| !pending.with(|all| all.iter().any(waits)));
    Effect::new(move || {
        if version.wanted.get() && sent.get() {
            // Who stays after all may ask again.
            version.wanted.set(false);
            worker.with_untracked(|worker| worker.iter().for_each(Worker::bring));
        }
    });
}

/// Loads the page that one has gone to anew where another version has taken over, unless something would be lost.
fn come_with_navigation(version: Version, worker: Kept, routing: Signal<bool>) {
    Effect::watch(
        move || routing.get(),
        move |on_the_way, before, _| {
            let has_arrived = before == Some(&true) && !on_the_way;
            let is_old = || {
                version.newer.get_untracked()
                    && worker.with_untracked(|worker| worker.as_ref().is_some_and(Worker::has_changed))
            };
            if has_arrived && is_old() && !would_ask_before_leaving() {
                drop(window().location().reload());
            }
        },
        false,
    );
}

/// Whether an operation goes out by itself, and would be lost with this page.
fn waits(pending: &Pending) -> bool {
    pending.is_unsaved() && !pending.has_failed()
}
