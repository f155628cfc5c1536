//! Words for people: what a broken rule is called, how a name is shortened.

use super::script::stacks;

/// The sentence for a broken rule of a field.
#[must_use]
pub fn rule_words(field: &str, rule: &str) -> String {
    if rule == "not_accepting" {
        return "You cannot write to this person.".to_owned();
    }
    if rule == "no_question" {
        return "This is not a question, so it takes no answers.".to_owned();
    }
    match (field, rule) {
        ("tags", "too_many") => return "There is room for 5 tags.".to_owned(),
        ("tags", "too_long") => return "A tag has at most 35 characters.".to_owned(),
        ("tags", _) => return "A tag is made of letters, digits and hyphens.".to_owned(),
        (_, "quoted") => return "What others said here stays as they allowed it.".to_owned(),
        _ => {}
    }
    if let Some(handle) = field.strip_prefix("with/") {
        let is_nobody = rule == "unknown";
        return if is_nobody {
            format!("Nobody here is @{handle}.")
        } else {
            format!("@{handle} cannot be added by you.")
        };
    }
    let name = match field {
        "display_name" | "name" => "The name",
        "email" => "The e-mail address",
        "handle" => "The handle",
        "login" => "The handle or e-mail address",
        "password" => "The password",
        "body" => "The text",
        "bio" => "The text about you",
        "place" => "The place",
        "pronouns" => "The field for pronouns",
        "links" => "The list of links",
        "status" => "The status",
        "status_for" => "The end of the status",
        "subject" => "The subject",
        "link" => "The link",
        "role" => "The role",
        "with" | "participants" => "The list of people",
        "id" => "The id",
        "request" => "The request",
        "method" => "The method",
        "origin" => "The address of this page",
        "cursor" => "The cursor",
        "shared" => "What you share",
        "emoji" => "The reaction",
        "pin" => "The pin",
        "at" | "span" => "The time",
        "scheduled" => "The list of scheduled messages",
        "scopes" => "What it may do",
        "tokens" => "The list of tokens",
        "reason" => "The reason",
        "words" => "What you write about it",
        "note" => "The note",
        "blocks" => "The list of people you blocked",
        "mutes" => "The list of people you muted",
        "follow" => "Whom you follow",
        "about" => "What you report",
        "q" => "What you look for",
        "thread" => "The thread",
        "title" => "The title",
        "value" => "The vote",
        "kind" => "The kind",
        "sort" => "The order",
        _ => "The input",
    };
    let words = match rule {
        "required" => "is needed.",
        "too_short" => "is too short.",
        "too_long" => "is too long.",
        "too_large" => "is too large.",
        "unsupported" => "is not supported.",
        "characters" => "has characters that are not allowed.",
        "reserved" => "is reserved.",
        "taken" => "is taken.",
        "common" => "is too easy to guess.",
        "shape" if field == "link" => "has to begin with https:// and the name of a site.",
        "shape" => "does not look right.",
        "too_many" if field == "with" || field == "participants" => "makes more than 256, the most that a group has.",
        "too_many" if field == "emoji" => "cannot be added: there are as many here as there can be.",
        "too_many" if field == "pin" => "cannot be added: 50 messages are pinned here already.",
        "too_many" if field == "scheduled" => "is full: 100 wait there.",
        "too_many" if field == "tokens" => "is full: revoke one that is not used any more.",
        "too_many" => "has too many entries.",
        "twice" => "names somebody twice.",
        "nested" => "cannot begin here: the message stands in a thread itself.",
        "emoji" => "has to be one emoji.",
        "past" => "has passed.",
        "too_far" => "is more than a year ahead.",
        "unknown" if field == "with" => "names somebody who is not here.",
        "unknown" => "is not known.",
        "self" if field == "about" => "is your own.",
        "self" if field == "follow" => "cannot be you.",
        "self" => "names you, who are in it anyway.",
        "last_owner" => "cannot be given up: nobody else owns the group.",
        "version" => "has to be a UUID of version 7.",
        "unreadable" => "cannot be read.",
        "unnamed" => "is not known to the server: whoever runs it has to set TERTULIA_URL to it.",
        _ => "cannot be accepted.",
    };
    format!("{name} {words}")
}

