use super::*;

fn is_slow(result: &Result<()>) -> bool {
    matches!(result, Err(Error::Slow { retry_after: 1.. }))
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[test]
fn each_limit_refuses_one_more_than_its_quota() {
    for (limit, quota) in [
        (Limit::LogIn, 10),
        (Limit::LogInAddress, 30),
        (Limit::LogInAnywhere, 100),
        (Limit::SignUp, 10),
        (Limit::Messages, 100),
        (Limit::Openings, 60),
        (Limit::Search, 60),
    ] {
        let limits = Limits::on();
        assert!((0..quota).all(|_| limits.check(limit, "ann").is_ok()), "{limit:?}");
        assert!(is_slow(&limits.check(limit, "ann")), "{limit:?}");
        assert_eq!(limits.check(limit, "bob"), Ok(()), "{limit:?}");
    }
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

#[test]
fn a_limit_that_is_lifted_refuses_nobody() {
    let limits = Limits::off();
    assert!((0..1_000).all(|_| limits.check(Limit::SignUp, "192.0.2.1").is_ok()));
    assert!((0..1_000).all(|_| limits.check_log_in(address("192.0.2.1"), "ann").is_ok()));
}

#[test]
fn an_address_of_ipv6_counts_by_its_network() {
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
    let guess = |last: u32| limits.check_log_in(address(&format!("2001:db8::{last:x}")), &format!("ann{last}"));
    assert!((0..30).all(|last| guess(last).is_ok()));
    assert!(is_slow(&guess(30)));
}

#[test]
fn guesses_at_one_login_from_many_addresses_are_slowed() {
    let limits = Limits::on();
    let guess = |from: u32, login: &str| limits.check_log_in(IpAddr::V4((0x0a00_0000 + from).into()), login);
    assert!((0..100).all(|from| guess(from, "ann").is_ok()));
    assert!(is_slow(&guess(100, "ann")));
    assert_eq!(guess(101, "bob"), Ok(()), "another login is none of that");
}

#[test]
fn an_owner_is_not_shut_out_from_where_they_logged_in_before() {
    let limits = Limits::on();
    let home = address("2001:db8::1");
    limits.log_in_succeeded(home, "ann");
    for from in 0..200 {
        let _guess = limits.check_log_in(IpAddr::V4((0x0a00_0000 + from).into()), "ann");
    }
    assert_eq!(limits.check_log_in(address("2001:db8::2"), "ann"), Ok(()), "another machine at home");
    assert!(is_slow(&limits.check_log_in(address("192.0.2.1"), "ann")));
    while limits.check_log_in(home, "ann").is_ok() {}
    assert!(is_slow(&limits.check_log_in(home, "ann")), "the counts of home hold as ever");
}
