//! What went past the triggers is found, mended as the triggers would have kept it, and told to the screens.

use serde_json::Value;

use super::*;
use crate::{
    server::schema,
    shared::id::{AccountId, ConversationId},
    tests::given,
};

const POST: &str = "01900000-0000-7000-8000-000000000001";
const ANSWER: &str = "01900000-0000-7000-8000-000000000002";
const COMMENT: &str = "01900000-0000-7000-8000-000000000003";

/// Every count that is stored, in words.
const STORED: &str = "select concat_ws(' ',
    (select array_agg((id, score, answers, comments) order by id) from posts),
    (select array_agg((id, score, comments) order by id) from answers),
    (select array_agg((id, score) order by id) from comments),
    (select array_agg((name, posts) order by name) from tags),
    (select array_agg((account_id, followers, following, reputation, upvotes) order by account_id) from user_stats),
    (select array_agg((id, actors) order by id) from notifications),
    (select array_agg((account_id, unread) order by account_id) from notification_counts),
    (select array_agg((account_id, conversation_id, own_past) order by account_id, conversation_id) from marks),
    (select array_agg((id, last_seq, last_body, last_author_id) order by id) from conversations),
    (select array_agg((id, answers) order by id) from messages))";

/// What goes past the triggers.
struct Break {
    count: &'static str,
    by: &'static str,
    /// What screens hear: the kind of an event, and a field of the last one.
    told: Option<(&'static str, &'static str, i64)>,
}

const BREAKS: &[Break] = &[
    Break { count: "posts", by: "update posts set score = 9", told: Some(("post.tallied", "score", 1)) },
    Break { count: "posts", by: "update posts set answers = 0", told: Some(("post.tallied", "answers", 1)) },
    Break { count: "posts", by: "update posts set comments = 3", told: Some(("post.tallied", "comments", 0)) },
    Break { count: "answers", by: "update answers set score = -4", told: Some(("answer.tallied", "score", 1)) },
    Break { count: "answers", by: "update answers set comments = 0", told: Some(("answer.tallied", "comments", 1)) },
    Break { count: "comments", by: "update comments set score = 0", told: Some(("comment.tallied", "score", 1)) },
    Break { count: "tags", by: "update tags set posts = 40", told: None },
    Break {
        count: "people",
        by: "update user_stats set followers = 5 where followers = 2",
        told: Some(("stats.changed", "followers", 2)),
    },
    Break {
        count: "people",
        by: "update user_stats set following = 0 where following = 1 and reputation = 10",
        told: Some(("stats.changed", "following", 1)),
    },
    Break {
        count: "people",
        by: "update user_stats set reputation = 99 where followers = 2",
        told: Some(("stats.changed", "reputation", 10)),
    },
    Break {
        count: "people",
        by: "update user_stats set upvotes = 0 where followers = 2",
        told: Some(("stats.changed", "upvotes", 1)),
    },
    Break {
        count: "notifications",
        by: "update notifications set actors = 7 where actors = 2",
        told: Some(("notification.changed", "unread", 4)),
    },
    Break {
        count: "inboxes",
        by: "update notification_counts set unread = 50 where unread = 4",
        told: Some(("notifications.read", "unread", 4)),
    },
    Break {
        count: "marks",
        by: "update marks set own_past = 4 where own_past = 1 and account_id = (select author_id from messages where seq = 2)",
        told: Some(("mark.moved", "own_past", 1)),
    },
    Break {
        count: "conversations",
        by: "update messages set answers = jsonb_set(answers, '{count}', '9') where answers is not null",
        told: Some(("message.answered", "seq", 1)),
    },
];

/// Somebody does what a door lets them.
async fn does(world: &World, who: AccountId, statement: &str) {
    let mut tx = world.pool().as_viewer(who).await.expect("a transaction");
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut *tx).await.expect("a statement of ours");
    tx.commit().await.expect("a commit");
}

/// Ann, who asked, and whom both others follow; bob, who answered, and eve, who has a question about that. All three talk,
/// and ann says more beside it.
async fn place() -> (World, ConversationId) {
    let world = given::world().await;
    let (ann, bob, eve) = (world.person("ann").await, world.person("bob").await, world.person("eve").await);
    for (who, act) in [
        (ann, format!("select publish_post('{POST}', 'question', 'Bread?', 'Which?', array['rye'], '{{}}')")),
        (bob, format!("select publish_answer('{ANSWER}', '{POST}', 'Rye', '{{}}')")),
        (eve, format!("select publish_comment('{COMMENT}', '{POST}', '{ANSWER}', null, 'Why?', '{{}}')")),
        (eve, format!("select cast_vote('post', '{POST}', '1')")),
        (eve, format!("select cast_vote('answer', '{ANSWER}', '1')")),
        (bob, format!("select cast_vote('comment', '{COMMENT}', '1')")),
        (bob, format!("select set_follow('{ann}', true)")),
        (eve, format!("select set_follow('{ann}', true)")),
    ] {
        does(&world, who, &act).await;
    }
    let group = world.group(ann, &[bob, eve]).await;
    world.say(ann, group, "Good morning").await;
    world.say(bob, group, "And to you").await;
    does(&world, ann, "select begin_thread(id) from messages where seq = 1").await;
    let beside = format!(
        "set local role tertulia_jobs;
         select send_messages(true, '{{{ann}}}', array[id], '{{{}}}', '{{Beside that}}')
           from conversations where thread_of is not null",
        AccountId::new()
    );
    does(&world, ann, &beside).await;
    (world, group)
}

