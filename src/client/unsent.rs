//! What has not been sent when somebody wants to log out, in the words in which they are told of it.

use crate::shared::Error;

/// Whether something that a person did waits to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "nobody logs out of a page on the server"))]
pub enum Unsent {
    /// The server has all of it.
    Nothing,
    /// It would be lost by logging out.
    Something,
    /// That cannot be known now.
    Unknown,
}

impl Unsent {
    /// What somebody is asked who would lose something by logging out; nothing where they would not.
    #[cfg(any(feature = "hydrate", test))]
    #[must_use]
    pub const fn question(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Something => Some("Something that you wrote has not been sent yet. Log out and lose it?"),
            Self::Unknown => Some(
                "Whether something that you wrote waits to be sent cannot be known now. Log out and lose it, if there is any?",
            ),
        }
    }

    /// What somebody is told who cannot log out, because the server cannot hear of it: they stay, and with them what waits.
    #[must_use]
    pub fn staying(self) -> String {
        let words = match self {
            Self::Nothing => "You stay logged in. Nothing that you wrote waits to be sent.",
            Self::Something => {
                "You stay logged in, and what you wrote waits here until it can be sent. Log out after that, or it is lost."
            }
            Self::Unknown => {
                "You stay logged in. Whether something that you wrote waits to be sent cannot be known now; if so, it is kept."
            }
        };
        format!("{} {words}", Error::Offline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_would_lose_something_is_asked_and_nobody_else_is() {
        assert_eq!(Unsent::Nothing.question(), None);
        for unsent in [Unsent::Something, Unsent::Unknown] {
            assert!(unsent.question().is_some_and(|words| words.ends_with('?')), "{unsent:?}");
        }
    }

    #[test]
    fn who_cannot_log_out_is_told_why_and_what_becomes_of_their_words() {
        let told = [Unsent::Nothing, Unsent::Something, Unsent::Unknown].map(Unsent::staying);
        for words in &told {
            assert!(words.starts_with("The server cannot be reached right now. You stay logged in"), "{words}");
        }
        let [nothing, something, unknown] = told;
        assert!(nothing.contains("Nothing that you wrote waits"), "{nothing}");
        assert!(something.contains("what you wrote waits here"), "{something}");
        assert!(unknown.contains("cannot be known"), "{unknown}");
    }
}
