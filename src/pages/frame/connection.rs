//! The engine's figures in the words of the kit.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::members::way_in;
use crate::{
    client::use_client,
    kit::{Connection, ConnectionNotice, ConnectionStatus, Fact, Reachable, Zone, use_toasts, use_zone},
    shared::{effect::Effect, hydration::after_hydration},
    sync::{
        Status as Health,
        status::{Notice as Told, State},
    },
};

/// What somebody is told whose browser keeps nothing.
const UNKEPT: &str = "This browser does not keep what you write. Leave the page open until it has been sent.";

/// Lets what could not be read from the server be read as soon as it can be reached again.
pub fn tell_reachable() {
    let health = use_client().status();
    let online = Memo::new(move |_| health.read().state == State::Online);
    provide_context(Reachable(online.into()));
}

/// Says once where this browser does not keep what is done until the server has it, or what was read: its store is one.
pub fn tell_unkept() {
    let (client, toasts) = (use_client(), use_toasts());
    let (keeps, copies) = (client.keeps(), client.keeps_copies());
    let is_unkept = Memo::new(move |_| !keeps.get() || !copies.get());
    // While the page is taken over nothing may come that the server did not draw.
    after_hydration(move || {
        Effect::new(move || {
            if is_unkept.get() {
                toasts.warn(UNKEPT);
            }
        });
    });
}

/// How the connection is, with its figures behind it.
#[component]
pub fn Status(
    /// Utility classes for the place of the figures, beside the sign.
    place: &'static str,
) -> impl IntoView {
    let (health, zone) = (use_client().status(), use_zone());
    let state = Memo::new(move |_| connection(&health.read()));
    view! {
        <ConnectionStatus
            state
            facts=Signal::derive(move || facts(&health.read(), zone))
            place
            wide=true
        />
    }
}

/// As the notice tells of it, where it does.
fn connection(health: &Health) -> Connection {
    match (health.state, health.notice) {
        (State::Online, _) => Connection::Online,
        (State::SignedOut, _) => Connection::LoggedOut,
        (State::Offline, _) | (_, Some(Told::Offline)) => Connection::Offline,
        (State::Connecting, Some(Told::Reconnecting)) => Connection::Reconnecting,
        (State::Connecting, _) => Connection::Connecting,
    }
}

/// What the person should know of it now. Who is not logged in any more finds the way back to this page; where the page
/// lacks what makes it live for long, it can be loaded anew.
#[component]
pub(super) fn Notice() -> impl IntoView {
    let client = use_client();
    let health = client.status();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let words = Memo::new(move |_| health.read().notice.map(|notice| notice.words().to_owned()));
    let way = Memo::new(move |_| {
        let is_over = health.read().state == State::SignedOut;
        is_over.then(|| ("Log in", way_in(&path.read(), &search.read())))
    });
    view! { <ConnectionNotice words way reload=client.wants_reload() /> }
}

/// The figures of the panel; a dash where nothing was measured yet, or cannot be now.
fn facts(health: &Health, zone: Zone) -> Vec<Fact> {
    let dash = || "–".to_owned();
    let moment = |at| format!("{}, {}", zone.local(at).day(), zone.clock(at));
    vec![
        Fact { name: "Version", value: env!("CARGO_PKG_VERSION").to_owned() },
        Fact { name: "Connected by", value: health.transport.map_or_else(dash, |by| by.words().to_owned()) },
        Fact { name: "Round trip", value: round_trip(health).unwrap_or_else(dash) },
        Fact { name: "Reconnects", value: health.reconnects.to_string() },
        Fact { name: "Clock offset", value: format!("{:+} ms", whole(health.clock_offset)) },
        Fact { name: "Position", value: health.position.as_ref().map_or_else(dash, ToString::to_string) },
        Fact { name: "Last event", value: health.heard.map_or_else(dash, moment) },
        Fact { name: "Waiting to be sent", value: health.queue.to_string() },
    ]
}

/// How long the way to the server and back takes; how long it took, where there is none now.
fn round_trip(health: &Health) -> Option<String> {
    let told = format!("{} ms", whole(health.rtt?));
    Some(if health.state == State::Online { told } else { format!("– (last {told})") })
}

/// The general writer of fractions weighs more than this panel.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a person's life")]
fn whole(millis: f64) -> i64 {
    millis.round() as i64
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::shared::time::Time;

    #[test]
    fn the_sign_says_what_the_notice_says() {
        let said = |state, notice| connection(&Health { state, notice, ..Health::default() }).as_str();
        assert_eq!(said(State::Connecting, None), "connecting");
        for (state, notice) in [
            (State::Connecting, Told::Reconnecting),
            (State::Connecting, Told::Offline),
            (State::Offline, Told::Offline),
            (State::SignedOut, Told::SignIn),
        ] {
            assert!(notice.words().to_lowercase().contains(said(state, Some(notice))), "{state:?}");
        }
    }

    #[test]
    fn what_was_not_measured_is_a_dash() {
        let said = said(&Health::default());
        for name in ["Connected by", "Round trip", "Position", "Last event"] {
            assert_eq!(said[name], "–", "{name}");
        }
        assert_eq!(said["Clock offset"], "+0 ms");
    }

    #[test]
    fn what_was_measured_before_the_connection_was_lost_is_not_said_of_now() {
        let heard = Some(Time::from_millis(1_795_226_700_000));
        let mut health = Health { state: State::Online, rtt: Some(12.4), heard, ..Health::default() };
        assert_eq!((&*said(&health)["Round trip"], &*said(&health)["Last event"]), ("12 ms", "21 Nov, 02:05"));
        for state in [State::Connecting, State::Offline, State::SignedOut] {
            health.state = state;
            assert_eq!(said(&health)["Round trip"], "– (last 12 ms)", "{state:?}");
        }
    }

    /// What the panel says, by the names of its figures.
    fn said(health: &Health) -> HashMap<&'static str, String> {
        let facts = Owner::new().with(|| facts(health, use_zone()));
        facts.into_iter().map(|fact| (fact.name, fact.value)).collect()
    }
}
