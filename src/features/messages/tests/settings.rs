//! What a conversation is for all and what it is for the caller alone, in one call.

use serde_json::json;

use super::groups::club;

#[tokio::test]
async fn one_call_changes_a_group_for_all_and_ones_own_view_of_it() {
    let club = club().await;
    let (talk, path) = (&club.talk, format!("/api/conversations/{}", club.id));
    let seen = club.read(talk.bob).await.unwrap();
    let both = json!({
        "name": "Cooks", "subject": {"words": "Bread"}, "muted": true, "pinned": true, "version": seen.version
    });
    let (status, changed) = talk.call(Some(talk.bob), "PATCH", &path, both.clone()).await;
    assert_eq!((status, &changed["name"], &changed["subject"]["words"]), (200, &json!("Cooks"), &json!("Bread")));
    let mark = |of: &serde_json::Value| ["muted", "pinned", "archived"].map(|choice| of["mark"][choice] == true);
    assert_eq!((&changed["version"], mark(&changed)), (&json!(seen.version + 1), [true, true, false]));
    assert_eq!(talk.call(Some(talk.bob), "PATCH", &path, both).await, (200, changed), "it holds already");
    let ann = club.read(talk.ann).await.unwrap();
    assert_eq!(ann.name.as_deref(), Some("Cooks"));
    assert!(!ann.mark.muted && !ann.mark.pinned, "what bob chose is his own");
}

#[tokio::test]
async fn where_a_part_of_a_call_is_refused_nothing_of_it_holds() {
    let club = club().await;
    let (talk, path) = (&club.talk, format!("/api/conversations/{}", club.id));
    let before = (club.read(talk.bob).await.unwrap(), club.read(club.cleo).await.unwrap());
    let stale = json!({"name": "Cooks", "muted": true, "version": before.0.version + 1});
    let (status, problem) = talk.call(Some(talk.bob), "PATCH", &path, stale).await;
    assert_eq!((status, &problem["newest"]["name"]), (409, &json!(before.0.name)));
    assert_eq!(talk.call(Some(talk.bob), "PATCH", &path, json!({"name": "", "muted": true})).await.0, 422);
    let not_hers = json!({"name": "Cooks", "archived": true});
    assert_eq!(talk.call(Some(club.cleo), "PATCH", &path, not_hers.clone()).await.0, 403);
    assert_eq!(talk.call(Some(club.dan), "PATCH", &path, not_hers).await.0, 404);
    assert_eq!((club.read(talk.bob).await.unwrap(), club.read(club.cleo).await.unwrap()), before);
}
