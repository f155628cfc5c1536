//! Threads that have more answers than a page, from further down than their beginning.

use super::{
    super::model::{Part, ThreadPart},
    *,
};

/// A question of ann's with so many answers, of which several have the same score and one is accepted.
async fn asked(place: &Place, number: u32) -> PostId {
    let id = place.ask(place.ann, "Which way?", &[]).await.id;
    for number in 0..number {
        place.answer(place.bob, id, &format!("Way {number}")).await;
    }
    let scores =
        format!("update answers set score = ('x' || right(id::text, 1))::bit(4)::integer % 3 where post_id = '{id}'");
    sqlx::query(AssertSqlSafe(scores)).execute(&mut place.world.administrator().await).await.unwrap();
    let last = place.thread(place.bob, id).await.unwrap().answers.items.last().map(|answer| answer.id);
    place.accept(place.ann, id, last).await.unwrap();
    id
}

async fn part(place: &Place, list: (PostId, Sort), part: Part) -> ThreadPart {
    service::thread_part(place.world.pool(), None, list, &part).await.expect("it is there")
}

fn ids(part: &ThreadPart) -> Vec<AnswerId> {
    part.thread.answers.items.iter().map(|answer| answer.id).collect()
}

#[tokio::test]
async fn page_by_page_one_comes_to_the_last_answer_and_back_to_the_first_in_each_order() {
    let place = place().await;
    let id = asked(&place, 47).await;
    for sort in Sort::ALL {
        let list = (id, sort);
        let first = service::thread(place.world.pool(), None, id, sort).await.unwrap().answers;
        let (mut read, mut next) = (vec![first.items.iter().map(|answer| answer.id).collect::<Vec<_>>()], first.next);
        let mut starts = vec![None];
        while let Some(cursor) = next.take() {
            let page = part(&place, list, Part::Behind(cursor.clone())).await;
            let start = page.start.clone().expect("it is not the first");
            assert_eq!(start.cursor, cursor);
            assert_eq!(start.before, starts.last().cloned().flatten(), "{sort:?}: that of the page before");
            read.push(ids(&page));
            starts.push(Some(cursor));
            next = page.thread.answers.next;
        }
        let all: Vec<_> = read.concat();
        let second = starts[1].clone().expect("there are more");
        assert_eq!((read.len(), all.len()), (3, 47), "{sort:?}");
        for (place_of, answer) in all.iter().enumerate() {
            let around = part(&place, list, Part::Around(Entry::Answer(*answer))).await;
            let found = ids(&around);
            let with = part(&place, list, Part::With(second.clone(), Entry::Answer(*answer))).await;
            if read[1].contains(answer) {
                assert_eq!((&ids(&with), with.start.map(|start| start.cursor).as_ref()), (&read[1], Some(&second)));
            } else {
                assert_eq!(with, around, "{sort:?}: it stands elsewhere");
            }
            if place_of < 20 {
                assert_eq!((&found, around.start), (&read[0], None), "{sort:?}: it is one of the first");
            } else {
                assert_eq!(found, all[place_of..all.len().min(place_of + 20)], "{sort:?}");
                let before = around.start.expect("it is not the first").before;
                assert_eq!(before.is_none(), place_of == 20, "{sort:?}: {place_of}");
            }
        }
    }
}

#[tokio::test]
async fn around_a_comment_stand_the_answer_that_it_is_on_and_what_was_said_behind_it() {
    let place = place().await;
    let id = asked(&place, 25).await;
    let list = (id, Sort::Oldest);
    let newest = service::answers(place.world.pool(), None, (id, Sort::Newest), None, 1).await.unwrap().answers.items;
    let on = Parent::Answer(newest[0].id);
    for number in 0..9 {
        place.comment(place.eve, on, &format!("Remark {number}")).await;
    }
    let said = service::comments(place.world.pool(), None, on, None, 20).await.unwrap().items;
    let around = part(&place, list, Part::Around(Entry::Comment(said[7].id))).await;
    assert_eq!(ids(&around), [newest[0].id]);
    let words: Vec<_> = around.thread.comments.iter().map(|comment| &*comment.body).collect();
    assert_eq!(words, ["Remark 0", "Remark 1", "Remark 2", "Remark 3", "Remark 4", "Remark 7", "Remark 8"]);
}

#[tokio::test]
async fn around_what_is_not_there_are_the_first_answers_and_a_cursor_is_of_one_order() {
    let place = place().await;
    let (id, other) = (asked(&place, 21).await, place.ask(place.bob, "Which boat?", &[]).await.id);
    let elsewhere = place.answer(place.ann, other, "The red one").await.id;
    for entry in
        [Entry::Answer(elsewhere), Entry::Answer(AnswerId::new()), Entry::Comment(CommentId::new()), Entry::Post(other)]
    {
        let first = part(&place, (id, Sort::Score), Part::Around(entry)).await;
        assert_eq!((ids(&first).len(), first.start), (20, None), "{entry:?}");
    }
    let next = service::thread(place.world.pool(), None, id, Sort::Oldest).await.unwrap().answers.next;
    let behind = Part::Behind(next.unwrap());
    let refused = service::thread_part(place.world.pool(), None, (id, Sort::Newest), &behind).await;
    assert_eq!(refused.unwrap_err(), crate::shared::Error::invalid("cursor", "unreadable"));
    place.world.block(place.ann.account, place.bob.account, true).await;
    let around = Part::Around(Entry::Post(id));
    let hidden = service::thread_part(place.world.pool(), Some(place.bob), (id, Sort::Score), &around);
    assert_eq!(hidden.await.unwrap_err(), crate::shared::Error::Missing);
}
