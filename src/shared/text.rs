//! Words for people: what a broken rule is called, how a name is shortened.

/// The sentence for a broken rule of a field.
#[must_use]
pub fn rule_words(field: &str, rule: &str) -> String {
    let name = match field {
        "display_name" => "The name",
        "email" => "The e-mail address",
        "handle" => "The handle",
        "login" => "The handle or e-mail address",
        "password" => "The password",
        "body" => "The message",
        "bio" => "The text about you",
        "place" => "The place",
        "pronouns" => "The field for pronouns",
        "links" => "The list of links",
        "status" => "The status",
        "status_for" => "The end of the status",
        "id" => "The id",
        "cursor" => "The cursor",
        _ => "The input",
    };
    let words = match rule {
        "required" => "is needed.",
        "too_short" => "is too short.",
        "too_long" => "is too long.",
        "characters" => "has characters that are not allowed.",
        "reserved" => "is reserved.",
        "taken" => "is taken.",
        "common" => "is too easy to guess.",
        "shape" => "does not look right.",
        "too_many" => "has too many entries.",
        "version" => "has to be a UUID of version 7.",
        "unreadable" => "cannot be read.",
        _ => "cannot be accepted.",
    };
    format!("{name} {words}")
}

/// One or two letters that stand for a person without a picture.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}
