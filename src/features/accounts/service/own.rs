//! One's own account: reading it, changing the profile and the settings.

use serde_json::Value;

use crate::{
    features::accounts::{
        db,
        model::{Me, Own, Profile, ProfileChange, Settings, SettingsChange},
    },
    server::{Pool, Viewer, fault::fault},
    shared::{Error, Result},
    sync::Operation,
};

/// The kind of operation that changes settings.
pub const SETTINGS_CHANGE: &str = "settings.change";

/// What every page of the viewer needs.
///
/// # Errors
/// [`Error::SignIn`] where the account is gone.
pub async fn me(pool: &Pool, viewer: Viewer) -> Result<Me> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let account = db::find_account(&mut tx, viewer.account).await?.ok_or(Error::SignIn)?;
    let settings = db::find_settings(&mut tx).await?;
    Ok(Me { account, settings })
}

/// Everything of the viewer's own account.
///
/// # Errors
/// [`Error::SignIn`] where the account is gone.
pub async fn own(pool: &Pool, viewer: Viewer) -> Result<Own> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let account = db::find_account(&mut tx, viewer.account).await?.ok_or(Error::SignIn)?;
    let profile = db::find_profile(&mut tx).await?;
    let settings = db::find_settings(&mut tx).await?;
    Ok(Own { account, profile, settings })
}

/// Changes name and profile together, or neither.
///
/// # Errors
/// [`Error::Invalid`] as [`ProfileChange::check`] says; [`Error::Conflict`] where something newer holds.
pub async fn change_profile(pool: &Pool, viewer: Viewer, change: ProfileChange) -> Result<Profile> {
    let change = change.check()?;
    let mut tx = pool.as_viewer(viewer.account).await?;
    let before = db::lock_profile(&mut tx).await?;
    let account = db::find_account(&mut tx, viewer.account).await?.ok_or(Error::SignIn)?;
    let after = change.over(&before);
    let name = change.display_name.filter(|name| *name != account.display_name);
    if name.is_none() && after == before {
        return Ok(before);
    }
    if change.expected_version.is_some_and(|expected| expected != before.version) {
        return Err(Error::Conflict);
    }
    if let Some(name) = name {
        db::update_display_name(&mut tx, &name).await?;
    }
    db::update_profile(&mut tx, &after).await?;
    tx.commit().await?;
    Ok(Profile { version: before.version + 1, ..after })
}

/// Changes settings and gives back what holds afterwards.
///
/// # Errors
/// [`Error::Conflict`] where something newer holds than what was seen.
pub async fn change_settings(pool: &Pool, viewer: Viewer, change: SettingsChange) -> Result<Settings> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let before = db::lock_settings(&mut tx).await?;
    let after = change.over(&before);
    if after == before {
        return Ok(before);
    }
    if change.expected_version.is_some_and(|expected| expected != before.version) {
        return Err(Error::Conflict);
    }
    db::update_settings(&mut tx, &after).await?;
    tx.commit().await?;
    Ok(Settings { version: before.version + 1, ..after })
}

/// Applies an operation of this slice; the answer is the settings that hold afterwards.
///
/// # Errors
/// [`Error::Missing`] for a kind of another slice; [`Error::Invalid`] for a body that cannot be read;
/// as [`change_settings`].
pub async fn operate(pool: &Pool, viewer: Viewer, operation: &Operation) -> Result<Value> {
    if operation.kind != SETTINGS_CHANGE {
        return Err(Error::Missing);
    }
    let change: SettingsChange =
        serde_json::from_value(operation.body.clone()).map_err(|_| Error::invalid("body", "shape"))?;
    let change = SettingsChange { expected_version: operation.expected_version.or(change.expected_version), ..change };
    let settings = change_settings(pool, viewer, change).await?;
    serde_json::to_value(settings).map_err(|error| fault(&error))
}
