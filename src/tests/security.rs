//! Every table and every operation as everybody there is (SEC-1).
//!
//! A new table fails the walk until it stands in `tables` with what each may do to a row of ann's.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod catalog;
mod tables;

use std::{borrow::Cow, collections::BTreeMap};

use sqlx::{AssertSqlSafe, Connection, Row};

use tables::{TABLES, Table};

use super::given::{self, World};
use crate::{
    server::Tx,
    shared::id::{AccountId, ConversationId, MessageId, PostId, SessionId},
};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Is(AccountId),
    Visitor,
    Job,
}

/// A world with a row of ann's in every table.
struct Home {
    world: World,
    ann: AccountId,
    bob: AccountId,
    eve: AccountId,
    moderator: AccountId,
    administrator: AccountId,
    names: BTreeMap<&'static str, String>,
}

async fn home() -> Home {
    let world = given::world().await;
    let administrator = world.person("root").await;
    let (ann, bob, eve) = (world.person("ann").await, world.person("bob").await, world.person("eve").await);
    let (moderator, dora) = (world.person("moderator").await, world.person("dora").await);
    let (conversation, message): (ConversationId, MessageId) = (world.pair(ann, bob).await, MessageId::new());
    let names = BTreeMap::from([
        ("$ann", ann.to_string()),
        ("$conversation", conversation.to_string()),
        ("$dora", dora.to_string()),
        ("$message", message.to_string()),
        ("$moderator", moderator.to_string()),
        ("$post", PostId::new().to_string()),
        ("$session", SessionId::new().to_string()),
    ]);
    let home = Home { world, ann, bob, eve, moderator, administrator, names };
    let mut tx = home.world.pool().as_jobs().await.unwrap();
    let said =
        home.fill("select * from send_messages(true, '{$ann}', '{$conversation}', '{$message}', '{between us}')");
    sqlx::raw_sql(AssertSqlSafe(said)).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let rows = home.fill(
        "insert into sessions (id, account_id, token_hash) values ('$session', '$ann', 'hash');
         insert into tokens (id, account_id, token_hash, name, scopes) values ('$session', '$ann', 'hash', 'bot', '{read}');
         insert into last_seen (account_id, at) values ('$ann', now());
         insert into operations (account_id, id, content_hash, result) values ('$ann', '$session', 'hash', '{}');
         insert into drafts (account_id, conversation_id, body) values ('$ann', '$conversation', 'half a thought');
         insert into scheduled_messages (id, account_id, conversation_id, body, at)
           values (gen_random_uuid(), '$ann', '$conversation', 'for tomorrow', now() + interval '1 day');
         insert into message_revisions (conversation_id, seq, version, body, at)
           values ('$conversation', 1, 1, 'between you and me', now());
         insert into pins (conversation_id, seq, message_id, account_id) values ('$conversation', 1, '$message', '$ann');
         insert into receipts (conversation_id, account_id, seen, slot, after_seq, seq, at)
           values ('$conversation', '$ann', false, 1, 0, 1, now());
         insert into link_previews (url, page) values ('https://tea.example/', null);
         insert into stream (epoch, system_identifier, timeline, database) values (1, 1, 1, 1) on conflict do nothing;
         insert into blocks (account_id, blocked_id) values ('$ann', '$dora');
         insert into follows (follower_id, followed_id) values ('$ann', '$moderator');
         insert into user_milestones (account_id, milestone) values ('$ann', 'followers_10');
         insert into suggested_follows (account_id, person_id, place, followed_by, tags)
           values ('$ann', '$moderator', 1, 1, '{}');
         insert into dismissed_suggestions (account_id, person_id) values ('$ann', '$moderator');
         insert into reports (id, reporter_id, account_id, reason, evidence)
           values ('$session', '$ann', '$dora', 'spam', '{\"messages\": []}');
         insert into moderation_actions (report_id, moderator_id, act) values ('$session', '$moderator', 'open');
         insert into posts (id, kind, author_id, title, body) values ('$post', 'question', '$ann', 'Tea?', 'Which tea?');
         insert into answers (id, post_id, author_id, body) values ('$session', '$post', '$ann', 'Green');
         insert into comments (id, post_id, author_id, body) values ('$session', '$post', '$ann', 'Please');
         insert into post_revisions (kind, entry_id, version, post_id, author_id, body, at)
           values ('post', '$post', 1, '$post', '$ann', 'What tea?', now());
         insert into tags (name) values ('tea');
         insert into post_tags (tag, post_id, at) values ('tea', '$post', now());
         insert into votes (account_id, kind, entry_id, value) values ('$ann', 'post', '$post', 1);
         insert into mentions (kind, entry_id, account_id, post_id, author_id)
           values ('post', '$post', '$moderator', '$post', '$ann');
         insert into bookmarks (account_id, post_id) values ('$ann', '$post');
         insert into notification_counts (account_id, unread, version) values ('$ann', 1, 1);
         insert into notifications (id, account_id, kind, subject, began_at, at, number, version)
           values ('$session', '$ann', 'badge_earned', 'first_post', now(), now(), 1, 1);
         insert into notification_acts (account_id, kind, subject, notification_id)
           values ('$ann', 'badge_earned', 'first_post', '$session');
         update accounts set role = 'moderator' where id = '$moderator'",
    );
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut home.world.administrator().await).await.unwrap();
    home
}

