//! Which question is meant by what somebody types.

use crate::{features::publications::state::linked_question, shared::text::folded};

/// Whether a question with this title may be meant: each word that was typed stands in it. A link means whatever it leads to,
/// and what is only typed blank means any.
#[must_use]
pub fn may_be_meant(title: &str, typed: &str) -> bool {
    let title = folded(title);
    linked_question(typed).is_some() || folded(typed).split_whitespace().all(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::id::PostId;

    #[test]
    fn a_title_is_found_by_its_words_in_any_order_and_without_accents() {
        let title = "Wo ist das Café in Lugo?";
        for typed in ["", " ", "cafe", "Lugo caf", "CAFÉ"] {
            assert!(may_be_meant(title, typed), "{typed}");
        }
        assert!(!may_be_meant(title, "cafe madrid"));
        assert!(may_be_meant(title, &format!("/p/{}", PostId::new())), "a link narrows nothing");
    }
}
