//! The engine's figures in the words of the kit.

use leptos::prelude::*;

use crate::{
    client::use_client,
    kit::{Connection, ConnectionNotice, ConnectionStatus, Fact},
    sync::{Status as Health, status::State},
};

/// How the connection is, with its figures behind it.
#[component]
pub(super) fn Status() -> impl IntoView {
    let health = use_client().status();
    let state = Signal::derive(move || match health.read().state {
        State::Online => Connection::Online,
        State::Connecting => Connection::Connecting,
        State::Offline | State::SignedOut => Connection::Offline,
    });
    view! {
        <ConnectionStatus
            state
            facts=Signal::derive(move || facts(&health.read()))
            place="right-0 bottom-full mb-2 lg:right-auto lg:bottom-0 lg:left-full lg:mb-0 lg:ml-3"
            wide=true
        />
    }
}

/// What the person should know of it now.
#[component]
pub(super) fn Notice() -> impl IntoView {
    let health = use_client().status();
    let words = Signal::derive(move || health.read().notice.map(|notice| notice.words().to_owned()));
    // Below the heading of a page or the person of a conversation.
    view! {
        <div class="pointer-events-none fixed inset-x-4 top-18 z-40 flex justify-center">
            <ConnectionNotice words />
        </div>
    }
}

/// The figures of the panel; a dash where nothing was measured yet.
fn facts(health: &Health) -> Vec<Fact> {
    let dash = || "–".to_owned();
    vec![
        Fact { name: "Round trip", value: health.rtt.map_or_else(dash, |rtt| format!("{} ms", whole(rtt))) },
        Fact { name: "Reconnects", value: health.reconnects.to_string() },
        Fact { name: "Clock offset", value: format!("{:+} ms", whole(health.clock_offset)) },
        Fact { name: "Position", value: health.position.as_ref().map_or_else(dash, ToString::to_string) },
        Fact { name: "Waiting to be sent", value: health.queue.to_string() },
    ]
}

/// The general writer of fractions weighs more than this panel.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a person's life")]
fn whole(millis: f64) -> i64 {
    millis.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_measured_is_a_dash() {
        let facts = facts(&Health::default());
        assert_eq!(facts[0].value, "–");
        assert_eq!(facts[2].value, "+0 ms");
    }
}
