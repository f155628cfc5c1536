//! Signing up: what is asked for, and the rules of each field.

use serde::{Deserialize, Serialize};

use crate::shared::{Error, Result, id::AccountId, script::is_overladen, text::is_blank};

/// Names that a page, a part of the product or a role could be taken for.
const RESERVED: [&str; 40] = [
    "about",
    "account",
    "accounts",
    "admin",
    "administrator",
    "all",
    "anonymous",
    "api",
    "bookmarks",
    "deleted",
    "everyone",
    "feed",
    "guest",
    "help",
    "here",
    "home",
    "login",
    "logout",
    "me",
    "messages",
    "moderator",
    "new",
    "nobody",
    "notifications",
    "null",
    "offline",
    "questions",
    "rooms",
    "root",
    "search",
    "security",
    "settings",
    "signup",
    "support",
    "system",
    "tags",
    "team",
    "tertulia",
    "undefined",
    "webmaster",
];

/// Who wants to join.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Made by the caller (`UUIDv7`), so that a retry makes no second account; absent, the server makes one.
    #[serde(default)]
    pub id: Option<AccountId>,
    /// 3–30 of a–z, 0–9 and `_`; capitals are made small.
    pub handle: String,
    /// 1–80 characters, with at most 8 marks on a letter.
    pub display_name: String,
    /// At most 254 characters.
    pub email: String,
    /// 8–128 characters, and not one that is easy to guess.
    pub password: String,
}

impl NewAccount {
    /// The same with handle, name and address as they are stored.
    ///
    /// Whether the password is easy to guess only the server judges: the list weighs a megabyte.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all of the [`faults`](Self::faults).
    #[cfg(feature = "ssr")]
    pub fn check(self) -> Result<Self> {
        if let Some(faults) = Error::together(self.faults()) {
            return Err(faults);
        }
        Ok(Self {
            display_name: display_name_of(&self.display_name)?,
            handle: handle_of(&self.handle)?,
            email: email_of(&self.email)?,
            password: length("password", &self.password, 8, 128).map(|()| self.password)?,
            id: self.id.map(|id| id.by_caller("id")).transpose()?,
        })
    }

    /// Every field that breaks a rule, in the order in which the form asks for them.
    #[must_use]
    pub fn faults(&self) -> Vec<Error> {
        let fields = [
            display_name_of(&self.display_name).err(),
            handle_of(&self.handle).err(),
            email_of(&self.email).err(),
            length("password", &self.password, 8, 128).err(),
            self.id.and_then(|id| id.by_caller("id").err()),
        ];
        fields.into_iter().flatten().collect()
    }
}

/// A handle as people type it into a form: `@ann` is `ann`.
///
/// Only forms are so kind. [`handle_of`] judges addresses too, where `/u/@ann` would be a second one of the same page,
/// and the API takes what it documents.
#[must_use]
pub fn handle_typed(typed: &str) -> &str {
    typed.trim().trim_start_matches('@')
}

/// A handle as it is stored.
///
/// # Errors
/// `required`, `too_short`, `too_long`, `characters` or `reserved`.
pub fn handle_of(typed: &str) -> Result<String> {
    let handle = typed.trim().to_ascii_lowercase();
    length("handle", &handle, 3, 30)?;
    if !handle.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_')) {
        return Err(Error::invalid("handle", "characters"));
    }
    if RESERVED.contains(&handle.as_str()) {
        return Err(Error::invalid("handle", "reserved"));
    }
    Ok(handle)
}

/// A display name as it is stored: without space around it.
///
/// # Errors
/// As [`line_fault`] says.
pub(super) fn display_name_of(typed: &str) -> Result<String> {
    let name = typed.trim();
    line_fault(name, 80).map_or_else(|| Ok(name.to_owned()), |rule| Err(Error::invalid("display_name", rule)))
}

/// The rule that a line for all to see breaks, which has no space around it: `required` when nothing of it can be seen,
/// `too_long` past so many characters, or `characters` for what cannot be seen and for marks stacked too high.
#[must_use]
pub fn line_fault(line: &str, most: usize) -> Option<&'static str> {
    if is_blank(line) {
        Some("required")
    } else if line.chars().count() > most {
        Some("too_long")
    } else {
        (line.chars().any(is_invisible) || is_overladen(line)).then_some("characters")
    }
}

fn email_of(typed: &str) -> Result<String> {
    let email = typed.trim();
    length("email", email, 1, 254)?;
    let shape = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.')
    });
    if !shape || email.chars().any(|c| c.is_whitespace() || is_invisible(c)) {
        return Err(Error::invalid("email", "shape"));
    }
    Ok(email.to_owned())
}

