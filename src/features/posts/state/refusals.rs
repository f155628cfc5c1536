//! Why the server did not take something, as a person would say it.

use super::acts::{ACCEPT, ANSWER, COMMENT, DELETES, EDITS, PUBLISH, VOTE};
use crate::{
    features::posts::model::{MAX_BODY, MAX_COMMENT, MAX_TAG, MAX_TAGS, MAX_TITLE},
    shared::Error,
};

/// Why an operation of this kind was refused, or what is typed for one would be.
#[must_use]
pub fn why(kind: &str, error: &Error) -> String {
    let words = match error {
        Error::Invalid { field, rule, .. } => return broken(kind, field, rule).unwrap_or_else(|| error.to_string()),
        Error::Forbidden if kind == VOTE => "Nobody votes on what is their own.",
        Error::Forbidden if kind == ACCEPT => "Only who asked accepts an answer.",
        Error::Forbidden if EDITS.contains(&kind) || DELETES.contains(&kind) => "It is not yours.",
        Error::Missing if kind == ANSWER => "The question is not there any more.",
        Error::Missing if kind == COMMENT => "What you comment on is not there any more.",
        Error::Missing => "It is not there any more.",
        Error::Conflict if EDITS.contains(&kind) => {
            "It was changed elsewhere meanwhile. Have a look at it, then edit it again."
        }
        Error::Conflict if [PUBLISH, ANSWER, COMMENT].contains(&kind) => "It was published already, in other words.",
        error => return error.to_string(),
    };
    words.to_owned()
}

/// What is to be different where a rule is broken; nothing for those that no page lets break.
fn broken(kind: &str, field: &str, rule: &str) -> Option<String> {
    let is_comment = [COMMENT, EDITS[2]].contains(&kind);
    let words = match (field, rule) {
        ("title", "required") => "A question needs a title.",
        ("title", "too_long") => {
            return Some(format!("The title is too long: it has room for {MAX_TITLE} characters."));
        }
        ("body", "required") => "Write something first.",
        ("body", "too_long") => {
            let most = thousands(if is_comment { MAX_COMMENT } else { MAX_BODY });
            return Some(format!("This is too long: there is room for {most} characters."));
        }
        ("title" | "body", "characters") => "There is a character in it that nobody could read. Type it anew.",
        ("tags", "too_many") => return Some(format!("There is room for {MAX_TAGS} tags. Leave one out.")),
        ("tags", "too_long") => {
            return Some(format!("One of the tags is too long: a tag has at most {MAX_TAG} characters."));
        }
        ("tags", "shape") => "Tags are made of letters, digits and hyphens, with spaces between them.",
        ("post_id", "no_question") => "Nothing is asked there, so it takes no answers.",
        ("value", _) if kind == VOTE => "One cannot vote on this in that way.",
        _ => return None,
    };
    Some(words.to_owned())
}

/// A number of thousands as it is read.
fn thousands(number: usize) -> String {
    format!("{},000", number / 1_000)
}

#[cfg(test)]
mod tests {
    use super::{super::acts::BOOKMARK, *};
    use crate::features::posts::model::tags_typed;

    #[test]
    fn who_adds_a_sixth_tag_hears_how_many_there_is_room_for() {
        let refused = tags_typed(&["a", "b", "c", "d", "e", "f"]).expect_err("there are six");
        assert_eq!(why(PUBLISH, &refused), "There is room for 5 tags. Leave one out.");
        assert_eq!(why(EDITS[0], &refused), why(PUBLISH, &refused));
    }

    #[test]
    fn what_is_too_long_says_for_how_much_there_is_room() {
        let long = Error::invalid("body", "too_long");
        assert_eq!(why(COMMENT, &long), "This is too long: there is room for 5,000 characters.");
        assert_eq!(why(EDITS[2], &long), why(COMMENT, &long));
        assert_eq!(why(ANSWER, &long), "This is too long: there is room for 100,000 characters.");
    }

    #[test]
    fn no_refusal_of_what_is_published_speaks_of_lists_messages_or_what_is_stored() {
        let rules = ["required", "too_long", "characters", "too_many", "shape", "no_question"];
        let fields = ["title", "body", "tags", "post_id"];
        let all = fields.iter().flat_map(|field| rules.map(|rule| (*field, rule)));
        let mended = all.filter(|(field, rule)| broken(PUBLISH, field, rule).is_some());
        let errors: Vec<_> = mended.map(|(field, rule)| Error::invalid(field, rule)).collect();
        assert!(errors.len() > 8, "{errors:?}");
        for error in errors.iter().chain([&Error::Missing, &Error::Conflict]) {
            for kind in [PUBLISH, ANSWER, COMMENT, EDITS[0], EDITS[1], EDITS[2]] {
                let words = why(kind, error);
                for odd in ["The list of", "The message", "is stored", "The input", "does not exist"] {
                    assert!(!words.contains(odd), "{kind}: {words}");
                }
            }
        }
    }

    #[test]
    fn what_was_only_pressed_says_why_it_does_not_hold() {
        assert_eq!(why(VOTE, &Error::Forbidden), "Nobody votes on what is their own.");
        assert_eq!(why(ACCEPT, &Error::Forbidden), "Only who asked accepts an answer.");
        assert_eq!(why(BOOKMARK, &Error::Missing), "It is not there any more.");
    }
}
