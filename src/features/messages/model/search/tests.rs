use super::*;

/// An excerpt in which what is marked stands in brackets.
fn shown(typed: &str, body: &str) -> String {
    let words = |piece: Piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text };
    Terms::of(typed).excerpt(body).into_iter().map(words).collect()
}

#[test]
fn all_words_have_to_be_there_and_the_last_may_go_on() {
    for (typed, text, found) in [
        ("tea", "Tea, please", true),
        ("te", "Tea, please", true),
        ("ea", "Tea, please", false),
        ("t", "Tea, please", false),
        ("t", "plan T", true),
        ("please tea", "Tea, please", true),
        ("te please", "Tea, please", false),
        ("coffee tea", "Tea, please", false),
        ("creme", "Crème brûlée", true),
        ("BRULEE", "Cre\u{300}me bru\u{302}le\u{301}e", true),
        ("straße", "STRASSE", true),
        ("会議", "明日の会議です", true),
        ("議会", "明日の会議です", false),
        ("", "Tea, please", false),
        ("!?", "Tea, please!?", false),
    ] {
        assert_eq!(Terms::of(typed).are_in(text), found, "{typed} in {text}");
    }
}

#[test]
fn what_stands_in_quotation_marks_stands_so_in_the_message() {
    for (typed, text, found) in [
        ("\"green tea\"", "a green tea", true),
        ("\"green tea\"", "tea, green", false),
        ("\"green te\"", "a green tea", false),
        ("“green tea” a", "a green tea", true),
        ("well-known", "a well known place", true),
        ("known-well", "a well-known place", false),
        ("ann@example.org", "write to ann@example.org", true),
    ] {
        assert_eq!(Terms::of(typed).are_in(text), found, "{typed} in {text}");
    }
}

#[test]
fn broken_syntax_is_looked_for_as_plain_words() {
    for typed in ["\"green tea", "green & | tea", "tea:* !green", "-(green tea", "green' tea\\", "NOT green <-> tea \""]
    {
        let not = if typed.starts_with("NOT") { "not" } else { "" };
        assert!(Terms::of(typed).are_in(&format!("green {not} tea")), "{typed}");
    }
}

#[test]
fn an_excerpt_marks_what_was_looked_for_as_it_was_written() {
    for (typed, body, words) in [
        ("tea", "**Tea**, or a teapot?", "[Tea], or a [teapot]?"),
        ("green \"tea or\"", "Green tea or coffee", "[Green] [tea or] coffee"),
        ("creme", "Une cre\u{300}me.", "Une [cre\u{300}me]."),
        ("b", "<b>a b c</b>", "<[b]>a [b] c</[b]>"),
        ("会議", "明日の会議です", "明日の[会議]です"),
        ("nothing", "of this", "of this"),
    ] {
        assert_eq!(shown(typed, body), words, "{typed}");
    }
}

#[test]
fn of_a_long_message_what_is_around_the_first_word_is_shown() {
    let body = format!("{} needle {}", "hay ".repeat(500), "straw ".repeat(500));
    let words = shown("needle", &body);
    assert!(words.starts_with("…hay ") && words.contains(" [needle] straw ") && words.ends_with('…'), "{words}");
    assert!(words.chars().count() <= SHOWN + 4, "{words}");
    let one = shown("needle", &format!("{}needle", "é".repeat(500)));
    assert!(!one.contains('['), "it begins no word there");
    assert!(one.ends_with('…'));
}

#[test]
fn what_was_typed_goes_to_the_database_term_by_term() {
    let terms = Terms::of("two \"green teas\" ... caf");
    assert_eq!(terms.in_words(), ["two", "green teas", "caf"]);
    assert!(terms.is_open());
    assert!(!Terms::of("two \"green teas\"").is_open() && Terms::of("...").is_empty());
}
