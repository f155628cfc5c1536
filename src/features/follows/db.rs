//! SQL of follows and nothing else. Policies hide who is kept apart by a block (`migrations/…_follows.sql`).

mod suggestions;

pub use suggestions::{dismiss_suggestion, select_suggestions, suggest_first, suggest_next};

use sqlx::PgConnection;

use super::model::{Neighbour, Side, Standing, Stats, Tie};
use crate::{
    features::accounts::model::Account,
    shared::{Result, id::AccountId},
};

/// Has the viewer follow somebody, or follow them no longer; `done`, `self` or `unknown`.
pub async fn set_follow(db: &mut PgConnection, account: AccountId, follows: bool) -> Result<String> {
    let outcome =
        sqlx::query_scalar!(r#"select set_follow($1, $2) as "outcome!""#, account.0, follows).fetch_one(db).await?;
    Ok(outcome)
}

/// The person of a handle, with their counts; nobody who is hidden from the viewer.
pub async fn find_counted(db: &mut PgConnection, handle: &str) -> Result<Option<(Account, Stats)>> {
    let found = sqlx::query!(
        r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role, s.followers, s.following, s.version
           from accounts a join user_stats s on s.account_id = a.id where a.handle = $1 and a.deleted_at is null"#,
        handle
    )
    .fetch_optional(db)
    .await?;
    found
        .map(|row| {
            let (id, handle, display_name) = (row.id, row.handle, row.display_name);
            let account = Account { id, handle, display_name, role: row.role.parse()?, deleted: false };
            let (followers, following, version) = (row.followers, row.following, row.version);
            Ok((account, Stats { account_id: id, followers, following, version }))
        })
        .transpose()
}

/// The counts of those of the people who are there for the viewer.
pub async fn select_stats(db: &mut PgConnection, ids: &[AccountId]) -> Result<Vec<Stats>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_as!(
        Stats,
        r#"select account_id as "account_id: AccountId", followers, following, version
           from user_stats where account_id = any ($1)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(found)
}

/// The version of what holds between the viewer and anybody; 0 for a visitor.
pub async fn find_version(db: &mut PgConnection) -> Result<i64> {
    let found = sqlx::query_scalar!("select version from user_stats where account_id = viewer()");
    Ok(found.fetch_optional(db).await?.unwrap_or_default())
}

/// How the person of a handle stands, and what holds between the viewer and them, all of it at one moment; nobody who is
/// hidden from the viewer.
pub async fn find_standing(db: &mut PgConnection, handle: &str) -> Result<Option<Standing>> {
    let found = sqlx::query!(
        r#"select s.account_id as "account_id: AccountId", s.followers, s.following, s.version,
             coalesce((select m.version from user_stats m where m.account_id = viewer()), 0) as "own_version!",
             exists (select from follows m where m.follower_id = viewer() and m.followed_id = a.id) as "follows!",
             exists (select from follows m where m.follower_id = a.id and m.followed_id = viewer()) as "follows_you!"
           from accounts a join user_stats s on s.account_id = a.id where a.handle = $1 and a.deleted_at is null"#,
        handle
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(|row| {
        let (account_id, followers, following, version) = (row.account_id, row.followers, row.following, row.version);
        let stats = Stats { account_id, followers, following, version };
        let tie = Tie { follows: row.follows, follows_you: row.follows_you };
        Standing { stats, tie, version: row.own_version }
    }))
}

/// Whom the viewer follows, whom they followed last first; at most 10,000.
pub async fn select_followees(db: &mut PgConnection) -> Result<Vec<AccountId>> {
    let found = sqlx::query_scalar!(
        r#"select followed_id as "id: AccountId" from follows where follower_id = viewer() order by number desc limit 10000"#
    );
    Ok(found.fetch_all(db).await?)
}

/// Who stands in a list before one of the numbers, who came last first, each with their number and with what holds between
/// the viewer and them.
pub async fn list_people(
    db: &mut PgConnection,
    of: AccountId,
    side: Side,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, Neighbour)>> {
    let rows = match side {
        Side::Followers => {
            sqlx::query_as!(
                Row,
                r#"select f.number, a.id as "id: AccountId", a.handle, a.display_name, a.role,
                     exists (select from follows m where m.follower_id = viewer() and m.followed_id = a.id) as "follows!",
                     exists (select from follows m where m.follower_id = a.id and m.followed_id = viewer()) as "follows_you!"
                   from follows f join accounts a on a.id = f.follower_id
                   where f.followed_id = $1 and f.number < $2 order by f.number desc limit $3"#,
                of.0,
                before,
                limit
            )
            .fetch_all(db)
            .await?
        }
        Side::Following => {
            sqlx::query_as!(
                Row,
                r#"select f.number, a.id as "id: AccountId", a.handle, a.display_name, a.role,
                     exists (select from follows m where m.follower_id = viewer() and m.followed_id = a.id) as "follows!",
                     exists (select from follows m where m.follower_id = a.id and m.followed_id = viewer()) as "follows_you!"
                   from follows f join accounts a on a.id = f.followed_id
                   where f.follower_id = $1 and f.number < $2 order by f.number desc limit $3"#,
                of.0,
                before,
                limit
            )
            .fetch_all(db)
            .await?
        }
    };
    rows.into_iter().map(Row::read).collect()
}

struct Row {
    number: i64,
    id: AccountId,
    handle: String,
    display_name: String,
    role: String,
    follows: bool,
    follows_you: bool,
}

impl Row {
    fn read(self) -> Result<(i64, Neighbour)> {
        let Self { number, id, handle, display_name, role, follows, follows_you } = self;
        let account = Account { id, handle, display_name, role: role.parse()?, deleted: false };
        Ok((number, Neighbour { account, follows, follows_you }))
    }
}
