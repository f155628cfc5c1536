//! One's own account: reading it, changing the profile and the settings.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::away::set_away;
use crate::{
    features::accounts::{
        db,
        model::{Away, AwayChange, Me, Own, Profile, ProfileChange, Settings, SettingsChange},
        state::{BLOCK, MUTE, PROFILE_CHANGE, SETTINGS_CHANGE, away_change},
    },
    server::{Pool, Tx, Viewer, fault::fault, once::Once, pool::patiently},
    shared::{Error, Result, json::Exact},
    sync::Operation,
};

/// What every page of the viewer needs.
///
/// # Errors
/// [`Error::SignIn`] where the account is gone.
pub async fn me(pool: &Pool, viewer: Viewer) -> Result<Me> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let account = db::find_account(&mut tx, viewer.account).await?.ok_or(Error::SignIn)?;
    let settings = db::find_settings(&mut tx).await?;
    let blocked = db::select_away(&mut tx, Away::Blocked).await?;
    let muted = db::select_away(&mut tx, Away::Muted).await?;
    Ok(Me { account, settings, blocked, muted })
}

/// Everything of the viewer's own account.
///
/// # Errors
/// [`Error::SignIn`] where the account is gone.
pub async fn own(pool: &Pool, viewer: Viewer) -> Result<Own> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    read(&mut tx, viewer).await
}

/// Changes profile and settings in one transaction, both or neither, and gives back what holds then.
///
/// # Errors
/// As [`change_profile`] and [`change_settings`]; [`Error::Conflict`] where `once` names another act.
pub async fn change_own(
    pool: &Pool,
    viewer: Viewer,
    profile: Option<ProfileChange>,
    settings: Option<SettingsChange>,
    once: &Once,
) -> Result<Own> {
    let (profile, settings) = (&profile, &settings);
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        if let Some(change) = profile {
            apply_profile(&mut tx, viewer, change.clone()).await?;
        }
        if let Some(change) = settings {
            apply_settings(&mut tx, change.clone()).await?;
        }
        let own = read(&mut tx, viewer).await?;
        once.keep(&mut tx, &own).await?;
        tx.commit().await?;
        Ok(own)
    })
    .await
}

/// Changes name and profile together, or neither.
///
/// # Errors
/// [`Error::Invalid`] as [`ProfileChange::check`] says; [`Error::Conflict`] where something newer holds.
pub async fn change_profile(pool: &Pool, viewer: Viewer, change: ProfileChange) -> Result<Profile> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let profile = apply_profile(&mut tx, viewer, change).await?;
    tx.commit().await?;
    Ok(profile)
}

/// Changes settings and gives back what holds afterwards.
///
/// # Errors
/// [`Error::Conflict`] where something newer holds than what was seen.
pub async fn change_settings(pool: &Pool, viewer: Viewer, change: SettingsChange) -> Result<Settings> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let settings = apply_settings(&mut tx, change).await?;
    tx.commit().await?;
    Ok(settings)
}

/// Applies an operation of this slice once; the answer is the settings, profile, block or mute that held afterwards,
/// also where it arrives again and something newer holds by then.
///
/// # Errors
/// [`Error::Missing`] for a kind of another slice; [`Error::Invalid`] for a body that cannot be read; as
/// [`change_settings`] and [`change_profile`]; [`Error::Conflict`] where its id names an act of another kind.
pub async fn operate(pool: &Pool, viewer: Viewer, operation: &Operation) -> Result<Value> {
    let once = &Once::of_page(operation.id, &operation.kind);
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let answer = apply(&mut tx, viewer, operation).await?;
        once.keep(&mut tx, &answer).await?;
        tx.commit().await?;
        Ok(answer)
    })
    .await
}

async fn apply(tx: &mut Tx, viewer: Viewer, operation: &Operation) -> Result<Value> {
    let expected_version = operation.expected_version;
    let answer = match operation.kind.as_str() {
        SETTINGS_CHANGE => {
            let change: SettingsChange = body(operation)?;
            let expected_version = expected_version.or(change.expected_version);
            let settings = apply_settings(tx, SettingsChange { expected_version, ..change }).await?;
            serde_json::to_value(settings)
        }
        PROFILE_CHANGE => {
            let change: ProfileChange = body(operation)?;
            let expected_version = expected_version.or(change.expected_version);
            let profile = apply_profile(tx, viewer, ProfileChange { expected_version, ..change }).await?;
            serde_json::to_value(profile)
        }
        BLOCK | MUTE => {
            let change = away_change(operation).ok_or_else(|| Error::invalid("body", "shape"))?;
            let AwayChange { account, how, on } = change;
            return set_away(tx, how, account.id, on).await;
        }
        _ => return Err(Error::Missing),
    };
    answer.map_err(|error| fault(&error))
}

fn body<T: DeserializeOwned>(operation: &Operation) -> Result<T> {
    Exact::deserialize(&operation.body).map(|Exact(body)| body).map_err(|_| Error::invalid("body", "shape"))
}

async fn read(tx: &mut Tx, viewer: Viewer) -> Result<Own> {
    let account = db::find_account(tx, viewer.account).await?.ok_or(Error::SignIn)?;
    let profile = db::find_profile(tx).await?;
    let settings = db::find_settings(tx).await?;
    Ok(Own { account, profile, settings })
}

async fn apply_profile(tx: &mut Tx, viewer: Viewer, change: ProfileChange) -> Result<Profile> {
    let change = change.check()?;
    let before = db::lock_profile(tx).await?;
    let account = db::find_account(tx, viewer.account).await?.ok_or(Error::SignIn)?;
    let after = change.over(&before);
    let name = change.display_name.filter(|name| *name != account.display_name);
    if name.is_none() && after == before {
        return Ok(before);
    }
    if change.expected_version.is_some_and(|expected| expected != before.version) {
        return Err(Error::Conflict);
    }
    if let Some(name) = name {
        db::update_display_name(tx, &name).await?;
    }
    db::update_profile(tx, &after).await?;
    Ok(Profile { version: before.version + 1, ..after })
}

async fn apply_settings(tx: &mut Tx, change: SettingsChange) -> Result<Settings> {
    let before = db::lock_settings(tx).await?;
    let after = change.over(&before);
    if after == before {
        return Ok(before);
    }
    if change.expected_version.is_some_and(|expected| expected != before.version) {
        return Err(Error::Conflict);
    }
    db::update_settings(tx, &after).await?;
    Ok(Settings { version: before.version + 1, ..after })
}
