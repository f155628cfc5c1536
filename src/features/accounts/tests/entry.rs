//! Signing up and logging in.

use super::*;
use crate::{
    server::{Limit, Limits},
    shared::{Error, id::AccountId, role::Role},
};

#[tokio::test]
async fn who_signs_up_is_logged_in_and_only_hashes_are_stored() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    assert_eq!(viewer(&world, &ann).await.account, ann.account.id);
    let (password, token): (String, Vec<u8>) =
        sqlx::query_as("select password_hash, token_hash from credentials join sessions using (account_id)")
            .fetch_one(&mut world.administrator().await)
            .await
            .unwrap();
    assert!(password.starts_with("$argon2id$"), "{password}");
    assert_eq!(token, ann.token.hash());
}

#[tokio::test]
async fn of_many_first_sign_ups_at_once_one_becomes_the_administrator() {
    let world = world().await;
    let all = futures::future::join_all((0..4).map(|n| {
        let world = &world;
        async move { sign_up(world, &format!("first_{n}")).await.account.role }
    }));
    let roles = all.await;
    assert_eq!(roles.iter().filter(|role| **role == Role::Administrator).count(), 1, "{roles:?}");
}

#[tokio::test]
async fn an_imported_person_does_not_take_the_place_of_the_administrator() {
    let world = world().await;
    sqlx::query("insert into accounts (id, handle, display_name, demo) values ($1, 'dora', 'Dora', true)")
        .bind(AccountId::new())
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    assert_eq!(sign_up(&world, "ann").await.account.role, Role::Administrator);
}

#[tokio::test]
async fn a_handle_is_taken_in_any_case_and_nothing_is_stored() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let refused = service::sign_up(&world.server, &caller(3), new_account("ANN")).await;
    assert_eq!(refused.unwrap_err(), Error::invalid("handle", "taken"));
    assert_eq!(count(&world, "select count(*) from accounts").await, 1);
}

#[tokio::test]
async fn an_address_counts_as_taken_once_it_is_verified() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let with_anns = |handle: &str| NewAccount { email: "Ann@Example.org".into(), ..new_account(handle) };
    service::sign_up(&world.server, &caller(3), with_anns("bob")).await.expect("nobody proved that it is theirs");
    sqlx::query("update credentials set email_verified_at = now() where email = 'ann@example.org'")
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    let refused = service::sign_up(&world.server, &caller(4), with_anns("eve")).await;
    assert_eq!(refused.unwrap_err(), Error::invalid("email", "taken"));
    let signed_in = log_in(&world, "ann@example.org", PASSWORD).await.unwrap();
    assert_eq!(signed_in.account.handle, "ann", "the one who verified it logs in by it");
}

#[tokio::test]
async fn a_common_password_is_refused() {
    let world = world().await;
    for password in ["password", "P4ssword", "qwertyuiop"] {
        let account = NewAccount { password: password.into(), ..new_account("ann") };
        let refused = service::sign_up(&world.server, &caller(3), account).await;
        assert_eq!(refused.unwrap_err(), Error::invalid("password", "common"), "{password}");
    }
    assert_eq!(count(&world, "select count(*) from accounts").await, 0);
}

#[tokio::test]
async fn the_same_id_with_the_same_content_is_the_same_account_and_with_other_content_a_conflict() {
    let world = world().await;
    let ann = NewAccount { id: Some(AccountId::new()), ..new_account("ann") };
    let first = service::sign_up(&world.server, &caller(3), ann.clone()).await.unwrap();
    let again = service::sign_up(&world.server, &caller(4), ann.clone()).await.unwrap();
    assert_eq!((first.known, again.known, again.account), (false, true, first.account));
    for other in [
        NewAccount { handle: "anna".into(), ..ann.clone() },
        NewAccount { email: "anna@example.org".into(), ..ann.clone() },
        NewAccount { password: "eight tall lamps".into(), ..ann.clone() },
    ] {
        let refused = service::sign_up(&world.server, &caller(5), other).await;
        assert_eq!(refused.unwrap_err(), Error::Conflict);
    }
    assert_eq!(count(&world, "select count(*) from accounts").await, 1);
}

#[tokio::test]
async fn signing_up_again_waits_where_logging_in_with_the_handle_would() {
    let world = world().await;
    let ann = NewAccount { id: Some(AccountId::new()), ..new_account("ann") };
    service::sign_up(&world.server, &caller(1), ann.clone()).await.unwrap();
    while world.server.limits.check(Limit::LogInAnywhere, "ann").is_ok() {}
    for guess in [
        NewAccount { password: "eight tall lamps".into(), ..ann.clone() },
        NewAccount { email: "anna@example.org".into(), ..ann.clone() },
        ann.clone(),
    ] {
        let refused = service::sign_up(&world.server, &caller(3), guess).await;
        assert!(matches!(refused, Err(Error::Slow { .. })), "{refused:?}");
    }
    assert!(service::sign_up(&world.server, &caller(1), ann).await.is_ok(), "where ann signed up");
}

