//! What a thread is, and what was told of it since, is what it is now.

use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;

/// Applies an event to a thread as a client does that shows all of it.
fn apply(thread: &mut Thread, kind: &str, body: Value) {
    match kind {
        "post.edited" | "post.deleted" => thread.post.catch_up(&serde_json::from_value(body).unwrap()),
        "answer.published" | "answer.edited" | "answer.deleted" => {
            let told: Answer = serde_json::from_value(body).unwrap();
            match thread.answers.items.iter_mut().find(|answer| answer.id == told.id) {
                Some(answer) => answer.catch_up(&told),
                None => thread.answers.items.push(told),
            }
        }
        "comment.published" | "comment.edited" | "comment.deleted" => {
            let told: Comment = serde_json::from_value(body).unwrap();
            match thread.comments.iter_mut().find(|comment| comment.id == told.id) {
                Some(comment) => comment.catch_up(&told),
                None => thread.comments.push(told),
            }
        }
        _ => {
            let tally: Tally = serde_json::from_value(body).unwrap();
            match tally.entry {
                Entry::Post(_) => thread.post.take_tally(&tally),
                Entry::Answer(id) => {
                    thread.answers.items.iter_mut().filter(|a| a.id == id).for_each(|a| a.take_tally(&tally));
                }
                Entry::Comment(id) => {
                    thread.comments.iter_mut().filter(|c| c.id == id).for_each(|c| c.take_tally(&tally));
                }
            }
        }
    }
}

/// In one order, and without what belongs to a viewer.
fn settled(mut thread: Thread) -> Thread {
    thread.answers.items.sort_by_key(|answer| answer.id);
    thread.comments.sort_by_key(|comment| comment.id);
    thread.answers.next = None;
    thread
}

async fn whole(place: &Place, id: PostId) -> Thread {
    let pool = place.world.pool();
    let mut thread = service::thread(pool, None, id, Sort::Oldest).await.unwrap();
    thread.answers = service::answers(pool, None, (id, Sort::Oldest), None, 100).await.unwrap().answers;
    let answers = thread.answers.items.iter().map(|answer| Parent::Answer(answer.id));
    let parents: Vec<_> = std::iter::once(Parent::Post(id)).chain(answers).collect();
    thread.comments.clear();
    for on in parents {
        thread.comments.extend(service::comments(pool, None, on, None, 100).await.unwrap().items);
    }
    settled(thread)
}

/// Does something or other in the thread; what is refused is refused.
async fn act(place: &Place, id: PostId, chance: &mut SmallRng) {
    let who = [place.ann, place.bob, place.eve][chance.random_range(0..3)];
    let (server, pool) = (&place.world.server, place.world.pool());
    let thread = whole(place, id).await;
    let answer = thread.answers.items.get(chance.random_range(0..4)).map(|answer| answer.id);
    let comment = thread.comments.get(chance.random_range(0..6)).map(|comment| comment.id);
    let entry = match chance.random_range(0..3) {
        0 => Some(Entry::Post(id)),
        1 => answer.map(Entry::Answer),
        _ => comment.map(Entry::Comment),
    };
    let body = format!("words {}", chance.random_range(0..1_000));
    match (chance.random_range(0..9), answer, comment, entry) {
        (0, ..) => {
            place.answer(who, id, &body).await;
        }
        (1, answer, ..) => {
            let on = answer.map_or(Parent::Post(id), Parent::Answer);
            let draft = CommentDraft { id: CommentId::new(), on, reply_to: None, body };
            let _ = service::comment(server, who, &draft).await;
        }
        (2, ..) => drop(place.rewrite(place.ann, id, words(&body)).await),
        (3, Some(answer), ..) => {
            let _ = service::rewrite_answer(server, who, answer, &words(&body), &Once::UNNAMED).await;
        }
        (4, _, Some(comment), _) => {
            let _ = service::delete_comment(pool, who, comment, &Once::UNNAMED).await;
        }
        (5, Some(answer), ..) => drop(place.accept(place.ann, id, Some(answer)).await),
        (6, Some(answer), ..) if chance.random_bool(0.3) => {
            let _ = service::delete_answer(pool, who, answer, &Once::UNNAMED).await;
        }
        (_, _, _, Some(on)) => drop(place.vote(who, on, chance.random_range(-1..=1)).await),
        _ => {}
    }
}

#[tokio::test]
async fn a_thread_and_the_events_since_are_the_thread_as_it_is_now_however_often_they_come() {
    for seed in 0..3 {
        let place = place().await;
        let id = place.ask(place.ann, "Bread", &["rye"]).await.id;
        let mut chance = SmallRng::seed_from_u64(seed);
        for _ in 0..15 {
            act(&place, id, &mut chance).await;
        }
        let mut thread = whole(&place, id).await;
        for _ in 0..30 {
            act(&place, id, &mut chance).await;
        }
        let events: Vec<(String, Value)> =
            sqlx::query_as("select kind, body from events where topic = $1 order by xid, id")
                .bind(format!("post:{id}"))
                .fetch_all(&mut place.world.administrator().await)
                .await
                .unwrap();
        assert!(events.len() > 20, "{}", events.len());
        // From the beginning, so that what the thread holds already is told again.
        for (kind, body) in events.iter().chain(&events[events.len() / 2..]) {
            apply(&mut thread, kind, body.clone());
        }
        assert_eq!(settled(thread), whole(&place, id).await, "seed {seed}");
    }
}
