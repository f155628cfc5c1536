//! The cookies of a log-in: the one that holds its token, and the one that tells the pages of this browser whose it is;
//! and the one that tells them whose it was.

use http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::service::Token;
use crate::{
    client::{ACCOUNT_COOKIE, LEFT_COOKIE},
    server::Config,
    shared::id::AccountId,
};

/// Seconds that a session lasts: 90 days, as `sessions.expires_at`.
const MAX_AGE: u32 = 90 * 24 * 60 * 60;

/// Tells the browser to keep the token out of reach of scripts and of other sites; and, for scripts, whose it is.
#[must_use]
pub fn keep(config: &Config, token: &Token, account: AccountId) -> [HeaderValue; 2] {
    let token = write(config.secure(), config.cookie_name(), token.as_str(), MAX_AGE, "; HttpOnly");
    [token, name(config, account)]
}

/// Tells the scripts of this browser who is logged in: what it keeps of others is not to be shown.
#[must_use]
pub fn name(config: &Config, account: AccountId) -> HeaderValue {
    write(config.secure(), ACCOUNT_COOKIE, &account.to_string(), MAX_AGE, "")
}

/// Tells the browser to forget both.
#[must_use]
pub fn forget(config: &Config) -> [HeaderValue; 2] {
    let token = write(config.secure(), config.cookie_name(), "", 0, "; HttpOnly");
    [token, write(config.secure(), ACCOUNT_COOKIE, "", 0, "")]
}

/// The same for who logs out, and tells the scripts of this browser to remove what it keeps of them.
#[must_use]
pub fn leave(config: &Config, account: AccountId) -> [HeaderValue; 3] {
    let [token, name] = forget(config);
    // A page removes it, which sees whether it came over https, and cannot know what is configured.
    [token, name, write(config.https(), LEFT_COOKIE, &account.to_string(), MAX_AGE, "")]
}

/// Adds the headers to the answer of the server function that is running.
pub fn answer(headers: impl IntoIterator<Item = HeaderValue>) {
    if let Some(response) = use_context::<ResponseOptions>() {
        headers.into_iter().for_each(|header| response.append_header(SET_COOKIE, header));
    }
}

fn write(secure: bool, name: &str, value: &str, max_age: u32, reach: &str) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/{reach}; SameSite=Lax; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&text).expect("tokens and names of cookies are visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_the_hosts_alone_and_no_scripts_and_whose_it_is_may_be_read() {
        let config = Config::for_tests();
        let (token, account) = (Token::new(), AccountId::new());
        let kept = keep(&config, &token, account);
        let lasting = "SameSite=Lax; Max-Age=7776000; Secure";
        let expected = [
            format!("__Host-tertulia={}; Path=/; HttpOnly; {lasting}", token.as_str()),
            format!("tertulia-account={account}; Path=/; {lasting}"),
        ];
        assert_eq!(kept.each_ref().map(|cookie| cookie.to_str().unwrap()), expected.each_ref().map(String::as_str));
        let [token, whose, left] = leave(&config, account);
        let plain = "SameSite=Lax; Max-Age=7776000";
        assert_eq!(left.to_str().unwrap(), format!("tertulia-left={account}; Path=/; {plain}"));
        assert_eq!([&token, &whose], forget(&config).each_ref());
        for (cookie, name) in [token, whose].iter().zip(["__Host-tertulia", "tertulia-account"]) {
            let text = cookie.to_str().unwrap();
            assert!(text.starts_with(&format!("{name}=; Path=/; ")) && text.contains("Max-Age=0"), "{text}");
        }
    }

    #[test]
    fn over_plain_http_the_name_is_plain_too() {
        let config = Config { url: Some("http://tertulia.example".parse().unwrap()), ..Config::for_tests() };
        let [kept, account] = keep(&config, &Token::new(), AccountId::new());
        assert!(kept.to_str().unwrap().starts_with("tertulia="), "{kept:?}");
        assert!(![kept, account].iter().any(|cookie| cookie.to_str().unwrap().contains("Secure")));
    }

    #[test]
    fn what_a_page_has_to_remove_is_secure_where_the_page_came_over_https() {
        for (url, by_page, by_us) in [
            ("https://tertulia.example", true, true),
            ("http://localhost:3000", false, true),
            ("http://tertulia.example", false, false),
        ] {
            let config = Config { url: Some(url.parse().unwrap()), ..Config::for_tests() };
            let secure = leave(&config, AccountId::new()).map(|cookie| cookie.to_str().unwrap().ends_with("; Secure"));
            assert_eq!(secure, [by_us, by_us, by_page], "{url}");
        }
    }
}
