use std::future::ready;

use super::*;

fn is_slow(result: &Result<()>) -> bool {
    matches!(result, Err(Error::Slow { retry_after: 1.. }))
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// One of many addresses that have nothing in common.
fn elsewhere(number: u32) -> IpAddr {
    IpAddr::V4((0x0a00_0000 + number).into())
}

/// An attempt at a login whose owner is logged in nowhere.
async fn guess(limits: &Limits, from: IpAddr, login: &str) -> Result<()> {
    limits.check_log_in(from, login, ready(Ok(Vec::new()))).await
}

/// An attempt at the login of ann, who is logged in at an address.
async fn guess_at_ann(limits: &Limits, from: IpAddr, home: IpAddr) -> Result<()> {
    limits.check_log_in(from, "ann", ready(Ok(vec![home]))).await
}

#[test]
fn each_limit_refuses_one_more_than_its_quota() {
    for (limit, quota) in [
        (Limit::LogIn, 10),
        (Limit::LogInAddress, 30),
        (Limit::LogInShare, 10),
        (Limit::LogInAnywhere, 100),
        (Limit::SignUp, 10),
        (Limit::Messages, 100),
        (Limit::Openings, 60),
        (Limit::Invitations, 256),
        (Limit::Drafts, 60),
        (Limit::Posts, 30),
        (Limit::Votes, 100),
        (Limit::Search, 60),
        (Limit::Reading, 6_000),
        (Limit::Previews, 20),
        (Limit::Calls, 1_200),
        (Limit::Strangers, 60),
    ] {
        let limits = Limits::on();
        assert!((0..quota).all(|_| limits.check(limit, "ann").is_ok()), "{limit:?}");
        assert!(is_slow(&limits.check(limit, "ann")), "{limit:?}");
        assert_eq!(limits.check(limit, "bob"), Ok(()), "{limit:?}");
    }
}

#[test]
fn several_acts_count_all_or_none() {
    let limits = Limits::on();
    assert_eq!(limits.check_all(Limit::Invitations, "ann", 255), Ok(()));
    assert!(is_slow(&limits.check_all(Limit::Invitations, "ann", 2)));
    assert_eq!(limits.check(Limit::Invitations, "ann"), Ok(()), "what was refused does not count");
    assert!(is_slow(&limits.check(Limit::Invitations, "ann")));
}

#[test]
fn one_limit_does_not_count_for_another() {
    let limits = Limits::on();
    while limits.check(Limit::LogIn, "192.0.2.1 ann").is_ok() {}
    assert_eq!(limits.check(Limit::Messages, "192.0.2.1 ann"), Ok(()));
    for (place, limit) in Limit::ALL.into_iter().enumerate() {
        assert_eq!(limit as usize, place);
    }
}

#[tokio::test]
async fn a_limit_that_is_lifted_refuses_nobody() {
    let limits = Limits::off();
    for _ in 0..1_000 {
        assert_eq!(limits.check(Limit::SignUp, "192.0.2.1"), Ok(()));
        assert_eq!(guess(&limits, address("192.0.2.1"), "ann").await, Ok(()));
    }
}

#[tokio::test]
async fn an_address_of_ipv6_counts_by_its_network() {
    for (typed, key) in [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
    ] {
        assert_eq!(network(address(typed)), key, "{typed}");
    }
    let limits = Limits::on();
    for last in 0..=30 {
        let guessed = guess(&limits, address(&format!("2001:db8::{last:x}")), &format!("ann{last}")).await;
        assert_eq!(is_slow(&guessed), last == 30, "{last}");
    }
}

#[tokio::test]
async fn guesses_at_one_login_from_many_addresses_are_slowed() {
    let limits = Limits::on();
    for from in 0..100 {
        assert_eq!(guess(&limits, elsewhere(from), "ann").await, Ok(()));
    }
    assert!(is_slow(&guess(&limits, elsewhere(100), "ann").await));
    assert_eq!(guess(&limits, elsewhere(101), "bob").await, Ok(()), "another login is none of that");
}

/// As for somebody who waits until the minutes' counts let them through.
fn without_minutes() -> Limits {
    Limits::counting(|limit| match limit {
        Limit::LogIn | Limit::LogInAddress => Quota::per_minute(u32::MAX),
        limit => limit.quota(),
    })
}

#[tokio::test]
async fn one_network_cannot_use_up_what_a_login_may_over_all() {
    let limits = without_minutes();
    for attempt in 0..300 {
        let waits = is_slow(&guess(&limits, elsewhere(0), "ann").await);
        assert_eq!(waits, attempt >= 10, "{attempt}");
    }
    for from in 1..=90 {
        assert_eq!(guess(&limits, elsewhere(from), "ann").await, Ok(()), "{from}");
    }
    assert!(is_slow(&guess(&limits, elsewhere(91), "ann").await), "it has used up ten of the hundred");
}

#[tokio::test]
async fn an_owner_is_not_shut_out_from_where_they_logged_in_before() {
    let limits = Limits::on();
    let home = address("2001:db8::1");
    limits.log_in_succeeded(home, "ann");
    for from in 0..200 {
        let _guess = guess(&limits, elsewhere(from), "ann").await;
    }
    assert_eq!(guess(&limits, address("2001:db8::2"), "ann").await, Ok(()), "another machine at home");
    assert!(is_slow(&guess(&limits, address("192.0.2.1"), "ann").await));
    while guess(&limits, home, "ann").await.is_ok() {}
    assert!(is_slow(&guess(&limits, home, "ann").await), "the counts of home hold as ever");
}

#[tokio::test]
async fn an_owner_is_not_shut_out_from_where_they_are_logged_in() {
    let limits = Limits::on();
    let home = address("2001:db8::1");
    while limits.check(Limit::LogInAnywhere, "ann").is_ok() {}
    assert!(is_slow(&guess_at_ann(&limits, address("192.0.2.1"), home).await));
    assert_eq!(guess_at_ann(&limits, address("2001:db8::2"), home).await, Ok(()));
    assert_eq!(guess(&limits, home, "ann").await, Ok(()), "and that is remembered");
    let failed = limits.check_log_in(elsewhere(1), "ann", ready(Err(Error::Offline))).await;
    assert_eq!(failed, Err(Error::Offline));
}
