//! Every table and every operation as everybody there is (SEC-1).
//!
//! A new table fails the walk until it stands in `tables` with what each may do to a row of ann's.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod catalog;
mod home;
mod tables;

use std::borrow::Cow;

use sqlx::{AssertSqlSafe, Connection};

use home::{Who, home};
use tables::TABLES;

use super::given;

#[tokio::test]
async fn nobody_may_do_to_a_row_what_the_list_does_not_say() {
    let home = home().await;
    for table in TABLES {
        let expected = [
            (Who::Is(home.ann), table.ann),
            (Who::Is(home.bob), table.bob),
            (Who::Is(home.eve), table.eve),
            (Who::Is(home.moderator), table.staff.unwrap_or(table.eve)),
            (Who::Is(home.administrator), table.staff.unwrap_or(table.eve)),
            (Who::Visitor, table.visitor),
            (Who::Job, table.job),
        ];
        for (who, letters) in expected {
            let (found, columns) = home.try_everything(who, table).await;
            assert_eq!(found, letters, "{} as {who:?}", table.name);
            if who == Who::Is(home.ann) {
                assert_eq!(columns, table.columns, "columns of {}", table.name);
            }
        }
    }
}

/// The walk sets a column to what it holds, which has to be read for that; a column may be changed without being read, too.
#[tokio::test]
async fn no_request_has_the_right_to_change_a_column_that_the_list_does_not_name() {
    let world = given::world().await;
    let mut administrator = world.administrator().await;
    for table in TABLES {
        let columns: Vec<String> = sqlx::query_scalar(
            "select attname::text from pg_attribute
              where attrelid = ('tertulia.' || $1)::regclass and attnum > 0 and not attisdropped
                and has_column_privilege('tertulia_app', attrelid, attnum, 'update') order by attname collate \"C\"",
        )
        .bind(table.name)
        .fetch_all(&mut administrator)
        .await
        .unwrap();
        assert_eq!(columns, table.columns, "{}", table.name);
    }
}

#[tokio::test]
async fn every_table_is_on_the_list() {
    let world = given::world().await;
    let names: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'tertulia'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
           and not relispartition and relname <> '_sqlx_migrations' order by relname collate \"C\"",
    )
    .fetch_all(&mut world.administrator().await)
    .await
    .unwrap();
    assert_eq!(names, TABLES.iter().map(|table| table.name).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_login_alone_may_do_nothing() {
    let world = given::world().await;
    let mut login =
        sqlx::PgConnection::connect_with(&world.administrator.clone().username(crate::server::schema::LOGIN))
            .await
            .expect("the login exists");
    let mut statements: Vec<String> =
        TABLES.iter().map(|table| format!("select 1 from tertulia.{}", table.name)).collect();
    statements.push("select tertulia.viewer()".to_owned());
    statements.push("create table tertulia.mine (id int)".to_owned());
    statements.push("set role tertulia_owner".to_owned());
    statements.push("set role tertulia_trigger".to_owned());
    for statement in statements {
        let refused = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut login).await;
        let code = refused.err().and_then(|error| error.as_database_error()?.code().map(Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{statement}");
    }
}

#[tokio::test]
async fn a_visitor_gets_nothing_through_the_doors_either() {
    let home = home().await;
    for (statement, expected) in [
        ("select count(*)::text from my_conversations()", "0"),
        ("select count(*)::text from my_people()", "0"),
        ("select count(*)::text from hidden_people()", "0"),
        ("select count(*)::text from muted_people()", "0"),
        ("select outcome from set_block('$ann', true)", "unknown"),
        ("select outcome from set_mute('$ann', true)", "unknown"),
        ("select set_follow('$ann', true)", "unknown"),
        ("select dismiss_suggestion('$ann')", "unknown"),
        ("select suggest_first()::text", "false"),
        ("select make_report(gen_random_uuid(), '$message', null, 'spam', '')", "missing"),
        ("select make_report(gen_random_uuid(), null, '$ann', 'spam', '')", "missing"),
        ("select settle_report('$session', 'done', '')::text", "false"),
        ("select report_entry(gen_random_uuid(), 'post', '$post', 'spam', '')", "missing"),
        ("select remove_reported('$session')", "missing"),
        ("select count(*)::text from open_pair(gen_random_uuid(), '$ann')", "0"),
        ("select move_marks('$conversation', 1, 1)::text", "false"),
        ("select publish_post(gen_random_uuid(), 'post', null, 'mine', '{}', '{}')", "missing"),
        ("select rewrite_post('$post', null, 'mine', null, '{}', null)", "missing"),
        ("select delete_post('$post')", "missing"),
        ("select quotes_others('$session')::text", "false"),
        ("select consent_publication('$session', false)", "missing"),
        ("select settle_publication('$session', true)", "missing"),
        ("select publish_answer(gen_random_uuid(), '$post', 'mine', '{}')", "missing"),
        ("select rewrite_answer('$session', 'mine', '{}', null)", "missing"),
        ("select delete_answer('$session')", "missing"),
        ("select accept_answer('$post', '$session')", "missing"),
        ("select publish_comment(gen_random_uuid(), '$post', null, null, 'mine', '{}')", "missing"),
        ("select rewrite_comment('$session', 'mine', '{}', null)", "missing"),
        ("select delete_comment('$session')", "missing"),
        ("select cast_vote('post', '$post', 1::smallint)", "missing"),
        ("select set_bookmark('$post', true)", "missing"),
        ("select count(*)::text from my_notifications(true, 9, 9)", "0"),
        ("select count(*)::text from my_notifications(false, 9, 9)", "0"),
        ("select coalesce(read_notification('$session', 9)::text, 'missing')", "missing"),
        ("select coalesce(read_all_notifications(9)::text, 'missing')", "missing"),
        ("select edit_message('$message', 'mine')", "missing"),
        ("select delete_message('$message')", "missing"),
        ("select react_message('$message', '👍', true)", "missing"),
        ("select pin_message('$message', true)", "missing"),
        ("select count(*)::text from message_reach('$message')", "0"),
        ("select unpreview_message('$message')", "missing"),
        ("select begin_thread('$message')", "missing"),
        ("select follow_thread('$conversation')::text", "false"),
        ("select count(*)::text from save_draft(gen_random_uuid(), '$conversation', 0, 'half')", "0"),
        ("select schedule_message(gen_random_uuid(), '$conversation', 'later', null, now())", "missing"),
        ("select change_scheduled(gen_random_uuid(), null, 'mine', null, true)", "missing"),
        ("select cancel_scheduled(gen_random_uuid())", "missing"),
        ("select count(*)::text from search_messages('{hello, tea}', true, '$conversation', null, null, 10)", "0"),
        ("select create_group(gen_random_uuid(), 'club', '{$ann}')", "unknown"),
        ("select set_participant('$conversation', '$moderator', 'owner')", "missing"),
        ("select set_role('$conversation', '$ann', 'owner')", "missing"),
        ("select remove_participant('$conversation', '$ann')", "missing"),
        ("select change_conversation('$conversation', null, 'club', '', null)", "missing"),
    ] {
        let mut tx = home.begin(Who::Visitor).await;
        let found: String =
            sqlx::query_scalar(AssertSqlSafe(home.fill(statement))).fetch_one(&mut *tx).await.expect("an answer");
        assert_eq!(found, expected, "{statement}");
    }
}
