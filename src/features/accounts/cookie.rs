//! The cookie that holds a session's token.

use http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::service::Token;
use crate::server::Config;

/// Seconds that a session lasts: 90 days, as `sessions.expires_at`.
const MAX_AGE: u32 = 90 * 24 * 60 * 60;

/// Tells the browser to keep the token out of reach of scripts and of other sites.
pub fn keep(config: &Config, token: &Token) -> HeaderValue {
    write(config, token.as_str(), MAX_AGE)
}

/// Tells the browser to forget the token.
pub fn forget(config: &Config) -> HeaderValue {
    write(config, "", 0)
}

/// Adds the header to the answer of the server function that is running.
pub fn answer(header: HeaderValue) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(SET_COOKIE, header);
    }
}

fn write(config: &Config, value: &str, max_age: u32) -> HeaderValue {
    let secure = if config.secure() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}", config.cookie_name());
    HeaderValue::from_str(&text).expect("tokens and names of cookies are visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_the_hosts_alone_and_no_scripts() {
        let config = Config::for_tests();
        let token = Token::new();
        let kept = keep(&config, &token);
        let expected =
            format!("__Host-tertulia={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000; Secure", token.as_str());
        assert_eq!(kept.to_str().unwrap(), expected);
        assert!(forget(&config).to_str().unwrap().starts_with("__Host-tertulia=; Path=/; "));
    }

    #[test]
    fn over_plain_http_the_name_is_plain_too() {
        let config = Config { url: Some("http://tertulia.example".parse().unwrap()), ..Config::for_tests() };
        let kept = keep(&config, &Token::new());
        assert!(kept.to_str().unwrap().starts_with("tertulia="), "{kept:?}");
        assert!(!kept.to_str().unwrap().contains("Secure"), "{kept:?}");
    }
}
