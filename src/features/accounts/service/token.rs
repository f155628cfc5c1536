//! Tokens of sessions and of programs: 256 random bits, known to the one who logged in and to nobody else.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::{TryRngCore, rngs::OsRng};
use sha2::{Digest, Sha256};

/// A token as it travels: 43 characters of base64url, which in a person's access token stand behind [`PERSONAL`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What is stored of a token.
pub type TokenHash = [u8; 32];

const LENGTH: usize = 43;

/// How a personal access token begins, so that whoever finds one in a file knows what it is.
const PERSONAL: &str = "ttp_";

impl Token {
    /// A new one of a session.
    #[must_use]
    pub fn new() -> Self {
        let mut bits = [0; 32];
        OsRng.try_fill_bytes(&mut bits).expect("the system has randomness");
        Self(BASE64_URL_SAFE_NO_PAD.encode(bits))
    }

    /// A new one for a program of somebody's.
    #[must_use]
    pub fn personal() -> Self {
        Self(format!("{PERSONAL}{}", Self::new().0))
    }

    /// Reads what a request brought; `None` for what no token looks like.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        // A session's own may begin like that by chance: it is not longer for it.
        let bits = text.strip_prefix(PERSONAL).filter(|bits| bits.len() == LENGTH).unwrap_or(text);
        let shape = bits.len() == LENGTH && bits.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        shape.then(|| Self(text.to_owned()))
    }

    /// Whether it is a personal access token, and no session's.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.0.len() > LENGTH
    }

    /// As the cookie and the answer carry it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As the database knows it.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(&self.0).into()
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written_and_never_shown() {
        let token = Token::new();
        assert_eq!(Token::read(token.as_str()), Some(token.clone()));
        assert_ne!(token, Token::new());
        assert_eq!(format!("{token:?}"), "Token(…)");
        for wrong in ["", "short", "é".repeat(22).as_str(), "a".repeat(44).as_str(), "a b".repeat(15).as_str()] {
            assert_eq!(Token::read(wrong), None);
        }
    }

    #[test]
    fn a_personal_one_is_told_from_a_sessions_whatever_that_begins_with() {
        let (personal, own) = (Token::personal(), Token::new());
        let by_chance = Token::read(&format!("ttp_{}", "a".repeat(39))).unwrap();
        assert_eq!(Token::read(personal.as_str()), Some(personal.clone()));
        assert_eq!([&personal, &own, &by_chance].map(Token::is_personal), [true, false, false]);
        for wrong in [&personal.as_str()[..46], &personal.as_str()[1..], format!("{}a", personal.as_str()).as_str()] {
            assert_eq!(Token::read(wrong), None, "{wrong}");
        }
    }
}
