//! Whatever people do, in whatever order and at once, every count stays what it counts.

use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;
use crate::{
    shared::id::{AccountId, ConversationId},
    tests::given,
};

/// What people do, in the statements that the doors of the database take. `$new` is an id, `$other` another person, `$group`
/// their conversation, `$value` a vote.
const ACTS: &[&str] = &[
    "select publish_post('$new', 'question', 'Bread?', 'Which, @bob?', array['rye', 'tea'], '{bob}')",
    "select publish_post('$new', 'post', null, 'Rye', array['rye'], '{}')",
    "select publish_answer('$new', id, 'This one, @ann', '{ann}') from posts order by random() limit 1",
    "select publish_comment('$new', id, null, null, 'Hm', '{}') from posts order by random() limit 1",
    "select publish_comment('$new', post_id, id, null, 'Hm, @eve', '{eve}') from answers order by random() limit 1",
    "select publish_comment('$new', post_id, answer_id, id, 'So?', '{}') from comments order by random() limit 1",
    "select cast_vote('post', id, '$value') from posts order by random() limit 1",
    "select cast_vote('answer', id, '$value') from answers order by random() limit 1",
    "select cast_vote('answer', id, '$value') from answers order by random() limit 1",
    "select cast_vote('comment', id, abs($value)::smallint) from comments order by random() limit 1",
    "select accept_answer(post_id, id) from answers order by random() limit 1",
    "select accept_answer(id, null) from posts where author_id = viewer() order by random() limit 1",
    "select rewrite_post(id, title, 'Words', array['tea', 'oats'], '{}', null) from posts order by random() limit 1",
    "select delete_post(id) from posts where author_id = viewer() and random() < 0.3 limit 1",
    "select delete_answer(id) from answers where author_id = viewer() and random() < 0.5 limit 1",
    "select delete_comment(id) from comments where author_id = viewer() and random() < 0.5 limit 1",
    "select set_follow('$other', random() < 0.7)",
    "select set_follow('$other', random() < 0.7)",
    "select set_block('$other', random() < 0.1)",
    "select read_notification((my_notifications(false, null, 1) ->> 'id')::uuid, 9223372036854775807)",
    "select read_all_notifications((random() * 20)::bigint)",
    "select move_marks('$group', null, (random() * 30)::bigint)",
    "select begin_thread(id) from messages where conversation_id = '$group' order by random() limit 1",
    "select move_marks(id, null, 2) from conversations where thread_of is not null order by random() limit 1",
    "select delete_message(id) from messages where author_id = viewer() and random() < 0.2 limit 1",
    "select edit_message(id, 'Something else') from messages where author_id = viewer() order by random() limit 1",
    "select follow_thread(id) from conversations where thread_of is not null order by random() limit 1",
    "select remove_participant('$group', '$other') where random() < 0.3",
    "select set_participant('$group', '$other', null)",
    "select set_participant('$group', '$other', 'admin')",
    "select rewrite_comment(id, 'Ah, @dora', '{dora}', null) from comments order by random() limit 1",
    "set local role tertulia_jobs; select send_messages(true, '{$who}', '{$group}', '{$new}', '{Good morning}')",
    "set local role tertulia_jobs; select send_messages(true, array['$who'::uuid], array[id], '{$new}', '{Beside that}')
       from conversations where thread_of is not null order by random() limit 1",
];

/// The people, and what they talk in.
struct Place {
    world: World,
    people: [AccountId; 4],
    group: ConversationId,
}

async fn place() -> Place {
    let world = given::world().await;
    let mut people = [AccountId::new(); 4];
    for (place, handle) in people.iter_mut().zip(["ann", "bob", "eve", "dora"]) {
        *place = world.person(handle).await;
    }
    let group = world.group(people[0], &people[1..]).await;
    Place { world, people, group }
}

/// Somebody does something or other; whether it was done. What is refused is refused, but for what the database does not
/// understand.
async fn act(place: &Place, chance: &mut SmallRng) -> bool {
    let who = chance.random_range(0..4);
    let other = (who + chance.random_range(1..4)) % 4;
    let statement = ACTS[chance.random_range(0..ACTS.len())]
        .replace("$new", &AccountId::new().to_string())
        .replace("$who", &place.people[who].to_string())
        .replace("$other", &place.people[other].to_string())
        .replace("$group", &place.group.to_string())
        .replace("$value", ["-1", "0", "1", "1"][chance.random_range(0..4)]);
    let mut tx = place.world.pool().as_viewer(place.people[who]).await.expect("a transaction");
    let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *tx).await;
    let code = done.as_ref().err().and_then(|error| error.as_database_error()?.code());
    assert!(code.is_none_or(|code| !code.starts_with("42") || code == "42501"), "{done:?}");
    done.is_ok() && tx.commit().await.is_ok()
}

async fn act_often(place: &Place, seed: u64) -> usize {
    let mut chance = SmallRng::seed_from_u64(seed);
    let mut done = 0;
    for _ in 0..120 {
        done += usize::from(act(place, &mut chance).await);
    }
    done
}

#[tokio::test]
async fn nothing_differs_while_people_act_at_once_nor_afterwards() {
    for seed in 0..3 {
        let place = place().await;
        let names = names(&place.world).await;
        let pool = place.world.pool();
        let acts = async { tokio::join!(act_often(&place, 3 * seed), act_often(&place, 3 * seed + 1)) };
        let looks = async {
            let mut differing = Vec::new();
            for _ in 0..4 {
                differing.extend(super::differing(pool, &names).await);
            }
            differing
        };
        let ((one, other), meanwhile) = tokio::join!(acts, looks);
        assert!(one + other > 150, "{one} and {other} of 120 each were taken");
        assert_eq!(meanwhile, [], "seed {seed}, meanwhile");
        assert_eq!(differing(pool, &names).await, [], "seed {seed}");
    }
}

#[tokio::test]
async fn what_somebody_leaves_behind_is_counted_as_before() {
    let place = place().await;
    let names = names(&place.world).await;
    act_often(&place, 77).await;
    let gone = format!("update accounts set deleted_at = now() where id = '{}'", place.people[1]);
    run(&place.world, &gone).await;
    assert_eq!(differing(place.world.pool(), &names).await, []);
}