async fn stored(world: &World) -> String {
    sqlx::query_scalar(STORED).fetch_one(&mut world.administrator().await).await.expect("a statement of ours")
}

async fn last_event(world: &World) -> i64 {
    let last = sqlx::query_scalar("select coalesce(max(id), 0) from events");
    last.fetch_one(&mut world.administrator().await).await.expect("a statement of ours")
}

async fn events_since(world: &World, last: i64) -> Vec<(String, Value)> {
    sqlx::query_as("select kind, body from events where id > $1 order by id")
        .bind(last)
        .fetch_all(&mut world.administrator().await)
        .await
        .expect("a statement of ours")
}

/// What the doctor says about counts.
async fn told_by_doctor(world: &World) -> Option<String> {
    let findings = schema::examine(&world.administrator.clone().into()).await.expect("it can be looked at");
    findings.into_iter().find(|finding| finding.what == "stored counts").expect("it is looked at").trouble
}

/// Changes rows, and no trigger sees it.
async fn pass_by(world: &World, statement: &str) {
    run(world, &format!("set session_replication_role = replica; {statement}")).await;
}

#[tokio::test]
async fn whatever_differs_is_mended_and_told_to_the_screens() {
    let (world, _) = place().await;
    let names = names(&world).await;
    assert_eq!(differing(world.pool(), &names).await, []);
    let before = stored(&world).await;
    for Break { count, by, told } in BREAKS {
        pass_by(&world, by).await;
        assert_ne!(stored(&world).await, before, "{by}");
        let last = last_event(&world).await;
        let differing = differing(world.pool(), &names).await;
        assert_eq!(differing, [((*count).to_owned(), 1)], "{by}");
        assert_eq!(stored(&world).await, before, "{by}");
        let heard = events_since(&world, last).await;
        let heard = heard.last().map(|(kind, body)| (kind.as_str(), body));
        match told {
            Some((kind, field, value)) => {
                let (heard, body) = heard.expect(kind);
                assert_eq!((heard, &body[field]), (*kind, &Value::from(*value)), "{by}");
            }
            None => assert_eq!(heard, None, "{by}"),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_mended_is_left_behind_and_told_by_the_doctor_and_the_rest_is_mended() {
    let (world, _) = place().await;
    run(
        &world,
        "create function refuse() returns trigger language plpgsql as $$ begin raise 'it cannot be'; end $$;
         create trigger refuse before update on user_stats for each row when (old.followers = 2) execute function refuse()",
    )
    .await;
    pass_by(&world, "update user_stats set upvotes = upvotes + 7; update posts set score = 9").await;
    let names = names(&world).await;
    let mended = [("people".to_owned(), 2), ("posts".to_owned(), 1)];
    assert_eq!(differing(world.pool(), &names).await, mended, "all but those of whom two follow");
    assert!(told_by_doctor(&world).await.is_some_and(|trouble| trouble.starts_with("people on 20")));
    run(&world, "drop trigger refuse on user_stats").await;
    assert_eq!(differing(world.pool(), &names).await, [("people".to_owned(), 1)]);
}

#[tokio::test]
async fn a_conversation_that_lost_count_of_its_messages_goes_on_behind_the_last() {
    let (world, group) = place().await;
    let before = stored(&world).await;
    pass_by(&world, &format!("update conversations set last_seq = 1, last_body = 'Hm' where id = '{group}'")).await;
    let names = names(&world).await;
    assert_eq!(differing(world.pool(), &names).await, [("conversations".to_owned(), 1)]);
    assert_eq!(stored(&world).await, before);
    let ann = sqlx::query_scalar("select id from accounts where handle = 'ann'");
    let ann = ann.fetch_one(&mut world.administrator().await).await.expect("she is there");
    world.say(ann, group, "Here still?").await;
    assert_eq!(differing(world.pool(), &names).await, []);
}

#[tokio::test]
async fn a_walk_goes_on_where_it_was_left() {
    let (world, _) = place().await;
    run(&world, "update count_walks set pace = 1").await;
    let step = "set local role tertulia_jobs; select compare_counts('people')";
    let ann = sqlx::query_scalar("select id from accounts where handle = 'ann'");
    let ann = ann.fetch_one(&mut world.administrator().await).await.expect("she is there");
    for _ in 0..2 {
        does(&world, ann, step).await;
    }
    let progress = async || -> (i64, bool, bool) {
        sqlx::query_as("select compared, after is null, ended_at is null from count_walks where count = 'people'")
            .fetch_one(&mut world.administrator().await)
            .await
            .expect("a statement of ours")
    };
    assert_eq!(progress().await, (2, false, true));
    counts::compare(world.pool(), "people").await.expect("it can be compared");
    assert_eq!(progress().await, (3, true, false));
}

#[tokio::test]
async fn what_was_compared_in_a_night_is_not_compared_again_and_what_differed_is_told_by_the_doctor() {
    let (world, _) = place().await;
    let before = stored(&world).await;
    counts::compare_due(world.pool()).await.expect("it can be compared");
    assert_eq!(told_by_doctor(&world).await, None);
    pass_by(&world, "update posts set score = 9").await;
    counts::compare_due(world.pool()).await.expect("it can be compared");
    assert_ne!(stored(&world).await, before);
    run(&world, "update count_walks set ended_at = now() - interval '13 hours'").await;
    counts::compare_due(world.pool()).await.expect("it can be compared");
    assert_eq!(stored(&world).await, before);
    let trouble = told_by_doctor(&world).await.expect("something differed");
    assert!(trouble.starts_with("posts on 20"), "{trouble}");
}
