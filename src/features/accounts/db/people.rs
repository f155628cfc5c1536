//! What others see of an account.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::{Account, Person, Profile},
    shared::{Result, id::AccountId, role::Role, time::Time},
};

/// Those of the accounts that exist, but whoever is hidden from the viewer.
pub async fn select_existing(db: &mut PgConnection, ids: &[AccountId]) -> Result<Vec<AccountId>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(
        r#"select id as "id!: AccountId" from accounts
           where id = any ($1) and id <> all (array(select hidden_people()))"#,
        &ids
    )
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

/// The person of a handle, with what the viewer may know of them: nothing where one of the two blocked the other. Their bio
/// as it was typed only.
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

/// Everybody but the viewer, and whoever is hidden from them, by handle, after one of the handles. Their index has them
/// in this order, so that no more of them are read than are wanted.
pub async fn list_people(db: &mut PgConnection, after: &str, limit: i64) -> Result<Vec<Account>> {
    let found = sqlx::query_as!(
        AccountRow,
        r#"select id as "id: AccountId", handle, display_name, role, false as "deleted!"
           from accounts where handle > $1 and deleted_at is null and id is distinct from viewer()
             and id <> all (array(select hidden_people()))
           order by handle limit $2"#,
        after,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(Account::from).collect())
}

/// People whose handle or name holds what was typed, exact handles first, then handles and then words of names that
/// begin so. A pattern is folded as names are, once for all rows.
pub async fn search_people(db: &mut PgConnection, search: &Search<'_>) -> Result<Vec<(i32, Account)>> {
    let rows = sqlx::query!(
        r#"select rank as "rank!", id as "id!: AccountId", handle as "handle!", display_name as "display_name!", role as "role!"
           from (
             select a.id, a.handle, a.display_name, a.role,
                 case when a.handle = $1 then 0 when a.sought like (select folded($2)) then 1
                      when a.sought like (select folded($3)) then 2 else 3 end as rank
               from accounts a
               where a.sought like (select folded($4)) and a.deleted_at is null and a.id is distinct from viewer()
                 and a.id <> all (array(select hidden_people()))
           ) found
           where (rank, handle) > ($5, $6)
           order by rank, handle limit $7"#,
        search.exact,
        search.begins,
        search.word,
        search.holds,
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

/// What [`search_people`] looks for: patterns of `like` for the column `sought`, in which what was typed is escaped.
pub struct Search<'a> {
    /// The handle that was typed, in small letters.
    pub exact: &'a str,
    /// Handles that begin so.
    pub begins: &'a str,
    /// Handles and names of which a word begins so.
    pub word: &'a str,
    /// Everything that counts.
    pub holds: &'a str,
    /// Rank and handle of the last one known.
    pub after: (i32, &'a str),
    /// How many at most.
    pub limit: i64,
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

/// An account as it is stored.
pub(super) struct AccountRow {
    pub id: AccountId,
    pub handle: String,
    pub display_name: String,
    pub role: String,
    pub deleted: bool,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        let AccountRow { id, handle, display_name, role, deleted } = row;
        Self { id, handle, display_name, role: role.parse().unwrap_or_default(), deleted }
    }
}