impl Home {
    fn fill(&self, statement: &str) -> String {
        self.names.iter().fold(statement.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    async fn begin(&self, who: Who) -> Tx {
        let pool = self.world.pool();
        match who {
            Who::Is(account) => pool.as_viewer(account).await,
            Who::Visitor => pool.as_visitor().await,
            Who::Job => pool.as_jobs().await,
        }
        .unwrap()
    }

    /// The letters of what works, and the columns that an update may set.
    async fn try_everything(&self, who: Who, table: &Table) -> (String, Vec<String>) {
        let (name, row) = (table.name, self.fill(table.row));
        let mut administrator = self.world.administrator().await;
        let find = format!("select row_to_json(found)::text as row, found.* from {name} found where {row} limit 1");
        let found = sqlx::query(AssertSqlSafe(find)).fetch_one(&mut administrator).await.expect("ann has a row");
        let json: String = found.get("row");
        let json = json.replace('\'', "''");

        let columns = self.columns(who, table, &found).await;
        let insert = format!(
            "insert into {name} overriding system value select * from json_populate_record(null::{name}, '{json}')"
        );
        let mut letters = String::new();
        for (letter, works) in [
            ('s', self.works(who, &format!("select 1 from {name} where {row}")).await),
            ('i', self.works(who, &insert).await),
            ('u', !columns.is_empty()),
            ('d', self.works(who, &format!("delete from {name} where {row}")).await),
        ] {
            letters.extend(works.then_some(letter));
        }
        (letters, columns)
    }

    async fn columns(&self, who: Who, table: &Table, found: &sqlx::postgres::PgRow) -> Vec<String> {
        let row = self.fill(table.row);
        let mut columns = Vec::new();
        for column in found.columns().iter().map(sqlx::Column::name).skip(1) {
            let update = format!("update {} set {column} = {column} where {row}", table.name);
            if self.works(who, &update).await {
                columns.push(column.to_owned());
            }
        }
        columns.sort();
        columns
    }

    /// Whether a statement reaches a row. What fails for another reason than rights was allowed.
    async fn works(&self, who: Who, statement: &str) -> bool {
        let mut tx = self.begin(who).await;
        match sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut *tx).await {
            Ok(done) => done.rows_affected() > 0,
            Err(sqlx::Error::Database(error)) => match error.code().as_deref() {
                Some("42501") => false,
                Some("428C9") => who == Who::Job,
                _ => true,
            },
            Err(error) => panic!("{statement}: {error}"),
        }
    }
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
        ("select outcome from set_block('$ann', true)", "unknown"),
        ("select set_follow('$ann', true)", "unknown"),
        ("select dismiss_suggestion('$ann')", "unknown"),
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
