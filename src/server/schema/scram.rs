//! What Postgres stores of a password, made on this side: so the password stands in no statement, and in no log of one.

use base64::{Engine, prelude::BASE64_STANDARD};
use pbkdf2::{
    hmac::{Hmac, Mac},
    pbkdf2_hmac_array,
};
use sha2::{Digest, Sha256};

/// As many as Postgres itself takes.
const ROUNDS: u32 = 4096;

/// The verifier of a password for SCRAM-SHA-256, as `alter role … password` takes it (RFC 5803). It has no quotes.
pub fn verifier(password: &str, salt: &[u8]) -> String {
    let salted = pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), salt, ROUNDS);
    let stored: [u8; 32] = Sha256::digest(signed(&salted, "Client Key")).into();
    let [salt, stored, server] =
        [salt, &stored[..], &signed(&salted, "Server Key")[..]].map(|part| BASE64_STANDARD.encode(part));
    format!("SCRAM-SHA-256${ROUNDS}:{salt}${stored}:{server}")
}

fn signed(key: &[u8; 32], words: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(words.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The password and the salt of the example in RFC 7677.
    #[test]
    fn a_verifier_is_the_one_that_postgres_would_make() {
        let salt = BASE64_STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        assert_eq!(
            verifier("pencil", &salt),
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        );
    }
}
