//! SQL of accounts and nothing else. Policies decide what a statement sees (migrations/0002).

use sqlx::PgConnection;

use super::model::{Account, NewAccount, Person, Profile, Session, Settings};
use crate::{
    server::OnConstraint,
    shared::{
        Error, Result,
        id::{AccountId, SessionId},
        role::Role,
        time::Time,
    },
};

/// What came of a sign-up.
pub struct SignUp {
    /// `made`, `known` or `conflict`, as the function `sign_up` says.
    pub outcome: String,
    /// Where it is `known`: what the password must fit.
    pub known_hash: Option<String>,
}

/// Makes an account with everything that belongs to it.
pub async fn sign_up(db: &mut PgConnection, id: AccountId, account: &NewAccount, hash: &str) -> Result<SignUp> {
    let done = sqlx::query_as!(
        SignUp,
        r#"select outcome as "outcome!", known_hash from sign_up($1, $2, $3, $4, $5)"#,
        id.0,
        account.handle,
        account.display_name,
        account.email,
        hash
    )
    .fetch_one(db)
    .await;
    match done {
        Err(sqlx::Error::Database(refusal)) if refusal.constraint() == Some("credentials_email_taken") => {
            Err(Error::invalid("email", "taken"))
        }
        done => done.on_constraint("accounts_handle_taken", || Error::invalid("handle", "taken")),
    }
}

/// Whose password to check, and what it must fit, for what was typed as login.
pub async fn credentials_for(db: &mut PgConnection, login: &str) -> Result<Option<(AccountId, String)>> {
    let found = sqlx::query!(
        r#"select account_id as "account_id!: AccountId", password_hash as "password_hash!" from credentials_for($1)"#,
        login
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(|row| (row.account_id, row.password_hash)))
}

/// Stores a log-in.
pub async fn open_session(
    db: &mut PgConnection,
    id: SessionId,
    account: AccountId,
    token_hash: &[u8],
    from: (&str, &str),
) -> Result<()> {
    sqlx::query!("select open_session($1, $2, $3, $4, $5)", id.0, account.0, token_hash, from.0, from.1)
        .execute(db)
        .await?;
    Ok(())
}

/// Who holds a token, where its session is still good.
pub async fn session_for(db: &mut PgConnection, token_hash: &[u8]) -> Result<Option<(SessionId, AccountId, Role)>> {
    let found = sqlx::query!(
        r#"select session_id as "session_id!: SessionId", account_id as "account_id!: AccountId", role as "role!"
           from session_for($1)"#,
        token_hash
    )
    .fetch_optional(db)
    .await?;
    found.map(|row| Ok((row.session_id, row.account_id, row.role.parse()?))).transpose()
}

/// The viewer's sessions, the one used last first.
pub async fn list_sessions(db: &mut PgConnection, current: SessionId) -> Result<Vec<Session>> {
    let sessions = sqlx::query_as!(
        Session,
        r#"select id as "id: SessionId", device, address, created_at as "created_at: Time",
             last_seen_at as "last_seen_at: Time", id = $1 as "current!"
           from sessions where account_id = viewer() and expires_at > now()
           order by id = $1 desc, last_seen_at desc, id desc limit 100"#,
        current.0
    )
    .fetch_all(db)
    .await?;
    Ok(sessions)
}

/// Ends one session of the viewer; whether there was one is the answer.
pub async fn delete_session(db: &mut PgConnection, id: SessionId) -> Result<bool> {
    let done = sqlx::query!("delete from sessions where id = $1 and account_id = viewer()", id.0).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Ends every session of the viewer and names them.
pub async fn delete_sessions(db: &mut PgConnection) -> Result<Vec<SessionId>> {
    let ids =
        sqlx::query_scalar!(r#"delete from sessions where account_id = viewer() returning id as "id: SessionId""#)
            .fetch_all(db)
            .await?;
    Ok(ids)
}

/// Whether the viewer's session still counts.
pub async fn session_counts(db: &mut PgConnection, id: SessionId) -> Result<bool> {
    let counts = sqlx::query_scalar!(
        r#"select exists (select from sessions s join accounts a on a.id = s.account_id
             where s.id = $1 and s.account_id = viewer() and s.expires_at > now() and a.deleted_at is null) as "counts!""#,
        id.0
    )
    .fetch_one(db)
    .await?;
    Ok(counts)
}

/// Those of the accounts that exist.
pub async fn select_existing(db: &mut PgConnection, ids: &[AccountId]) -> Result<Vec<AccountId>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(r#"select id as "id!: AccountId" from accounts where id = any ($1)"#, &ids)
        .fetch_all(db)
        .await?;
    Ok(found)
}

/// Whether these people show that they are there, and when they last were. Only the background may.
pub async fn select_visibility(
    db: &mut PgConnection,
    ids: &[AccountId],
) -> Result<Vec<(AccountId, bool, Option<Time>)>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select s.account_id as "id!: AccountId", s.show_presence as "show_presence!", l.at as "at?: Time"
           from settings s left join last_seen l on l.account_id = s.account_id where s.account_id = any ($1)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.show_presence, row.at)).collect())
}

/// Whether the viewer lets others know what they read.
pub async fn sends_receipts(db: &mut PgConnection) -> Result<bool> {
    let found = sqlx::query_scalar!("select send_receipts from settings where account_id = viewer()")
        .fetch_optional(db)
        .await?;
    Ok(found.unwrap_or(false))
}

