//! One's own profile and settings.

use serde_json::json;

use super::*;
use crate::{
    features::accounts::model::{Appearance, ProfileChange, SettingsChange},
    server::once::Once,
    shared::{
        Error,
        id::{AccountId, OperationId},
        role::Role,
    },
    sync::Operation,
};

fn operation(kind: &str, body: Value) -> Operation {
    Operation {
        v: 1,
        kind: kind.into(),
        id: OperationId::new(),
        object: "settings".into(),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

fn dark() -> SettingsChange {
    SettingsChange { appearance: Some(Appearance::Dark), ..SettingsChange::default() }
}

#[tokio::test]
async fn settings_change_for_their_owner_who_is_told() {
    let world = world().await;
    let (ann, bob) = (sign_up(&world, "ann").await, sign_up(&world, "bob").await);
    let (ann, bob) = (viewer(&world, &ann).await, viewer(&world, &bob).await);
    let settings = service::change_settings(world.pool(), ann, dark()).await.unwrap();
    assert_eq!((settings.appearance, settings.version), (Appearance::Dark, 2));
    assert_eq!(service::me(world.pool(), ann).await.unwrap().settings, settings);
    assert_eq!(service::me(world.pool(), bob).await.unwrap().settings.appearance, Appearance::System);
    let (topic, body) = event(&world, "settings.changed").await.unwrap();
    assert_eq!(topic, format!("inbox:{}", ann.account));
    assert_eq!((&body["appearance"], &body["version"]), (&json!("dark"), &json!(2)));
}

#[tokio::test]
async fn a_change_of_something_old_is_a_conflict_and_a_repeated_one_is_not() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let seen = |change| SettingsChange { expected_version: Some(1), ..change };
    let first = service::change_settings(world.pool(), ann, seen(dark())).await.unwrap();
    assert_eq!(service::change_settings(world.pool(), ann, seen(dark())).await, Ok(first));
    let quiet = SettingsChange { show_presence: Some(false), ..SettingsChange::default() };
    assert_eq!(service::change_settings(world.pool(), ann, seen(quiet)).await, Err(Error::Conflict));
}

#[tokio::test]
async fn an_operation_changes_settings_and_answers_them() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let answer = service::operate(world.pool(), ann, &operation("settings.change", json!({"enter_sends": false})))
        .await
        .unwrap();
    assert_eq!((&answer["enter_sends"], &answer["version"]), (&json!(false), &json!(2)));
    let change = Operation { expected_version: Some(1), ..operation("profile.change", json!({"status": "away"})) };
    for _ in 0..2 {
        let answer = service::operate(world.pool(), ann, &change).await.unwrap();
        assert_eq!((&answer["status"], &answer["version"]), (&json!("away"), &json!(2)));
    }
    let stale = Operation { expected_version: Some(1), ..operation("profile.change", json!({"status": "back"})) };
    assert_eq!(service::operate(world.pool(), ann, &stale).await, Err(Error::Conflict));
    for (kind, body, error) in [
        ("profile.change", json!({"links": ["nowhere"]}), Error::invalid("links", "shape")),
        ("settings.change", json!({"appearance": "pink"}), Error::invalid("body", "shape")),
        ("settings.change", json!("dark"), Error::invalid("body", "shape")),
        ("settings.reset", json!({}), Error::Missing),
    ] {
        assert_eq!(service::operate(world.pool(), ann, &operation(kind, body)).await, Err(error));
    }
}

#[tokio::test]
async fn an_operation_that_arrives_again_takes_nothing_back_that_was_chosen_since() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    for (kind, first, later) in [
        ("settings.change", json!({"show_presence": false}), json!({"show_presence": true})),
        ("profile.change", json!({"status": "away"}), json!({"status": "back"})),
    ] {
        let (first, later) = (operation(kind, first), operation(kind, later));
        let answer = service::operate(world.pool(), ann, &first).await.unwrap();
        service::operate(world.pool(), ann, &later).await.unwrap();
        assert_eq!(service::operate(world.pool(), ann, &first).await, Ok(answer), "as at first");
    }
    let own = service::own(world.pool(), ann).await.unwrap();
    assert!(own.settings.show_presence);
    assert_eq!((own.profile.status.as_str(), own.settings.version, own.profile.version), ("back", 3, 3));
}

#[tokio::test]
async fn an_operation_over_what_was_seen_is_no_conflict_when_it_arrives_again() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let away = Operation { expected_version: Some(1), ..operation("profile.change", json!({"status": "away"})) };
    let back = Operation { expected_version: Some(2), ..operation("profile.change", json!({"status": "back"})) };
    for _ in 0..2 {
        for (operation, version) in [(&away, 2), (&back, 3)] {
            let answer = service::operate(world.pool(), ann, operation).await.unwrap();
            assert_eq!(answer["version"], json!(version));
        }
    }
}

