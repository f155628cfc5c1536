//! Passwords: what they are stored as, and whether one fits.
//!
//! Argon2id takes a core for some 20 ms, so it runs beside the requests, on all cores but one; who
//! waits too long for a turn is told to come back.

use std::{sync::LazyLock, thread::available_parallelism, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString,
};
use rand::{TryRngCore, rngs::OsRng};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    server::{awake::within, fault::fault},
    shared::{Error, Result},
};

/// The longest wait for a turn.
const PATIENCE: Duration = Duration::from_secs(5);

static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1)).max(1)));

/// What the password of nobody is compared with, so that an unknown login costs the same as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("the password of nobody").unwrap_or_default());

/// OWASP's parameters: 19 MiB, two passes, one lane.
pub fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// What to store for a password, in the PHC string format.
///
/// # Errors
/// [`Error::Invalid`] with `common` for a password that is easy to guess; [`Error::Slow`].
pub async fn hash(password: String, about: Vec<String>) -> Result<String> {
    let _turn = turn().await?;
    spawn_blocking(move || {
        if is_easy(&password, &about) {
            return Err(Error::invalid("password", "common"));
        }
        hash_now(&password).map_err(|error| fault(&error))
    })
    .await
    .map_err(|error| fault(&error))?
}

/// Whether a password fits what is stored. Nothing stored (`None`) costs the same and never fits.
///
/// # Errors
/// [`Error::Slow`].
pub async fn fits(password: String, stored: Option<String>) -> Result<bool> {
    fits_by(argon2(), password, stored).await
}

/// What [`fits`] says, by whoever runs the hash: once, whatever is stored.
///
/// # Errors
/// [`Error::Slow`].
pub async fn fits_by(
    verifier: impl PasswordVerifier + Send + 'static,
    password: String,
    stored: Option<String>,
) -> Result<bool> {
    let _turn = turn().await?;
    spawn_blocking(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let fits = PasswordHash::new(&stored)
            .is_ok_and(|stored| verifier.verify_password(password.as_bytes(), &stored).is_ok());
        known && fits
    })
    .await
    .map_err(|error| fault(&error))
}

async fn turn() -> Result<tokio::sync::SemaphorePermit<'static>> {
    match within(PATIENCE, TURNS.acquire()).await {
        Some(turn) => turn.map_err(|error| fault(&error)),
        None => Err(Error::Slow { retry_after: 1000 }),
    }
}

fn hash_now(password: &str) -> argon2::password_hash::Result<String> {
    let mut salt = [0; 16];
    OsRng.try_fill_bytes(&mut salt).expect("the system has randomness");
    Ok(argon2().hash_password(password.as_bytes(), &SaltString::encode_b64(&salt)?)?.to_string())
}

/// Guessed within the first hundred thousand tries by one who knows the lists of common passwords,
/// how people bend them, and what was typed beside it.
///
/// zxcvbn holds those lists (30,000 passwords, names and words) and finds `P4ssword1!` too, which a
/// plain list does not. Only the server carries it.
fn is_easy(password: &str, about: &[String]) -> bool {
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    zxcvbn::zxcvbn(password, &about).guesses() < 100_000
}

#[cfg(test)]
pub mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Takes every password for the right one, and notes what it was to be compared with.
    #[derive(Clone, Default)]
    pub struct Witness(Arc<Mutex<Vec<String>>>);

    impl PasswordVerifier for Witness {
        fn verify_password(&self, _: &[u8], stored: &PasswordHash<'_>) -> argon2::password_hash::Result<()> {
            self.0.lock().unwrap().push(stored.to_string());
            Ok(())
        }
    }

    impl Witness {
        /// What each comparison costs: algorithm, version and parameters, and how long salt and hash are.
        pub fn work(&self) -> Vec<(String, usize)> {
            let seen = self.0.lock().unwrap();
            seen.iter().map(|hash| (hash.rsplitn(3, '$').nth(2).unwrap().to_owned(), hash.len())).collect()
        }
    }

    #[tokio::test]
    async fn who_is_unknown_costs_the_same_work_as_a_wrong_password_and_never_gets_in() {
        let (known, unknown) = (Witness::default(), Witness::default());
        let stored = hash_now("seven tall lamps").unwrap();
        assert!(fits_by(known.clone(), "guess".into(), Some(stored)).await.unwrap(), "the witness decides");
        assert!(!fits_by(unknown.clone(), "guess".into(), None).await.unwrap(), "whatever the witness says");
        assert_eq!(known.work().len(), 1);
        assert_eq!(unknown.work(), known.work());
    }

    #[test]
    fn what_is_easy_to_guess_is_refused() {
        let about = ["ann".to_owned(), "Ann Example".to_owned()];
        for password in
            ["password", "12345678", "qwertyuiop", "P4ssword", "aaaaaaaaaaaa", "abcdefgh", "iloveyou", "ann12345"]
        {
            assert!(is_easy(password, &about), "{password}");
        }
        for password in ["seven tall lamps", "Tr0ub4dour&3", "kettle-drum-41"] {
            assert!(!is_easy(password, &about), "{password}");
        }
    }

    #[tokio::test]
    async fn a_hash_is_argon2id_with_its_parameters_and_fits_its_password_alone() {
        let stored = hash("seven tall lamps".into(), vec![]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(fits("seven tall lamps".into(), Some(stored.clone())).await.unwrap());
        assert!(!fits("seven tall lamp".into(), Some(stored)).await.unwrap());
        assert!(!fits("the password of nobody".into(), None).await.unwrap());
    }
}
