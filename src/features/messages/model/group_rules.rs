//! What groups may be called, who may be in one, and what a conversation may be about; how a role is written.

use std::{collections::HashSet, str::FromStr};

use super::{GroupRole, Subject};
use crate::{
    features::accounts::model::{handle_typed, line_fault, link_fault},
    shared::{Error, Result},
};

/// People that a group has at most, whoever made it included.
const MAX_PEOPLE: usize = 256;
/// Characters that the name of a group has at most.
const MAX_NAME: usize = 80;
/// Characters that a subject has at most.
const MAX_SUBJECT: usize = 200;

/// The name of a group as it is stored: without space around it.
///
/// # Errors
/// `name`: `required` when nothing of it can be seen, `too_long` past 80 characters, or `characters`.
pub fn group_name(typed: &str) -> Result<String> {
    let name = typed.trim();
    line_fault(name, MAX_NAME).map_or_else(|| Ok(name.to_owned()), |rule| Err(Error::invalid("name", rule)))
}

/// The handles of those who are to be in a group besides whoever makes it, in small letters.
///
/// # Errors
/// `with`: `required` for nobody, `too_many` past 255, `twice` for one who is named twice, `unknown` for what can name
/// nobody.
pub fn other_people(handles: &[String]) -> Result<Vec<String>> {
    let handles: Vec<_> = handles.iter().map(|handle| handle.to_lowercase()).collect();
    let rule = match handles.len() {
        0 => "required",
        MAX_PEOPLE.. => "too_many",
        number if handles.iter().collect::<HashSet<_>>().len() < number => "twice",
        _ if handles.iter().any(|handle| handle.contains('\0')) => "unknown",
        _ => return Ok(handles),
    };
    Err(Error::invalid("with", rule))
}

/// The handles in what was typed into a form, each with an `@` or without.
#[must_use]
pub fn handles_typed(typed: &str) -> Vec<String> {
    let parts = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    parts.map(handle_typed).filter(|handle| !handle.is_empty()).map(str::to_owned).collect()
}

/// What to change of a conversation for all its people; `None` leaves a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// What a group is called.
    pub name: Option<String>,
    /// What it is about; without words, nothing.
    pub subject: Option<Subject>,
    /// The `version` of the conversation that was seen; absent, whatever holds is changed.
    pub expected_version: Option<i64>,
}

impl Details {
    /// As they are stored.
    ///
    /// # Errors
    /// As [`group_name`] and [`Subject::stored`] say.
    pub fn stored(&self) -> Result<Self> {
        Ok(Self {
            name: self.name.as_deref().map(group_name).transpose()?,
            subject: self.subject.as_ref().map(Subject::stored).transpose()?,
            expected_version: self.expected_version,
        })
    }
}

impl Subject {
    /// As it is stored, without space around its parts; empty where nothing was said.
    ///
    /// # Errors
    /// `subject`: `required` for a link without words, `too_long` or `characters`; `link`: `too_long`, or `shape` for what
    /// is no address that begins with `https://`.
    pub fn stored(&self) -> Result<Self> {
        let words = self.words.trim();
        let link = self.link.as_deref().map(str::trim).filter(|link| !link.is_empty());
        let fault = |link: &str| if link.starts_with("https://") { link_fault(link) } else { Some("shape") };
        let is_empty = words.is_empty() && link.is_none();
        if let Some(rule) = line_fault(words, MAX_SUBJECT).filter(|_| !is_empty) {
            return Err(Error::invalid("subject", rule));
        }
        if let Some(rule) = link.and_then(fault) {
            return Err(Error::invalid("link", rule));
        }
        Ok(Self { words: words.to_owned(), link: link.map(str::to_owned) })
    }
}

impl FromStr for GroupRole {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Member, Self::Admin, Self::Owner]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| Error::invalid("role", "unknown"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(words: &str, link: Option<&str>) -> Subject {
        Subject { words: words.to_owned(), link: link.map(str::to_owned) }
    }

    #[test]
    fn a_group_is_called_something_that_can_be_seen() {
        assert_eq!(group_name("  Book club "), Ok("Book club".to_owned()));
        assert_eq!(group_name(&"ä".repeat(80)), Ok("ä".repeat(80)));
        let tower = format!("a{}", "\u{301}".repeat(9));
        for (name, rule) in [
            ("", "required"),
            (" \u{200b} ", "required"),
            ("a\u{202e}b", "characters"),
            ("a\0", "characters"),
            (&*tower, "characters"),
        ] {
            assert_eq!(group_name(name), Err(Error::invalid("name", rule)), "{name:?}");
        }
        assert_eq!(group_name(&"ä".repeat(81)), Err(Error::invalid("name", "too_long")));
    }

    #[test]
    fn a_subject_has_words_and_perhaps_a_link_that_is_safe_to_follow() {
        assert_eq!(subject(" Spring ", Some(" ")).stored(), Ok(subject("Spring", None)));
        let linked = subject("Spring", Some("https://example.org/a"));
        assert_eq!(linked.stored(), Ok(linked));
        assert_eq!(subject(" ", None).stored(), Ok(subject("", None)), "so it is taken away");
        for (words, link, field, rule) in [
            ("", Some("https://example.org"), "subject", "required"),
            (&*"a".repeat(201), None, "subject", "too_long"),
            ("two\nlines", None, "subject", "characters"),
            ("Spring", Some("http://example.org"), "link", "shape"),
            ("Spring", Some("javascript:alert(1)"), "link", "shape"),
            ("Spring", Some("https://ann@example.org"), "link", "shape"),
            ("Spring", Some(&*format!("https://example.org/{}", "a".repeat(300))), "link", "too_long"),
        ] {
            assert_eq!(subject(words, link).stored(), Err(Error::invalid(field, rule)), "{words} {link:?}");
        }
    }

    #[test]
    fn a_group_has_somebody_else_in_it_each_once_and_not_too_many() {
        let people = |number: usize| (0..number).map(|n| format!("person_{n}")).collect::<Vec<_>>();
        assert_eq!(other_people(&["Ann".to_owned(), "bob".to_owned()]), Ok(vec!["ann".to_owned(), "bob".to_owned()]));
        assert_eq!(other_people(&people(255)), Ok(people(255)));
        assert_eq!(other_people(&people(256)), Err(Error::invalid("with", "too_many")));
        assert_eq!(other_people(&[]), Err(Error::invalid("with", "required")));
        assert_eq!(other_people(&["ann".to_owned(), "Ann".to_owned()]), Err(Error::invalid("with", "twice")));
        assert_eq!(other_people(&["a\0n".to_owned()]), Err(Error::invalid("with", "unknown")));
    }

    #[test]
    fn handles_are_taken_as_people_write_them() {
        assert_eq!(handles_typed(" @ann, bob;\n@cleo  "), ["ann", "bob", "cleo"]);
        assert_eq!(handles_typed(" ,@ "), [""; 0]);
    }

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for role in [GroupRole::Member, GroupRole::Admin, GroupRole::Owner] {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert!(GroupRole::Owner > GroupRole::Admin && GroupRole::Admin > GroupRole::Member);
        assert_eq!("king".parse::<GroupRole>(), Err(Error::invalid("role", "unknown")));
    }
}
