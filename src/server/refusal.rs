//! Why the program does not start.

use std::fmt;

/// What stands in the way of starting, in one line: what it is about, the problem, and the remedy.
/// The program then ends with exit status 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The variable, folder or server that it is about.
    pub what: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Refusal {
    /// A refusal in three parts, each put on one line.
    pub fn new(what: impl fmt::Display, problem: impl fmt::Display, remedy: impl fmt::Display) -> Self {
        Self { what: one_line(&what), problem: one_line(&problem), remedy: one_line(&remedy) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.what, self.problem, self.remedy)
    }
}

impl std::error::Error for Refusal {}

fn one_line(part: &dyn fmt::Display) -> String {
    part.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_one_line() {
        let refusal = Refusal::new("PORT", "`x`\nis no number", "write a number");
        assert_eq!(refusal.to_string(), "PORT: `x` is no number; write a number");
    }
}
