//! Tokens of sessions: 256 random bits, known to the one who logged in and to nobody else.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::{TryRngCore, rngs::OsRng};
use sha2::{Digest, Sha256};

/// A session's token as it travels: 43 characters of base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What is stored of a token.
pub type TokenHash = [u8; 32];

const LENGTH: usize = 43;

impl Token {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        let mut bits = [0; 32];
        OsRng.try_fill_bytes(&mut bits).expect("the system has randomness");
        Self(BASE64_URL_SAFE_NO_PAD.encode(bits))
    }

    /// Reads what a request brought; `None` for what no token looks like.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let shape = text.len() == LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        shape.then(|| Self(text.to_owned()))
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
}
