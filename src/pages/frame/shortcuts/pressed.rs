//! What a key is called, whatever the layout of the keyboard.

/// The name of a key that was pressed: a small letter, a sign, or a word as "Enter". Where the layout writes in another
/// script the key counts that stands in that place on a Latin keyboard. Nothing where Shift makes it another letter.
#[must_use]
pub fn named(key: &str, code: &str, shift: bool) -> Option<String> {
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return (!shift).then(|| key.to_owned());
    };
    let letter = if is_latin(letter) { letter } else { in_place(code, shift)? };
    if !letter.is_alphabetic() {
        return Some(letter.to_string());
    }
    // With Caps Lock a letter is the same as without; what has a shortcut is none but a to z.
    (!shift).then(|| letter.to_ascii_lowercase().to_string())
}

/// Whether a letter or sign is one of a Latin keyboard.
fn is_latin(letter: char) -> bool {
    letter < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&letter)
}

/// What stands in the place of a key on a Latin keyboard, as far as a shortcut has it.
fn in_place(code: &str, shift: bool) -> Option<char> {
    match code.strip_prefix("Key") {
        Some(letter) => letter.chars().next(),
        None if code == "Slash" => Some(if shift { '?' } else { '/' }),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_key_is_what_it_writes() {
        for (key, code, shift, name) in [
            ("j", "KeyJ", false, Some("j")),
            ("J", "KeyJ", false, Some("j")),
            ("J", "KeyJ", true, None),
            ("?", "Slash", true, Some("?")),
            ("/", "Digit7", true, Some("/")),
            // On a French keyboard.
            ("a", "KeyQ", false, Some("a")),
            ("é", "Digit2", false, Some("é")),
            ("Enter", "Enter", false, Some("Enter")),
            ("Enter", "Enter", true, None),
        ] {
            assert_eq!(named(key, code, shift).as_deref(), name, "{key} {code} {shift}");
        }
    }

    #[test]
    fn in_another_script_its_place_counts() {
        for (key, code, shift, name) in [
            ("о", "KeyJ", false, Some("j")),
            ("О", "KeyJ", true, None),
            ("ξ", "KeyJ", false, Some("j")),
            ("؟", "Slash", true, Some("?")),
            ("ж", "Semicolon", false, None),
        ] {
            assert_eq!(named(key, code, shift).as_deref(), name, "{key} {code} {shift}");
        }
    }
}