#[tokio::test]
async fn a_handle_or_an_address_logs_in_however_it_is_typed() {
    let world = world().await;
    sign_up(&world, "ann").await;
    for login in ["ann", "@Ann", " ANN ", "Ann@example.org"] {
        assert_eq!(log_in(&world, login, PASSWORD).await.unwrap().account.handle, "ann", "{login}");
    }
}

#[tokio::test]
async fn an_address_that_somebody_else_gives_too_stays_the_log_in_of_who_gave_it_first() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let bob = NewAccount { email: "ann@example.org".into(), ..new_account("bob") };
    service::sign_up(&world.server, &caller(3), bob).await.unwrap();
    assert_eq!(log_in(&world, "ann@example.org", PASSWORD).await.unwrap().account.handle, "ann");
    assert_eq!(log_in(&world, "bob", PASSWORD).await.unwrap().account.handle, "bob");
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_are_answered_alike() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let long = "a".repeat(10_000);
    for (login, password) in [
        ("ann", "eight tall lamps"),
        ("nobody", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("a\0b", PASSWORD),
        (long.as_str(), PASSWORD),
        ("ann", long.as_str()),
        ("ann%", PASSWORD),
    ] {
        assert_eq!(log_in(&world, login, password).await.unwrap_err(), Error::SignIn);
    }
}

#[tokio::test]
async fn who_was_deleted_does_not_log_in() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    sqlx::query("update accounts set deleted_at = now()").execute(&mut world.administrator().await).await.unwrap();
    assert_eq!(log_in(&world, "ann", PASSWORD).await.unwrap_err(), Error::SignIn);
    assert_eq!(found(&world, &ann).await, None);
}

/// An address for each, so that only what they have in common can count.
async fn guess_from(world: &World, n: u32, login: &str) -> Error {
    let caller = Caller { address: IpAddr::V4((0x0a00_0000 + n).into()), device: String::new() };
    service::log_in(&world.server, &caller, login, "guess").await.unwrap_err()
}

#[tokio::test]
async fn guesses_from_many_addresses_wait_and_the_owner_at_home_does_not() {
    let world = world().await;
    sign_up(&world, "ann").await;
    for login in ["ann", "nobody"] {
        while world.server.limits.check(Limit::LogInAnywhere, login).is_ok() {}
        let refused = guess_from(&world, 1, login).await;
        assert!(matches!(refused, Error::Slow { .. }), "{login}: {refused:?}");
    }
    let home = service::log_in(&world.server, &caller(1), "Ann", PASSWORD).await;
    assert!(home.is_ok(), "where ann signed up: {home:?}");
    assert!(matches!(log_in(&world, "ann", PASSWORD).await, Err(Error::Slow { .. })), "not from elsewhere");
    assert_eq!(guess_from(&world, 2, "bob").await, Error::SignIn);
}

#[tokio::test]
async fn an_owner_logs_in_where_a_session_of_theirs_is_alive_also_after_a_restart() {
    let mut world = world().await;
    let ann = sign_up(&world, "ann").await;
    for login in ["ann", "ann@example.org", "nobody"] {
        world.server.limits = Limits::on();
        while world.server.limits.check(Limit::LogInAnywhere, login).is_ok() {}
        let refused = log_in(&world, login, PASSWORD).await;
        assert!(matches!(refused, Err(Error::Slow { .. })), "{login} from elsewhere: {refused:?}");
        let at_home = service::log_in(&world.server, &caller(1), login, PASSWORD).await;
        match at_home {
            Ok(found) => assert_eq!(found.account.id, ann.account.id),
            Err(error) => assert!(login == "nobody" && matches!(error, Error::Slow { .. }), "{login}: {error:?}"),
        }
    }
    service::log_out_everywhere(world.pool(), viewer(&world, &ann).await).await.unwrap();
    world.server.limits = Limits::on();
    while world.server.limits.check(Limit::LogInAnywhere, "ann").is_ok() {}
    let refused = service::log_in(&world.server, &caller(1), "ann", PASSWORD).await;
    assert!(matches!(refused, Err(Error::Slow { .. })), "no session is alive: {refused:?}");
}

#[tokio::test]
async fn an_address_of_a_network_is_as_good_as_another_of_it() {
    let world = world().await;
    let at = |last: u16| Caller { address: format!("2001:db8::{last:x}").parse().unwrap(), device: String::new() };
    for n in 0..10 {
        service::sign_up(&world.server, &at(n), new_account(&format!("ann_{n}"))).await.unwrap();
    }
    let refused = service::sign_up(&world.server, &at(10), new_account("ann_10")).await;
    assert!(matches!(refused, Err(Error::Slow { .. })), "{refused:?}");
}

#[tokio::test]
async fn too_many_attempts_wait() {
    let world = world().await;
    for _ in 0..10 {
        assert_eq!(log_in(&world, "ann", "guess").await.unwrap_err(), Error::SignIn);
    }
    assert!(matches!(log_in(&world, "Ann", "guess").await, Err(Error::Slow { .. })), "of any spelling");
    assert!(matches!(log_in(&world, "bob", "guess").await, Err(Error::SignIn)), "for that login only");
}