#[tokio::test]
async fn an_operation_that_arrives_many_times_at_once_is_applied_once() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let quiet = operation("settings.change", json!({"show_presence": false}));
    let again = || service::operate(world.pool(), ann, &quiet);
    let (first, second, third) = tokio::join!(again(), again(), again());
    assert_eq!((&first, &second), (&second, &third));
    assert_eq!(first.unwrap()["version"], json!(2));
}

#[tokio::test]
async fn an_id_names_one_operation_whatever_it_has_taken_in_and_none_of_another_kind() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let both = operation("settings.change", json!({"show_presence": false, "enter_sends": false}));
    let answer = service::operate(world.pool(), ann, &both).await.unwrap();
    let alone = Operation { body: json!({"show_presence": false}), ..both.clone() };
    assert_eq!(service::operate(world.pool(), ann, &alone).await, Ok(answer));
    let other = Operation { id: both.id, ..operation("profile.change", json!({"status": "away"})) };
    assert_eq!(service::operate(world.pool(), ann, &other).await, Err(Error::Conflict));
}

#[tokio::test]
async fn name_and_profile_change_together_and_everybody_may_hear_it() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let change = ProfileChange {
        display_name: Some("Ann Lee".into()),
        bio: Some("I walk.".into()),
        links: Some(vec!["https://example.org".into()]),
        expected_version: Some(1),
        ..ProfileChange::default()
    };
    let profile = service::change_profile(world.pool(), ann, change.clone()).await.unwrap();
    assert_eq!((profile.bio.as_str(), profile.version), ("I walk.", 2));
    assert_eq!(service::change_profile(world.pool(), ann, change).await, Ok(profile), "asked again");
    let person = service::find_person(world.pool(), None, "ann").await.unwrap();
    assert_eq!((person.account.display_name.as_str(), person.profile.bio.as_str()), ("Ann Lee", "I walk."));
    let topic = format!("account:{}", ann.account);
    let (account, profile) =
        (event(&world, "account.changed").await.unwrap(), event(&world, "profile.changed").await.unwrap());
    assert_eq!((&account.0, &profile.0), (&topic, &topic));
    assert_eq!((&account.1["display_name"], &profile.1["bio"]), (&json!("Ann Lee"), &json!("I walk.")));
}

#[tokio::test]
async fn a_profile_that_breaks_a_rule_changes_nothing() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let change =
        ProfileChange { display_name: Some("Ann Lee".into()), bio: Some("b".repeat(2001)), ..ProfileChange::default() };
    let refused = service::change_own(world.pool(), ann, Some(change), Some(dark()), &Once::UNNAMED).await;
    assert_eq!(refused, Err(Error::invalid("bio", "too_long")));
    let own = service::own(world.pool(), ann).await.unwrap();
    assert_eq!((own.account.display_name.as_str(), own.settings.version, own.profile.version), ("ANN", 1, 1));
}

#[tokio::test]
async fn nobody_changes_what_is_anothers() {
    let world = world().await;
    let (ann, eve) = (sign_up(&world, "ann").await.account.id, sign_up(&world, "eve").await.account.id);
    let mut tx = world.pool().as_viewer(eve).await.unwrap();
    for statement in [
        "update accounts set display_name = 'Eve' where id = $1",
        "update profiles set bio = 'Eve' where account_id = $1",
        "update settings set show_presence = false where account_id = $1",
        "update credentials set password_hash = 'Eve' where account_id = $1",
        "delete from sessions where account_id = $1",
    ] {
        let done = sqlx::query(statement).bind(ann).execute(&mut *tx).await.unwrap();
        assert_eq!(done.rows_affected(), 0, "{statement}");
    }
    assert!(sqlx::query("update accounts set role = 'administrator'").execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn a_role_is_granted_and_counts_at_once() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let bob = sign_up(&world, "bob").await;
    assert_eq!(viewer(&world, &bob).await.role, Role::Member);
    service::grant_role(world.pool(), "Bob", Role::Moderator).await.unwrap();
    assert_eq!(viewer(&world, &bob).await.role, Role::Moderator);
    assert_eq!(service::grant_role(world.pool(), "nobody", Role::Moderator).await, Err(Error::Missing));
}

#[tokio::test]
async fn who_is_gone_is_asked_to_sign_in() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let gone = Viewer { account: AccountId::new(), ..viewer(&world, &ann).await };
    assert_eq!(service::me(world.pool(), gone).await, Err(Error::SignIn));
}
