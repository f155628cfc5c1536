//! What may be asked for where a personal access token is made.

use serde::Deserialize;
use utoipa::ToSchema;

use super::line_fault;
use crate::shared::{Error, Result, id::TokenId, scope::Scope};

/// A token to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"name": "Ping bot", "scopes": ["read", "write"], "expires_in_days": 90})))]
pub struct NewToken {
    /// Made by the caller (`UUIDv7`), so that a retry makes no second one; absent, the server makes one.
    #[serde(default)]
    pub id: Option<TokenId>,
    /// What it is for, 1–60 characters, with at most 8 marks on a letter.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// What it may do: `read`, `write` or both; `admin` beside them is for administrators alone.
    #[schema(min_items = 1, max_items = 3)]
    pub scopes: Vec<Scope>,
    /// After how many days it ends, 1–365; absent, it ends when it is revoked.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 365)]
    pub expires_in_days: Option<u16>,
}

impl NewToken {
    /// The same as it is stored: the name without space around it, each scope once and in their order.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every broken rule: of `name` as [`line_fault`] says; `required` for `scopes` with neither
    /// `read` nor `write`; `range` for the days; `version` for the id.
    pub fn check(self) -> Result<Self> {
        let name = self.name.trim().to_owned();
        let asked = |scope: &Scope| self.scopes.contains(scope);
        let scopes: Vec<_> = Scope::ALL.into_iter().filter(asked).collect();
        let is_idle = !scopes.iter().any(|scope| *scope != Scope::Admin);
        let faults = [
            line_fault(&name, 60).map(|rule| Error::invalid("name", rule)),
            is_idle.then(|| Error::invalid("scopes", "required")),
            self.expires_in_days
                .filter(|days| !(1..=365).contains(days))
                .map(|_| Error::invalid("expires_in_days", "range")),
            self.id.and_then(|id| id.by_caller("id").err()),
        ];
        match Error::together(faults.into_iter().flatten()) {
            Some(faults) => Err(faults),
            None => Ok(Self { name, scopes, ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str, scopes: Vec<Scope>, expires_in_days: Option<u16>) -> Result<NewToken> {
        NewToken { id: None, name: name.into(), scopes, expires_in_days }.check()
    }

    #[test]
    fn a_token_has_a_name_an_end_or_none_and_something_that_it_may_do() {
        use Scope::{Admin, Read, Write};
        let made = asked(" Ping bot ", vec![Write, Read, Write], Some(365)).unwrap();
        assert_eq!((made.name.as_str(), made.scopes, made.expires_in_days), ("Ping bot", vec![Read, Write], Some(365)));
        let longest = "b".repeat(60);
        assert!(asked("b", vec![Write, Admin], None).is_ok() && asked(&longest, vec![Read], Some(1)).is_ok());
        let too_long = "b".repeat(61);
        for (name, scopes, days, field, rule) in [
            ("", vec![Read], None, "name", "required"),
            (too_long.as_str(), vec![Read], None, "name", "too_long"),
            ("b", vec![], None, "scopes", "required"),
            ("b", vec![Admin], None, "scopes", "required"),
            ("b", vec![Read], Some(0), "expires_in_days", "range"),
            ("b", vec![Read], Some(366), "expires_in_days", "range"),
        ] {
            assert_eq!(asked(name, scopes, days).unwrap_err(), Error::invalid(field, rule), "{name} {days:?}");
        }
    }
}
