//! A world with something of ann's in every table, and what somebody can do to it.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Row};

use super::tables::Table;
use crate::{
    server::Tx,
    shared::id::{AccountId, ConversationId, MessageId, PostId, SessionId},
    tests::given::{self, World},
};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Is(AccountId),
    Visitor,
    Job,
}

/// A world with a row of ann's in every table.
pub(super) struct Home {
    world: World,
    pub(super) ann: AccountId,
    pub(super) bob: AccountId,
    pub(super) eve: AccountId,
    pub(super) moderator: AccountId,
    pub(super) administrator: AccountId,
    names: BTreeMap<&'static str, String>,
}

pub(super) async fn home() -> Home {
    let world = given::world().await;
    let administrator = world.person("root").await;
    let (ann, bob, eve) = (world.person("ann").await, world.person("bob").await, world.person("eve").await);
    let (moderator, dora) = (world.person("moderator").await, world.person("dora").await);
    let (conversation, message): (ConversationId, MessageId) = (world.pair(ann, bob).await, MessageId::new());
    let names = BTreeMap::from([
        ("$ann", ann.to_string()),
        ("$bob", bob.to_string()),
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
         insert into mutes (account_id, muted_id) values ('$ann', '$bob');
         insert into follows (follower_id, followed_id) values ('$ann', '$moderator');
         insert into user_milestones (account_id, milestone) values ('$ann', 'followers_10');
         insert into suggested_follows (account_id, person_id, place, followed_by, tags)
           values ('$ann', '$moderator', 1, 1, '{}');
         insert into dismissed_suggestions (account_id, person_id) values ('$ann', '$moderator');
         insert into reports (id, reporter_id, account_id, reason, evidence)
           values ('$session', '$ann', '$dora', 'spam', '{\"messages\": []}');
         insert into moderation_actions (report_id, moderator_id, act) values ('$session', '$moderator', 'open');
         insert into posts (id, kind, author_id, title, body) values ('$post', 'question', '$ann', 'Tea?', 'Which tea?');
         insert into publications (id, conversation_id, account_id, kind, title)
           values ('$session', '$conversation', '$ann', 'question', 'Tea?');
         insert into publication_parts (publication_id, place, message_id, account_id, asker_id, body, consent)
           values ('$session', 1, '$message', '$ann', '$ann', 'between us', 'own');
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
         insert into notification_counts (account_id, unread, version) values ('$ann', 1, 1)
           on conflict (account_id) do update set unread = excluded.unread, version = excluded.version;
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
    /// A statement with the ids of this world.
    pub(super) fn fill(&self, statement: &str) -> String {
        self.names.iter().fold(statement.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// A transaction of somebody.
    pub(super) async fn begin(&self, who: Who) -> Tx {
        let pool = self.world.pool();
        match who {
            Who::Is(account) => pool.as_viewer(account).await,
            Who::Visitor => pool.as_visitor().await,
            Who::Job => pool.as_jobs().await,
        }
        .unwrap()
    }

    /// The letters of what works, and the columns that an update may set.
    pub(super) async fn try_everything(&self, who: Who, table: &Table) -> (String, Vec<String>) {
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
