//! What ends consent, and what is asked.

use super::*;

/// What ann's publication holds of bob by now, and whether it can be published without.
async fn is_left_out(talk: &Talk, id: PublicationId) -> bool {
    let part = talk.seen(id).await.parts.pop().unwrap();
    let is_gone = part.consent == Consent::Ended && part.body.is_empty();
    is_gone
        && talk.publish(id).await == Ok(Stage::Published)
        && talk.says(id).await.as_deref() == Ok("What @ann said in a conversation.\n\n**@ann**\n\n> Where to?")
}

#[tokio::test]
async fn what_is_edited_or_deleted_after_consent_is_left_out() {
    for deletes in [false, true] {
        let talk = talk().await;
        let publication = talk.asked().await;
        talk.consent(talk.bob, publication.id, true).await.unwrap();
        let (server, bob) = (&talk.world.server, talk.bob.account);
        if deletes {
            messages::delete(talk.world.pool(), bob, talk.answer, &Once::UNNAMED).await.unwrap();
        } else {
            let edit = messages::Edit { id: talk.answer, body: "Home", expected_version: None };
            messages::edit(server, bob, edit, &Once::UNNAMED).await.unwrap();
        }
        assert_eq!(talk.consent(talk.bob, publication.id, true).await, Err(Error::Missing), "it is asked no more");
        assert!(is_left_out(&talk, publication.id).await);
    }
}

#[tokio::test]
async fn whoever_leaves_or_blocks_or_is_gone_is_asked_no_more() {
    for ends in ["leaves", "blocks", "goes"] {
        let talk = talk().await;
        let publication = talk.asked().await;
        talk.consent(talk.bob, publication.id, true).await.unwrap();
        let bob = talk.bob.account;
        match ends {
            "leaves" => {
                messages::remove_participant(talk.world.pool(), bob, talk.group, "bob", &Once::UNNAMED).await.unwrap();
            }
            "blocks" => talk.world.block(bob, talk.ann.account, true).await,
            _ => delete_account(&talk, bob).await,
        }
        assert!(is_left_out(&talk, publication.id).await, "{ends}");
        if ends == "leaves" {
            assert!(talk.list(talk.bob).await.is_empty(), "it is nobody's any more who is not there");
        }
    }
}

#[tokio::test]
async fn what_somebody_asked_for_who_left_or_is_gone_is_never_published() {
    for leaves in [true, false] {
        let talk = talk().await;
        let publication = talk.asked().await;
        talk.consent(talk.bob, publication.id, true).await.unwrap();
        let ann = talk.ann.account;
        if leaves {
            messages::remove_participant(talk.world.pool(), ann, talk.group, "ann", &Once::UNNAMED).await.unwrap();
        } else {
            delete_account(&talk, ann).await;
        }
        assert_eq!(talk.publish(publication.id).await, Err(Error::Missing));
        assert!(talk.list(talk.bob).await.is_empty());
        assert_eq!(talk.says(publication.id).await, Err(Error::Missing));
    }
}

#[tokio::test]
async fn who_is_blocked_is_not_asked() {
    let talk = talk().await;
    talk.world.block(talk.bob.account, talk.ann.account, true).await;
    let new = talk.draft(&[talk.answer]);
    assert_eq!(service::ask(&talk.world.server, talk.ann, new).await, Err(Error::Missing));
    let both = talk.asked().await;
    assert_eq!(both.parts[1].consent, Consent::Ended);
    assert!(talk.list(talk.bob).await.is_empty());
    talk.publish(both.id).await.unwrap();
    assert!(talk.list(talk.bob).await.is_empty(), "the entry is gone for him, and so is the line that leads to it");
}

#[tokio::test]
async fn who_is_not_asked_or_not_any_more_hears_nothing_of_it() {
    let talk = talk().await;
    talk.world.block(talk.bob.account, talk.ann.account, true).await;
    let never = talk.asked().await;
    talk.publish(never.id).await.unwrap();
    assert_eq!(heard(&talk, talk.bob).await, 0, "neither of what is asked for nor of what is published");
    let eves = say(&talk.world, talk.eve, talk.thread, "Rain").await;
    let publication = service::ask(&talk.world.server, talk.ann, talk.draft(&[talk.root, eves])).await.unwrap();
    let (pool, eve) = (talk.world.pool(), talk.eve.account);
    messages::remove_participant(pool, eve, talk.group, "eve", &Once::UNNAMED).await.unwrap();
    let until_she_left = heard(&talk, talk.eve).await;
    talk.publish(publication.into_inner().id).await.unwrap();
    assert_eq!(heard(&talk, talk.eve).await, until_she_left);
}

/// How often the devices of somebody heard of anything that is to be published.
async fn heard(talk: &Talk, who: Viewer) -> i64 {
    sqlx::query_scalar("select count(*) from events where kind = 'publication.changed' and topic = $1")
        .bind(format!("inbox:{}", who.account))
        .fetch_one(&mut talk.world.administrator().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_taken_back_is_asked_no_more() {
    let talk = talk().await;
    let publication = talk.asked().await;
    let once = &Once::UNNAMED;
    let settled = service::settle(&talk.world.server, talk.ann, publication.id, false, once).await;
    assert_eq!(settled, Ok(Stage::Withdrawn));
    assert!(talk.list(talk.bob).await.is_empty());
    assert_eq!(talk.consent(talk.bob, publication.id, true).await, Err(Error::Missing));
    assert_eq!(talk.publish(publication.id).await, Err(Error::Missing));
}

#[tokio::test]
async fn the_database_holds_no_words_of_others_that_need_no_consent() {
    let talk = talk().await;
    let publication = talk.asked().await;
    let forged =
        sqlx::query("update publication_parts set consent = 'own' where publication_id = $1 and account_id = $2")
            .bind(publication.id)
            .bind(talk.bob.account)
            .execute(&mut talk.world.administrator().await)
            .await;
    let error = forged.unwrap_err();
    assert_eq!(error.as_database_error().and_then(|error| error.constraint()), Some("publication_parts_own"));
}

#[tokio::test]
async fn nothing_is_left_of_what_is_deleted_after_it_was_published() {
    let talk = talk().await;
    let new = talk.draft(&[talk.root]);
    service::ask(&talk.world.server, talk.ann, new.clone()).await.unwrap();
    let answer = NewPublication {
        question_id: Some(PostId(new.id.0)),
        title: None,
        tags: Vec::new(),
        ..talk.draft(&[talk.answer])
    };
    service::ask(&talk.world.server, talk.bob, answer.clone()).await.unwrap();
    let (pool, question) = (talk.world.pool(), PostId(new.id.0));
    assert_eq!(talk.list(talk.eve).await.len(), 2);
    posts::delete_answer(pool, talk.bob, AnswerId(answer.id.0), &Once::UNNAMED).await.unwrap();
    posts::delete_post(pool, talk.ann, question, &Once::UNNAMED).await.unwrap();
    for who in [talk.ann, talk.bob, talk.eve] {
        assert!(talk.list(who).await.is_empty(), "neither its title nor a line that leads to it");
        assert_eq!(service::origins(pool, who, question).await, Ok(Vec::new()));
    }
    let again = service::ask(&talk.world.server, talk.ann, new).await.unwrap();
    assert!(matches!(again, Asked::Known(Publication { state: Stage::Withdrawn, title: None, .. })));
}

async fn delete_account(talk: &Talk, who: AccountId) {
    sqlx::query("update accounts set deleted_at = now(), version = version + 1 where id = $1")
        .bind(who)
        .execute(&mut talk.world.administrator().await)
        .await
        .unwrap();
}