/// A text as it is looked for: in small letters, without accents and strokes. The function of the same name in the
/// database is for the same comparisons there.
#[must_use]
pub fn folded(text: &str) -> String {
    let letters = decomposed(text);
    let bare = letters.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).map(without_stroke);
    bare.collect::<String>().to_lowercase().replace('ς', "σ").replace('ß', "ss").replace('æ', "ae").replace('œ', "oe")
}

/// Each letter before its accents.
#[cfg(feature = "ssr")]
fn decomposed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().collect()
}

/// Each letter before its accents. The browser knows how; the tables weigh more than the rest of this page.
#[cfg(not(feature = "ssr"))]
fn decomposed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFD").into()
}

/// A text whose letters are one sign with their accents, as far as there is one, so that what looks alike is alike.
#[cfg(feature = "ssr")]
#[must_use]
pub fn composed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

/// A text whose letters are one sign with their accents, as far as there is one, so that what looks alike is alike.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// What Unicode takes for a letter of its own, and people for another with a stroke.
const fn without_stroke(c: char) -> char {
    match c {
        'Ł' => 'L',
        'ł' => 'l',
        'Ø' => 'O',
        'ø' => 'o',
        'Đ' => 'D',
        'đ' => 'd',
        'Ħ' => 'H',
        'ħ' => 'h',
        'Ŧ' => 'T',
        'ŧ' => 't',
        'ı' => 'i',
        c => c,
    }
}

/// One or two letters that stand for a person without a picture.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// A number for people: with the sign of a minus, which is no hyphen.
#[must_use]
pub fn signed(number: i64) -> String {
    number.to_string().replace('-', "\u{2212}")
}

/// Whether nothing of a text can be seen: it is empty, or all space, characters that show nothing, and marks that stand on no
/// letter.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || shows_nothing(c) || stacks(c))
}

/// Joiners, marks of direction, fillers, selectors of variants, the place of a thing that is not there: what changes its
/// neighbours, and alone is no sign.
pub(super) fn shows_nothing(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_said_of_whatever_has_the_field() {
        assert_eq!(rule_words("tags", "too_many"), "There is room for 5 tags.");
        assert_eq!(rule_words("tags", "too_long"), "A tag has at most 35 characters.");
        assert_eq!(rule_words("body", "too_long"), "The text is too long.", "a post is no message");
    }

    #[test]
    fn accents_strokes_and_capitals_are_folded_and_other_scripts_keep_their_signs() {
        for (text, found) in [
            ("Ágnes Nagy-Kovács", "agnes nagy-kovacs"),
            ("KOVAČ", "kovac"),
            ("Zoe\u{301}", "zoe"),
            ("Łukasz Sørensen", "lukasz sorensen"),
            ("GROẞMANN Weiß Ægir", "grossmann weiss aegir"),
            ("İpek Işık", "ipek isik"),
            ("Νίκος", "νικοσ"),
            ("ΝΊΚΟΣ", "νικοσ"),
            ("हिन्दी 安", "हिन्दी 安"),
        ] {
            assert_eq!(folded(text), found);
            assert_eq!(folded(found), found, "twice is once");
        }
    }

    #[test]
    fn what_is_below_nothing_has_the_sign_of_a_minus() {
        assert_eq!([-12, 0, 3].map(signed), ["−12", "0", "3"]);
    }

    #[test]
    fn a_text_of_characters_that_show_nothing_is_blank() {
        for text in [
            "",
            " \n\t",
            "\u{200b}\u{2060}\u{feff}",
            " \u{200d} ",
            "\u{3164}\u{ffa0}\u{115f}",
            "\u{ad}\u{fe0f}",
            "\u{301}",
            " \u{fffc}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", "\u{200b}a", "👩\u{200d}💻", "❤\u{fe0f}", "می\u{200c}خواهم", ".", "e\u{301}", "की"]
        {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
