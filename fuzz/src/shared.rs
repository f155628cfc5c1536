//! What both parts stand on.

#[path = "../../src/shared/id.rs"]
pub mod id;
#[path = "json.rs"]
pub mod json;
#[path = "../../src/shared/markdown/mod.rs"]
pub mod markdown;
#[path = "../../src/shared/script.rs"]
pub mod script;
#[path = "../../src/shared/text.rs"]
pub mod text;
#[path = "../../src/shared/time.rs"]
pub mod time;

/// As the program has it.
pub type Result<T> = std::result::Result<T, Error>;

/// What of the program's error is named in these parts. It belongs to the framework there, which is not compiled here.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing.
    Missing,
    /// A field breaks a rule.
    Invalid(String, String),
}

impl Error {
    /// A field breaks a rule.
    pub fn invalid(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Invalid(field.into(), rule.into())
    }

    /// As the program calls it on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid(..) => "invalid",
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}
