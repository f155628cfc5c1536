//! Whom a text names.

/// People whom one text can name; more are words.
const MAX_MENTIONS: usize = 20;

/// The handles behind the first [`MAX_MENTIONS`] `@` of a text, each once and in small letters; not those in code and
/// in addresses.
#[must_use]
pub fn handles(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    let text = without_code(body);
    let mut before = ' ';
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let begins = c == '@' && !before.is_alphanumeric() && !matches!(before, '@' | '/' | '_' | '.' | '-');
        before = c;
        if !begins {
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let handle = rest[..end].to_ascii_lowercase();
        if (3..=30).contains(&end) && !found.contains(&handle) {
            found.push(handle);
        }
        if found.len() == MAX_MENTIONS {
            break;
        }
    }
    found
}

/// The text without what stands between fences and between backticks of one line.
fn without_code(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut is_fenced = false;
    for line in body.lines() {
        let begin = line.trim_start();
        if begin.starts_with("```") || begin.starts_with("~~~") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            let outside = line.split('`').step_by(2);
            outside.for_each(|words| {
                text.push_str(words);
                text.push(' ');
            });
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_a_handle_behind_an_at_that_stands_alone() {
        for (body, named) in [
            ("hi @Bob, and (@ann_2)!", vec!["bob", "ann_2"]),
            ("@bob @bob", vec!["bob"]),
            ("bob@example.org https://a.org/@bob x_@bob", vec![]),
            ("`@bob` and\n```\n@ann\n```\n@eve", vec!["eve"]),
            ("@ab @ @@bob", vec![]),
            ("@bob's", vec!["bob"]),
        ] {
            assert_eq!(handles(body), named, "{body}");
        }
    }

    #[test]
    fn the_first_20_are_named() {
        let body: Vec<_> = (100..200).map(|number| format!("@p{number}")).collect();
        let named = handles(&body.join(" "));
        assert_eq!((named.len(), named.last().map(String::as_str)), (MAX_MENTIONS, Some("p119")));
    }
}
