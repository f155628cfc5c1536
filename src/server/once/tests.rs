use super::*;
use crate::tests::given;

fn act(id: OperationId, content: &str) -> Once {
    Once(Some(Named { id, content_hash: content.into() }))
}

#[tokio::test]
async fn an_answer_is_kept_with_its_act_or_not_at_all() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let once = act(OperationId::new(), "mute");
    for commits in [false, true] {
        let mut tx = world.pool().as_viewer(ann).await.unwrap();
        assert_eq!(once.known::<i32>(&mut tx).await, Ok(None));
        once.keep(&mut tx, &7).await.unwrap();
        if commits {
            tx.commit().await.unwrap();
        }
    }
    let mut tx = world.pool().as_viewer(ann).await.unwrap();
    assert_eq!(once.known::<i32>(&mut tx).await, Ok(Some(7)));
    assert_eq!(once.keep(&mut tx, &8).await, Err(CONTENTION));
    let named = once.0.clone().unwrap().id;
    assert_eq!(act(named, "pin").known::<i32>(&mut tx).await, Err(Error::Conflict));
    let mut tx = world.pool().as_viewer(bob).await.unwrap();
    assert_eq!(once.known::<i32>(&mut tx).await, Ok(None), "ids of others are nobody's business");
}

#[tokio::test]
async fn answers_are_kept_for_30_days() {
    let world = given::world().await;
    let ann = world.person("ann").await;
    let mut administrator = world.administrator().await;
    for days in [29, 31, 400] {
        sqlx::query(
            "insert into operations (account_id, id, content_hash, result, at)
               values ($1, $2, '', 'null', now() - make_interval(days => $3))",
        )
        .bind(ann)
        .bind(OperationId::new())
        .bind(days)
        .execute(&mut administrator)
        .await
        .unwrap();
    }
    while forget_some(world.pool()).await.unwrap() {}
    let left: i64 = sqlx::query_scalar("select count(*) from operations").fetch_one(&mut administrator).await.unwrap();
    assert_eq!(left, 1);
}
