//! What the catalog says of every table, function and key at once.

use sqlx::AssertSqlSafe;

use crate::tests::given;

/// The functions that a request may call; what each lets through is a test of its slice.
const DOORS: &[&str] = &[
    "accept_answer",
    "ask_publication",
    "begin_thread",
    "beginning",
    "cancel_scheduled",
    "cast_vote",
    "change_conversation",
    "change_scheduled",
    "consent_publication",
    "create_group",
    "credentials_for",
    "delete_answer",
    "delete_comment",
    "delete_message",
    "delete_post",
    "dismiss_suggestion",
    "edit_message",
    "folded",
    "follow_thread",
    "hidden_people",
    "homes_of",
    "make_report",
    "make_token",
    "message_reach",
    "move_marks",
    "muted_people",
    "my_conversations",
    "my_notifications",
    "my_people",
    "open_pair",
    "open_session",
    "pin_message",
    "publish_answer",
    "publish_comment",
    "publish_post",
    "quotes_others",
    "react_message",
    "read_all_notifications",
    "read_notification",
    "remove_participant",
    "remove_reported",
    "report_entry",
    "rewrite_answer",
    "rewrite_comment",
    "rewrite_post",
    "save_draft",
    "schedule_message",
    "search_messages",
    "session_for",
    "set_block",
    "set_bookmark",
    "set_follow",
    "set_mute",
    "set_participant",
    "set_role",
    "settle_publication",
    "settle_report",
    "shows_presence",
    "sign_up",
    "suggest_first",
    "token_for",
    "unpreview_message",
    "viewer",
];

/// Asserts that a statement, which looks for names that break a rule, finds none.
async fn assert_none(statement: &str) {
    assert_found(statement, &[]).await;
}

async fn assert_found(statement: &str, expected: &[&str]) {
    let world = given::world().await;
    let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement.to_owned()))
        .fetch_all(&mut world.administrator().await)
        .await
        .expect("a statement of ours");
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_table_and_partition_is_under_row_level_security() {
    assert_none(
        "select relname::text from pg_class where relnamespace = 'tertulia'::regnamespace and relkind in ('r', 'p')
           and relname <> '_sqlx_migrations' and not (relrowsecurity and relforcerowsecurity)",
    )
    .await;
}

#[tokio::test]
async fn no_request_reaches_a_partition_or_the_migrations_past_their_table() {
    assert_none(
        "select relname::text from pg_class where relnamespace = 'tertulia'::regnamespace
           and (relispartition or relname = '_sqlx_migrations') and relkind in ('r', 'p')
           and has_any_column_privilege('tertulia_app', oid, 'select, insert, update')",
    )
    .await;
}

#[tokio::test]
async fn what_runs_under_its_owners_rights_is_pinned_and_not_for_everybody() {
    assert_none(
        "select proname::text from pg_proc where pronamespace = 'tertulia'::regnamespace and prosecdef
           and (coalesce(array_to_string(proconfig, ','), '') not like 'search_path=pg_catalog, tertulia, pg_temp%'
             or has_function_privilege('public', oid, 'execute'))",
    )
    .await;
}

#[tokio::test]
async fn what_runs_under_its_owners_rights_is_not_the_owner_of_the_schema() {
    assert_none(
        "select proname::text from pg_proc where pronamespace = 'tertulia'::regnamespace and prosecdef
           and proowner <> 'tertulia_trigger'::regrole",
    )
    .await;
}

#[tokio::test]
async fn a_request_may_call_the_doors_and_nothing_else() {
    assert_found(
        "select proname::text from pg_proc where pronamespace = 'tertulia'::regnamespace
           and has_function_privilege('tertulia_app', oid, 'execute') order by proname collate \"C\"",
        DOORS,
    )
    .await;
}

#[tokio::test]
async fn every_foreign_key_has_an_index() {
    assert_none(
        "select conrelid::regclass || ': ' || conname from pg_constraint k
           where contype = 'f' and connamespace = 'tertulia'::regnamespace and conparentid = 0
             and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indpred is null
               and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)",
    )
    .await;
}

#[tokio::test]
async fn no_role_passes_a_policy_or_owns_more_than_the_background_needs() {
    assert_none(
        "select rolname::text from pg_roles where rolname in ('tertulia', 'tertulia_app', 'tertulia_jobs', 'tertulia_trigger', 'tertulia_owner')
           and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
         union all
         select relname::text from pg_class where relnamespace = 'tertulia'::regnamespace
           and relkind in ('r', 'p')
           and relowner <> case when relname ~ '^events' then 'tertulia_jobs'::regrole else 'tertulia_owner'::regrole end",
    )
    .await;
}