/// Checks a number of characters, not of bytes.
pub(super) fn length(field: &str, text: &str, least: usize, most: usize) -> Result<()> {
    let rule = match text.chars().count() {
        0 if least > 0 => "required",
        n if n < least => "too_short",
        n if n > most => "too_long",
        _ => return Ok(()),
    };
    Err(Error::invalid(field, rule))
}

/// Control characters, and those that turn the direction of what follows: with them a name could
/// pretend to be another.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ann() -> NewAccount {
        NewAccount {
            id: None,
            handle: "ann".into(),
            display_name: "Ann".into(),
            email: "ann@example.org".into(),
            password: "seven tall lamps".into(),
        }
    }

    fn rule(account: NewAccount) -> (String, String) {
        match account.check().map(|_| ()) {
            Err(Error::Invalid { field, rule, .. }) => (field, rule),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_mistake_is_found_in_the_order_of_the_screen_and_told_by_a_check() {
        let nothing = NewAccount {
            id: None,
            handle: "@".into(),
            display_name: " ".into(),
            email: "ann".into(),
            password: "seven77".into(),
        };
        let found = nothing.faults();
        let expected = [
            Error::invalid("display_name", "required"),
            Error::invalid("handle", "too_short"),
            Error::invalid("email", "shape"),
            Error::invalid("password", "too_short"),
        ];
        assert_eq!(found, expected);
        assert_eq!(nothing.check().map_err(Error::each).err(), Some(found));
        assert!(ann().faults().is_empty());
        let nil = NewAccount { id: Some(AccountId(uuid::Uuid::nil())), ..ann() };
        assert_eq!(nil.faults(), [Error::invalid("id", "version")]);
    }

    #[test]
    fn a_sign_before_a_handle_is_forgiven_by_forms_alone() {
        for typed in ["@ann", " ann ", "ann"] {
            assert_eq!(handle_typed(typed), "ann");
        }
        assert_eq!(handle_of("@ann"), Err(Error::invalid("handle", "characters")));
    }

    #[test]
    fn capitals_and_space_around_are_taken_away() {
        let checked = NewAccount { handle: " Ann_1 ".into(), display_name: " Ann ".into(), ..ann() }.check().unwrap();
        assert_eq!((checked.handle.as_str(), checked.display_name.as_str()), ("ann_1", "Ann"));
    }

    #[test]
    fn a_handle_keeps_its_rules() {
        let long = "a".repeat(31);
        for (handle, broken) in [
            ("", "required"),
            ("an", "too_short"),
            (long.as_str(), "too_long"),
            ("an-n", "characters"),
            ("änn", "characters"),
            ("an\0n", "characters"),
            ("Admin", "reserved"),
        ] {
            assert_eq!(
                rule(NewAccount { handle: handle.into(), ..ann() }),
                ("handle".into(), broken.into()),
                "{handle}"
            );
        }
    }

    #[test]
    fn a_name_is_something_that_can_be_seen() {
        let (long, tower) = ("n".repeat(81), format!("A{}nn", "\u{336}".repeat(9)));
        for (name, broken) in [
            ("  ", "required"),
            (long.as_str(), "too_long"),
            ("A\u{202e}nn", "characters"),
            ("A\u{7}nn", "characters"),
            (tower.as_str(), "characters"),
            ("\u{200d}", "required"),
            ("\u{200b}\u{3164}", "required"),
        ] {
            let broken = ("display_name".to_owned(), broken.to_owned());
            assert_eq!(rule(NewAccount { display_name: name.into(), ..ann() }), broken, "{name:?}");
        }
        assert!(NewAccount { display_name: "安 👩\u{200d}💻".into(), ..ann() }.check().is_ok());
    }

    #[test]
    fn an_address_has_two_halves() {
        for email in ["ann", "@example.org", "ann@", "a@b@c", "an n@example.org", "ann@.org", "ann\0@example.org"] {
            assert_eq!(rule(NewAccount { email: email.into(), ..ann() }), ("email".into(), "shape".into()), "{email}");
        }
        let long = format!("{}@example.org", "a".repeat(250));
        assert_eq!(rule(NewAccount { email: long, ..ann() }).1, "too_long");
    }

    #[test]
    fn a_password_has_8_to_128_characters_of_any_kind() {
        for (password, broken) in [("", "required"), ("seven77", "too_short"), ("é".repeat(129).as_str(), "too_long")]
        {
            assert_eq!(rule(NewAccount { password: password.into(), ..ann() }).1, broken);
        }
        assert!(NewAccount { password: "é".repeat(128), ..ann() }.check().is_ok());
    }

    #[test]
    fn the_reserved_words_are_in_order_and_could_be_handles() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
