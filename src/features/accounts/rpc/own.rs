//! What a person changes of theirs.
#![expect(clippy::too_many_arguments, reason = "a server function has an argument for each field of its form")]

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::accounts::model::{Appearance, Me, MessagesFrom, Own, Profile, Settings},
    realtime::Snapshot,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::{
        cookie,
        model::{ProfileChange, SettingsChange, links_typed, status_end},
        service,
    },
    realtime::Position,
    server::{Server, Viewer, form},
    shared::{Error, time::Time},
};

/// What every page of the viewer needs.
///
/// # Errors
/// `SignIn` for visitors; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_me", input = Json, output = Json, client = OwnCalls)]
pub async fn read_me() -> Result<Snapshot<Me>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    // For who logged in before there was such a cookie, or whose browser has lost it.
    cookie::answer([cookie::name(&server.config, viewer.account)]);
    Ok(Snapshot { position, data: service::me(&server.pool, viewer).await? })
}

/// Everything of the viewer's own account.
///
/// # Errors
/// `SignIn` for visitors; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_own", input = Json, output = Json, client = OwnCalls)]
pub async fn read_own() -> Result<Snapshot<Own>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    Ok(Snapshot { position, data: service::own(&server.pool, viewer).await? })
}

/// Stores a whole profile as the form shows it, a link a line, with or without its `https://`.
///
/// # Errors
/// As the service's `change_profile` and `status_end` say.
#[server(prefix = "/rpc", endpoint = "change_profile", output = Json, client = OwnCalls)]
pub async fn change_profile(
    #[server(default)] display_name: String,
    #[server(default)] bio: String,
    #[server(default)] place: String,
    #[server(default)] pronouns: String,
    #[server(default)] links: String,
    #[server(default)] status: String,
    #[server(default)] status_for: String,
    version: Option<i64>,
) -> Result<Profile> {
    const PAGE: &str = "/settings/profile";
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let end = status_end(&status_for, Time::now())?;
    let change = ProfileChange {
        display_name: Some(display_name),
        bio: Some(bio),
        place: Some(place),
        pronouns: Some(pronouns),
        links: Some(links_typed(&links)),
        status_until: end.filter(|_| !status.trim().is_empty()),
        status: Some(status),
        expected_version: version,
    };
    let profile = service::change_profile(&server.pool, viewer, change).await?;
    form::back_to(&format!("{PAGE}?saved=1"));
    Ok(profile)
}

/// Stores one section of the settings as a plain form shows it: a switch that is off is not sent.
///
/// # Errors
/// `SignIn` for visitors; `Missing` for a section that is none.
#[server(prefix = "/rpc", endpoint = "change_settings", output = Json, client = OwnCalls)]
pub async fn change_settings(
    section: String,
    appearance: Option<Appearance>,
    show_presence: Option<bool>,
    send_receipts: Option<bool>,
    enter_sends: Option<bool>,
    messages_from: Option<MessagesFrom>,
    message_requests: Option<bool>,
) -> Result<Settings> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let on = |switch: Option<bool>| Some(switch.unwrap_or(false));
    let none = SettingsChange::default();
    let change = match section.as_str() {
        "appearance" => SettingsChange { appearance, ..none },
        "privacy" => SettingsChange {
            show_presence: on(show_presence),
            send_receipts: on(send_receipts),
            messages_from,
            message_requests: on(message_requests),
            ..none
        },
        "keyboard" => SettingsChange { enter_sends: on(enter_sends), ..none },
        _ => return Err(Error::Missing),
    };
    let page = format!("/settings/{section}");
    let settings = service::change_settings(&server.pool, viewer, change).await?;
    form::back_to(&format!("{page}?saved=1"));
    Ok(settings)
}
