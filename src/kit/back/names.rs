//! By what an element is called on its page, whenever that is drawn.

/// What finds an element of this kind by this attribute.
pub fn selector(kind: &str, attribute: &str, value: &str) -> String {
    let mut written = format!("{kind}[{attribute}=\"");
    for letter in value.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            '\n' => written.push_str("\\a "),
            _ => written.push(letter),
        }
    }
    written + "\"]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_by_what_it_is_called() {
        assert_eq!(selector("a", "href", "/messages/7?newest"), "a[href=\"/messages/7?newest\"]");
        assert_eq!(selector("", "aria-label", "Conversations"), "[aria-label=\"Conversations\"]");
    }

    #[test]
    fn what_people_are_called_stays_inside_its_quotes() {
        assert_eq!(selector("a", "aria-label", "\"], a[\\"), "a[aria-label=\"\\\"], a[\\\\\"]");
        assert_eq!(selector("a", "aria-label", "one\ntwo"), "a[aria-label=\"one\\a two\"]");
    }
}
