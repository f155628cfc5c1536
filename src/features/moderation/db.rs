//! SQL of reports and nothing else. Policies say that only moderators read them (`migrations/…_blocks_and_reports.sql`).

use sqlx::{PgConnection, types::Json};

use super::model::{About, Evidence, NewReport, Report, State};
use crate::{
    features::{accounts::model::Account, posts::model::Entry},
    server::OnConstraint,
    shared::{
        Error, Result,
        id::{AccountId, MessageId, ReportId},
        time::Time,
    },
};

/// Stores a report with what it is about; `stored`, `known`, `conflict`, `missing` or `self`.
pub async fn make_report(db: &mut PgConnection, report: &NewReport) -> Result<String> {
    if let Some(entry) = report.about.entry() {
        return report_entry(db, report, entry).await;
    }
    let (message, person) = match report.about {
        About::Message(message) => (Some(message.0), None),
        About::Person(person) => (None, Some(person.0)),
        About::Post(_) | About::Answer(_) | About::Comment(_) => (None, None),
    };
    let outcome = sqlx::query_scalar!(
        r#"select make_report($1, $2, $3, $4, $5) as "outcome!""#,
        report.id.0,
        message,
        person,
        report.reason.as_str(),
        report.words
    )
    .fetch_one(db)
    .await?;
    Ok(outcome)
}

async fn report_entry(db: &mut PgConnection, report: &NewReport, entry: Entry) -> Result<String> {
    let outcome = sqlx::query_scalar!(
        r#"select report_entry($1, $2, $3, $4, $5) as "outcome!""#,
        report.id.0,
        entry.kind(),
        entry.id(),
        report.reason.as_str(),
        report.words
    )
    .fetch_one(db)
    .await?;
    Ok(outcome)
}

/// Deletes the entry that a report is about, for good; whether there is such a report for the viewer.
pub async fn remove_reported(db: &mut PgConnection, id: ReportId) -> Result<bool> {
    let outcome = sqlx::query_scalar!(r#"select remove_reported($1) as "outcome!""#, id.0).fetch_one(db).await?;
    Ok(outcome == "done")
}

/// Whether the viewer looks after what is reported.
pub async fn is_moderator(db: &mut PgConnection) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (
             select from accounts where id = viewer() and role <> 'member' and deleted_at is null) as "found!""#
    )
    .fetch_one(db)
    .await?;
    Ok(found)
}

/// Reports, the newest first, before one of the numbers; or the one that is asked for.
pub async fn select_reports(
    db: &mut PgConnection,
    id: Option<ReportId>,
    before: i64,
    limit: i64,
) -> Result<Vec<Report>> {
    let rows = sqlx::query_as!(
        ReportRow,
        r#"select r.id as "id: ReportId", r.number, r.message_id as "message_id: MessageId", r.reason, r.words,
             coalesce(
               (select p.deleted_at is not null from posts p where r.entry_kind = 'post' and p.id = r.entry_id),
               (select a.deleted_at is not null from answers a where r.entry_kind = 'answer' and a.id = r.entry_id),
               (select c.deleted_at is not null from comments c where r.entry_kind = 'comment' and c.id = r.entry_id),
               false) as "gone!",
             r.evidence as "evidence: Json<Evidence>", r.at as "at: Time", r.state, r.note,
             r.closed_at as "closed_at: Time",
             reporter.id as "reporter_id: AccountId", reporter.handle as reporter_handle,
             reporter.display_name as reporter_name, reporter.role as reporter_role,
             reporter.deleted_at is not null as "reporter_deleted!",
             about.id as "account_id: AccountId", about.handle as account_handle,
             about.display_name as account_name, about.role as account_role,
             about.deleted_at is not null as "account_deleted!",
             closer.id as "closer_id?: AccountId", closer.handle as "closer_handle?",
             closer.display_name as "closer_name?", closer.role as "closer_role?",
             closer.deleted_at is not null as "closer_deleted!"
           from reports r
             join accounts reporter on reporter.id = r.reporter_id
             join accounts about on about.id = r.account_id
             left join accounts closer on closer.id = r.closed_by
           where r.number < $1 and ($2::uuid is null or r.id = $2)
           order by r.number desc limit $3"#,
        before,
        id.map(|id| id.0),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Report::try_from).collect()
}

/// Has a report be done, or open again; whether there is such a report for the viewer is the answer.
///
/// # Errors
/// [`Error::Conflict`] where it is to be opened, and the reporter has another open one of the same person.
pub async fn settle_report(db: &mut PgConnection, id: ReportId, state: State, note: &str) -> Result<bool> {
    sqlx::query_scalar!(r#"select settle_report($1, $2, $3) as "found!""#, id.0, state.as_str(), note)
        .fetch_one(db)
        .await
        .on_constraint("reports_person_once", || Error::Conflict)
}

#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
struct ReportRow {
    id: ReportId,
    number: i64,
    message_id: Option<MessageId>,
    gone: bool,
    reason: String,
    words: String,
    evidence: Json<Evidence>,
    at: Time,
    state: String,
    note: String,
    closed_at: Option<Time>,
    reporter_id: AccountId,
    reporter_handle: String,
    reporter_name: String,
    reporter_role: String,
    reporter_deleted: bool,
    account_id: AccountId,
    account_handle: String,
    account_name: String,
    account_role: String,
    account_deleted: bool,
    closer_id: Option<AccountId>,
    closer_handle: Option<String>,
    closer_name: Option<String>,
    closer_role: Option<String>,
    closer_deleted: bool,
}

impl TryFrom<ReportRow> for Report {
    type Error = Error;

    fn try_from(row: ReportRow) -> Result<Self> {
        let closed_by = match (row.closer_id, row.closer_handle, row.closer_name, row.closer_role) {
            (Some(id), Some(handle), Some(display_name), Some(role)) => {
                Some(Account { id, handle, display_name, role: role.parse()?, deleted: row.closer_deleted })
            }
            _ => None,
        };
        Ok(Self {
            id: row.id,
            number: row.number,
            reporter: Account {
                id: row.reporter_id,
                handle: row.reporter_handle,
                display_name: row.reporter_name,
                role: row.reporter_role.parse()?,
                deleted: row.reporter_deleted,
            },
            account: Account {
                id: row.account_id,
                handle: row.account_handle,
                display_name: row.account_name,
                role: row.account_role.parse()?,
                deleted: row.account_deleted,
            },
            message_id: row.message_id,
            gone: row.gone,
            reason: row.reason.parse()?,
            words: row.words,
            evidence: row.evidence.0,
            at: row.at,
            state: if row.state == State::Done.as_str() { State::Done } else { State::Open },
            note: row.note,
            closed_by,
            closed_at: row.closed_at,
        })
    }
}