/// Stores that these people were here until now, at most once a minute. Only the background may.
pub async fn upsert_last_seen(db: &mut PgConnection, ids: &[AccountId]) -> Result<()> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into last_seen (account_id, at) select id, now() from accounts where id = any ($1) order by id
           on conflict (account_id) do update set at = excluded.at where last_seen.at < now() - interval '1 minute'",
        &ids
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One account.
pub async fn find_account(db: &mut PgConnection, id: AccountId) -> Result<Option<Account>> {
    let found = sqlx::query_as!(
        AccountRow,
        r#"select id as "id: AccountId", handle, display_name, role, deleted_at is not null as "deleted!"
           from accounts where id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(Account::from))
}

/// The person of a handle, with what the viewer may know of them.
pub async fn find_person(db: &mut PgConnection, handle: &str) -> Result<Option<Person>> {
    let found = sqlx::query!(
        r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role, a.created_at as "joined_at: Time",
             p.bio, p.place, p.pronouns, p.links, p.version, p.status_until as "status_until: Time",
             case when p.status_until < now() then '' else p.status end as "status!", l.at as "last_seen_at?: Time"
           from accounts a join profiles p on p.account_id = a.id left join last_seen l on l.account_id = a.id
           where a.handle = $1 and a.deleted_at is null"#,
        handle
    )
    .fetch_optional(db)
    .await?;
    found
        .map(|row| {
            Ok(Person {
                account: Account {
                    id: row.id,
                    handle: row.handle,
                    display_name: row.display_name,
                    role: row.role.parse()?,
                    deleted: false,
                },
                profile: Profile {
                    bio: row.bio,
                    place: row.place,
                    pronouns: row.pronouns,
                    links: row.links,
                    status: row.status,
                    status_until: row.status_until,
                    version: row.version,
                },
                joined_at: row.joined_at,
                last_seen_at: row.last_seen_at,
            })
        })
        .transpose()
}

/// People whose handle or name holds what was typed, exact handles first, then beginnings.
///
/// `after` is the rank and the handle of the last person known; `contains` and `begins` are
/// patterns of `like` with what was typed escaped.
pub async fn search_people(db: &mut PgConnection, search: &Search<'_>) -> Result<Vec<(i32, Account)>> {
    let rows = sqlx::query!(
        r#"select rank as "rank!", id as "id!: AccountId", handle as "handle!", display_name as "display_name!", role as "role!"
           from (
             select a.id, a.handle, a.display_name, a.role,
                 case when a.handle = $1 then 0 when a.handle like $2 then 1
                      when lower(a.display_name) like $2 then 2 else 3 end as rank
               from accounts a
               where (a.handle like $3 or lower(a.display_name) like $3)
                 and a.deleted_at is null and a.id is distinct from viewer()
           ) found
           where (rank, handle) > ($4, $5)
           order by rank, handle limit $6"#,
        search.exact,
        search.begins,
        search.contains,
        search.after.0,
        search.after.1,
        search.limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (id, handle, display_name) = (row.id, row.handle, row.display_name);
            Ok((row.rank, Account { id, handle, display_name, role: row.role.parse()?, deleted: false }))
        })
        .collect()
}

/// What [`search_people`] looks for.
pub struct Search<'a> {
    /// In small letters.
    pub exact: &'a str,
    /// Pattern of what begins so.
    pub begins: &'a str,
    /// Pattern of everything that counts.
    pub contains: &'a str,
    /// Rank and handle of the last one known.
    pub after: (i32, &'a str),
    /// How many at most.
    pub limit: i64,
}

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

/// The viewer's profile as it stands.
pub async fn find_profile(db: &mut PgConnection) -> Result<Profile> {
    let profile = sqlx::query_as!(
        Profile,
        r#"select bio, place, pronouns, links, status, status_until as "status_until: Time", version
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
        "select appearance, show_presence, send_receipts, enter_sends, version
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
        "select appearance, show_presence, send_receipts, enter_sends, version
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
           version = version + 1 where account_id = viewer()",
        settings.appearance.as_str(),
        settings.show_presence,
        settings.send_receipts,
        settings.enter_sends
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a role; whether there is such an account is the answer. Only the background may.
pub async fn update_role(db: &mut PgConnection, handle: &str, role: Role) -> Result<bool> {
    let done = sqlx::query!(
        "update accounts set role = $2, version = version + 1 where handle = $1 and deleted_at is null",
        handle,
        role.as_str()
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

struct AccountRow {
    id: AccountId,
    handle: String,
    display_name: String,
    role: String,
    deleted: bool,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        let AccountRow { id, handle, display_name, role, deleted } = row;
        Self { id, handle, display_name, role: role.parse().unwrap_or_default(), deleted }
    }
}

struct SettingsRow {
    appearance: String,
    show_presence: bool,
    send_receipts: bool,
    enter_sends: bool,
    version: i64,
}

impl TryFrom<SettingsRow> for Settings {
    type Error = Error;

    fn try_from(row: SettingsRow) -> Result<Self> {
        let SettingsRow { appearance, show_presence, send_receipts, enter_sends, version } = row;
        Ok(Self { appearance: appearance.parse()?, show_presence, send_receipts, enter_sends, version })
    }
}
