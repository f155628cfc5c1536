use super::*;

fn config(pairs: &[(&'static str, &str)]) -> Result<Config, Refusal> {
    let mut values = Values::default();
    for (name, value) in pairs {
        values.set(name, value);
    }
    Config::read(&values)
}

#[test]
fn nothing_set_listens_on_loopback_with_the_embedded_database() {
    let config = config(&[]).unwrap();
    assert_eq!(config.address.to_string(), "127.0.0.1:3000");
    assert!(config.database.is_none());
    assert!(config.rate_limits);
}

#[test]
fn a_mistake_names_its_variable() {
    for (name, value) in [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("HOST", "here"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("DATABASE_URL", "postgres://host:not-a-port/x"),
        ("TERTULIA_CLIENTS", "9"),
        ("TERTULIA_CONNECTIONS", "1"),
        ("TERTULIA_DATA", "Cargo.toml"),
        ("TERTULIA_LINK_PREVIEWS", "perhaps"),
        ("TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE", "127.0.0.1"),
        ("TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE", "localhost:8080"),
        ("TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE", "10.0.0.0/8"),
        ("TERTULIA_LOG", "=;"),
        ("TERTULIA_METRICS_TOKEN", "short"),
        ("TERTULIA_NODE", "a b"),
        ("TERTULIA_POSTGRES", "/nowhere"),
        ("TERTULIA_RATE_LIMITS", "perhaps"),
        ("TERTULIA_SITE", "Cargo.toml"),
        ("TERTULIA_SLOW_STATEMENT_MS", "0"),
        ("TERTULIA_TRUSTED_PROXIES", "10.0.0.0/8,all"),
        ("TERTULIA_URL", "community.example.org"),
        ("TERTULIA_URL", "localhost:3000"),
        ("TERTULIA_URL", "https://"),
        ("TERTULIA_URL", "https://example.org/path"),
        ("TERTULIA_URL", "https://example.org?query"),
        ("TERTULIA_URL", "https://example.org#fragment"),
        ("TERTULIA_URL", "https://ann@example.org"),
    ] {
        let refusal = config(&[(name, value)]).err().unwrap_or_else(|| panic!("{name}={value} passed"));
        assert_eq!(refusal.what, name);
        assert!(!refusal.remedy.is_empty());
        assert_eq!(refusal.to_string().lines().count(), 1);
    }
}

#[test]
fn a_password_is_not_repeated_in_a_mistake() {
    let refusal = config(&[("DATABASE_URL", "postgres://ann:secret@host:not-a-port/x")]).err().unwrap();
    assert!(!refusal.to_string().contains("secret"), "{refusal}");
}

#[test]
fn the_login_of_the_pool_has_a_password_where_the_address_has_one() {
    let made = |address: &str| config(&[("DATABASE_URL", address)]).unwrap().database.unwrap().login_password();
    let expected = made("postgres://ann:a%2Bb@host/db");
    assert!(expected.is_some());
    for address in
        ["postgres://ann:a+b@host", "postgres://host/db?user=ann&password=a%2Bb", "postgres://ann:%61+b@host/"]
    {
        assert_eq!(made(address), expected, "{address}");
    }
    assert_ne!(made("postgres://ann:a%20b@host/db"), expected);
    for address in ["postgres://ann@host/db", "postgres://host", "postgres://ann:@host/db", "postgres:///db"] {
        assert_eq!(made(address), None, "{address}");
    }
}

#[test]
fn rate_limits_are_lifted_only_on_loopback() {
    assert!(!config(&[("TERTULIA_RATE_LIMITS", "off")]).unwrap().rate_limits);
    let refusal = config(&[("TERTULIA_RATE_LIMITS", "off"), ("HOST", "0.0.0.0")]).err().unwrap();
    assert_eq!(refusal.what, "TERTULIA_RATE_LIMITS");
}

#[test]
fn links_are_previewed_unless_that_is_switched_off_and_nothing_private_is_asked() {
    let config = |pairs| config(pairs).unwrap();
    assert!(config(&[]).link_previews && config(&[]).link_previews_allow_private.is_empty());
    assert!(!config(&[("TERTULIA_LINK_PREVIEWS", "off")]).link_previews);
    let named = config(&[("TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE", "127.0.0.1:8080, [::1]:81")]);
    let addresses: [SocketAddr; 2] = ["127.0.0.1:8080", "[::1]:81"].map(|address| address.parse().unwrap());
    assert_eq!(named.link_previews_allow_private, addresses);
}

#[test]
fn the_cookie_has_the_prefix_only_where_browsers_accept_it() {
    for (pairs, name) in [
        (&[][..], "__Host-tertulia"),
        (&[("HOST", "0.0.0.0")], "tertulia"),
        (&[("TERTULIA_URL", "http://192.0.2.1:3000")], "tertulia"),
        (&[("TERTULIA_URL", "https://example.org"), ("HOST", "0.0.0.0")], "__Host-tertulia"),
        (&[("TERTULIA_URL", "http://[::1]:3000")], "__Host-tertulia"),
    ] {
        assert_eq!(config(pairs).unwrap().cookie_name(), name, "{pairs:?}");
    }
}

#[test]
fn the_public_address_is_what_browsers_make_of_it() {
    for (typed, origin) in [
        ("https://example.org", "https://example.org"),
        ("https://Example.ORG/", "https://example.org"),
        ("HTTPS://example.org:443", "https://example.org"),
        ("http://example.org:80", "http://example.org"),
        ("https://example.org:80", "https://example.org:80"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("http://[0:0::1]:3000", "http://[::1]:3000"),
    ] {
        assert_eq!(config(&[("TERTULIA_URL", typed)]).unwrap().origin().as_deref(), Some(origin), "{typed}");
    }
}

#[test]
fn the_file_refuses_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tertulia.env");
    std::fs::write(&path, "# a comment\nPORT=4000\nTERTULIA_DATTA=x\n").unwrap();
    let refusal = Values::file(&path).err().unwrap();
    assert!(refusal.problem.contains("TERTULIA_DATTA"), "{refusal}");
    std::fs::write(&path, "# a comment\nPORT=4000\nHOST=\n").unwrap();
    assert_eq!(Config::read(&Values::file(&path).unwrap()).unwrap().address.to_string(), "127.0.0.1:4000");
}

#[test]
fn the_example_names_every_variable_and_no_other() {
    let example = include_str!("../../../.env.example");
    let mut named: Vec<_> = example
        .lines()
        .filter_map(|line| line.trim_start_matches('#').split_once('=').map(|(name, _)| name.trim()))
        .filter(|name| !name.contains(' '))
        .collect();
    named.sort_unstable();
    let mut known = VARIABLES.to_vec();
    known.sort_unstable();
    assert_eq!(named, known);
}

#[test]
fn who_listens_for_others_without_a_name_is_told_to_set_one() {
    let words = |pairs| config(pairs).unwrap().namelessness();
    assert_eq!(words(&[]), None);
    assert!(words(&[("HOST", "0.0.0.0")]).is_some_and(|words| words.contains("TERTULIA_URL")));
    assert_eq!(words(&[("HOST", "0.0.0.0"), ("TERTULIA_URL", "http://tower.local:3000")]), None);
}

#[test]
fn a_site_is_not_where_a_request_says_that_it_is_but_on_this_machine() {
    let asked = |config: &Config, host: &str| {
        let headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
        config.origin_asked(&headers)
    };
    let unnamed = config(&[]).unwrap();
    for (host, told) in [
        ("localhost:3000", Some("http://localhost:3000")),
        ("127.0.0.1:3000", Some("http://127.0.0.1:3000")),
        ("[::1]:3000", Some("http://[::1]:3000")),
        ("elsewhere.example", None),
        ("localhost.elsewhere.example", None),
        ("10.0.0.7:3000", None),
        ("a b", None),
    ] {
        assert_eq!(asked(&unnamed, host).as_deref(), told, "{host}");
    }
    let named = config(&[("TERTULIA_URL", "https://talk.example")]).unwrap();
    assert_eq!(asked(&named, "localhost:3000").as_deref(), Some("https://talk.example"));
}
