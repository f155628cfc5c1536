//! A person's own profile and settings.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::{Profile, Settings},
    shared::{Error, Result, time::Time},
};

/// The viewer's profile, locked against other changes until the transaction ends.
pub async fn lock_profile(db: &mut PgConnection) -> Result<Profile> {
    let profile = sqlx::query_as!(
        Profile,
        r#"select bio, place, pronouns, links, status, status_until as "status_until: Time", version
           from profiles where account_id = viewer() for update"#
    )
    .fetch_one(db)
    .await?;
    Ok(profile)
}

/// The viewer's profile as it stands; a status that has ended is none.
pub async fn find_profile(db: &mut PgConnection) -> Result<Profile> {
    let profile = sqlx::query_as!(
        Profile,
        r#"select bio, place, pronouns, links, case when status_until < now() then '' else status end as "status!",
             case when status_until < now() then null else status_until end as "status_until: Time", version
           from profiles where account_id = viewer()"#
    )
    .fetch_one(db)
    .await?;
    Ok(profile)
}

/// Stores the viewer's profile as the next version.
pub async fn update_profile(db: &mut PgConnection, profile: &Profile) -> Result<()> {
    sqlx::query!(
        "update profiles set bio = $1, place = $2, pronouns = $3, links = $4, status = $5, status_until = $6,
           version = version + 1 where account_id = viewer()",
        profile.bio,
        profile.place,
        profile.pronouns,
        &profile.links,
        profile.status,
        profile.status_until.map(|time| time.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Stores how the viewer is called.
pub async fn update_display_name(db: &mut PgConnection, name: &str) -> Result<()> {
    sqlx::query!("update accounts set display_name = $1, version = version + 1 where id = viewer()", name)
        .execute(db)
        .await?;
    Ok(())
}

/// The viewer's settings.
pub async fn find_settings(db: &mut PgConnection) -> Result<Settings> {
    let row = sqlx::query_as!(
        SettingsRow,
        "select appearance, show_presence, send_receipts, enter_sends, messages_from, message_requests, version
         from settings where account_id = viewer()"
    )
    .fetch_one(db)
    .await?;
    row.try_into()
}

/// The viewer's settings, locked against other changes until the transaction ends.
pub async fn lock_settings(db: &mut PgConnection) -> Result<Settings> {
    let row = sqlx::query_as!(
        SettingsRow,
        "select appearance, show_presence, send_receipts, enter_sends, messages_from, message_requests, version
         from settings where account_id = viewer() for update"
    )
    .fetch_one(db)
    .await?;
    row.try_into()
}

/// Stores the viewer's settings as the next version.
pub async fn update_settings(db: &mut PgConnection, settings: &Settings) -> Result<()> {
    sqlx::query!(
        "update settings set appearance = $1, show_presence = $2, send_receipts = $3, enter_sends = $4,
           messages_from = $5, message_requests = $6, version = version + 1 where account_id = viewer()",
        settings.appearance.as_str(),
        settings.show_presence,
        settings.send_receipts,
        settings.enter_sends,
        settings.messages_from.as_str(),
        settings.message_requests
    )
    .execute(db)
    .await?;
    Ok(())
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct SettingsRow {
    appearance: String,
    show_presence: bool,
    send_receipts: bool,
    enter_sends: bool,
    messages_from: String,
    message_requests: bool,
    version: i64,
}

impl TryFrom<SettingsRow> for Settings {
    type Error = Error;

    fn try_from(row: SettingsRow) -> Result<Self> {
        let SettingsRow {
            appearance,
            show_presence,
            send_receipts,
            enter_sends,
            messages_from,
            message_requests,
            version,
        } = row;
        let (appearance, messages_from) = (appearance.parse()?, messages_from.parse()?);
        Ok(Self { appearance, show_presence, send_receipts, enter_sends, messages_from, message_requests, version })
    }
}
