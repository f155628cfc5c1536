//! The way in as an administrator, and what the login of the pool is made from.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use pbkdf2::pbkdf2_hmac_array;
use sha2::Sha256;
use sqlx::postgres::PgConnectOptions;

use super::LOGIN;

/// How an administrator reaches a database, with the password as far as it is known.
#[derive(Clone)]
pub struct Administrator {
    options: PgConnectOptions,
    password: Option<String>,
}

impl Administrator {
    /// An administrator who connects like this; `password` is the one in the options, where there is one.
    #[must_use]
    pub fn new(options: PgConnectOptions, password: Option<String>) -> Self {
        Self { options, password }
    }

    /// How they connect.
    #[must_use]
    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// How [`LOGIN`] reaches the same database: with a password of its own where theirs is known, and else like
    /// them, by a socket that knows who is there or by the trust of the server.
    #[must_use]
    pub fn login(&self) -> PgConnectOptions {
        let login = self.options.clone().username(LOGIN);
        match self.login_password() {
            Some(password) => login.password(&password),
            None => login,
        }
    }

    /// The password of [`LOGIN`], made from the administrator's: the same on every node that has the same
    /// `DATABASE_URL`, and kept nowhere. Theirs cannot be told from it; guessing it takes 10,000 rounds a guess.
    #[must_use]
    pub fn login_password(&self) -> Option<String> {
        let theirs = self.password.as_ref()?;
        let made = pbkdf2_hmac_array::<Sha256, 32>(theirs.as_bytes(), b"tertulia: the login of the pool", 10_000);
        Some(BASE64_URL_SAFE_NO_PAD.encode(made))
    }
}

impl From<PgConnectOptions> for Administrator {
    fn from(options: PgConnectOptions) -> Self {
        Self::new(options, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn administrator(password: Option<&str>) -> Administrator {
        let options = PgConnectOptions::new_without_pgpass().username("root").database("tertulia");
        Administrator::new(options, password.map(str::to_owned))
    }

    #[test]
    fn every_node_makes_the_same_password_and_another_administrator_another() {
        let made = administrator(Some("secret")).login_password().unwrap();
        assert_eq!(administrator(Some("secret")).login_password(), Some(made.clone()));
        assert_ne!(administrator(Some("Secret")).login_password(), Some(made.clone()));
        assert_eq!((made.len(), made.contains("secret")), (43, false));
        assert_eq!(administrator(None).login_password(), None);
    }

    #[test]
    fn the_login_goes_to_the_same_database() {
        let login = administrator(Some("secret")).login();
        assert_eq!((login.get_username(), login.get_database()), (LOGIN, Some("tertulia")));
    }
}
