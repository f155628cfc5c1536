//! What the lines of a text are: paragraphs, quotes, listings, points, tables and notes.

use super::*;

#[test]
fn a_line_that_was_typed_is_a_line_that_is_shown() {
    for (text, expected) in [
        ("one\ntwo\r\nthree", "<p>one\ntwo\nthree</p>"),
        ("one\rtwo", "<p>one\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("one\n\n\n\ntwo", "<p>one</p><p>two</p>"),
        ("one  \ntwo\\\nthree", "<p>one\ntwo\nthree</p>"),
        ("a   b\n      c", "<p>a   b\nc</p>"),
        ("", ""),
        ("\n \n", ""),
    ] {
        assert_eq!(drawn(text), expected, "{text:?}");
    }
}

#[test]
fn signs_at_the_edge_say_what_lines_are() {
    for (text, expected) in [
        ("# Me\nI walk.", "<p><strong>Me</strong></p><p>I walk.</p>"),
        ("he said\n> wise\n> words\nand went", "<p>he said</p><quote><p>wise\nwords</p></quote><p>and went</p>"),
        ("> a\n>\n> > b", "<quote><p>a</p><quote><p>b</p></quote></quote>"),
        ("```rust\nlet a;\n\n  b\n```\nafter", "<pre rust>let a;\n\n  b</pre><p>after</p>"),
        ("~~~\n```\n~~~", "<pre>```</pre>"),
        ("```\nopen\n> *to the end*", "<pre>open\n> *to the end*</pre>"),
        ("> ```\n> a\nb", "<quote><pre>a</pre></quote><p>b</p>"),
        ("```\n> a\nb\n- c\nd\n---\n[x]: y\n```", "<pre>> a\nb\n- c\nd\n---\n[x]: y</pre>"),
        ("```\n> ```\n> a\nb\n```", "<pre>> ```\n> a\nb</pre>"),
        ("```\n- ```\n- a\nb\n```", "<pre>- ```\n- a\nb</pre>"),
        ("```\n``` goes on\n- a\nb\n````  ", "<pre>``` goes on\n- a\nb</pre>"),
        ("> ```\n> > ```\n> ```\na", "<quote><pre>> ```</pre></quote><p>a</p>"),
        ("    let a;", "<pre>let a;</pre>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn points_are_a_list() {
    for (text, expected) in [
        ("- a\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        (
            "to buy:\n* *a*\n\n* b\nat once",
            "<p>to buy:</p><ul><li><p><em>a</em></p></li><li><p>b</p></li></ul><p>at once</p>",
        ),
        ("3. a\n4. b", "<ol 3><li><p>a</p></li><li><p>b</p></li></ol>"),
        ("1) a\n1. b", "<ol 1><li><p>a</p></li></ol><ol 1><li><p>b</p></li></ol>"),
        ("born in\n86. a year", "<p>born in\n86. a year</p>"),
        (
            "- a\n  - b\n    - c\n- d",
            "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></li><li><p>d</p></li></ul>",
        ),
        ("1. a\n  more\n\n\tand more", "<ol 1><li><p>a\nmore</p><p>and more</p></li></ol>"),
        ("  - a\n  - b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- ```\n  a\n  ```", "<ul><li><pre>a</pre></li></ul>"),
        ("- > ```\n  > a\n  > ```\n  > b\nc", "<ul><li><quote><pre>a</pre><p>b</p></quote></li></ul><p>c</p>"),
        ("- > a", "<ul><li><quote><p>a</p></quote></li></ul>"),
        ("> 1. a\n2. b", "<quote><ol 1><li><p>a</p></li></ol></quote><ol 2><li><p>b</p></li></ol>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn cells_in_rows_are_a_table() {
    for (text, expected) in [
        ("| a | b |\n|---|--:|\n| 1 | *2* |", "<table [Start, End]>a|b/1|<em>2</em></table>"),
        ("a | b\n:-: | :-\n1 | 2\n\nc", "<table [Middle, Start]>a|b/1|2</table><p>c</p>"),
        (
            "so:\n| a |\n|---|\n| https://e.org/a_b_c |",
            "<p>so:</p><table [Start]>a/<a https://e.org/a_b_c>https://e.org/a_b_c</a></table>",
        ),
        ("> | a |\n> |---|\n> | 1 |", "<quote><table [Start]>a/1</table></quote>"),
        ("| a | b |\n|---|---|\n| 1 |", "<table [Start, Start]>a|b/1|</table>"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 | 4 |", "<table [Start, Start]>a|b/1|2 | 3 | 4</table>"),
        ("| a\\|b | `c\\|d` |\n|---|---|", "<table [Start, Start]>a|b|<code>c|d</code></table>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn notes_stand_behind_the_text_in_the_order_in_which_it_names_them() {
    for (text, expected) in [
        (
            "a[^b] and c[^a][^b]\n\n[^a]: One\n[^b]: *Two*\nafter",
            "<p>a<1 true> and c<2 true><1 false></p><p>after</p><note true><p><em>Two</em></p></note><note true><p>One</p></note>",
        ),
        (
            "a[^B]\n[^b]: One\n    more\n\n    and more",
            "<p>a<1 true></p><note true><p>One\nmore</p><p>and more</p></note>",
        ),
        ("[^n]: nobody names this", "<note false><p>nobody names this</p></note>"),
        ("a[^1]\n\n[^1]: x\n\n[^1]: y", "<p>a<1 true></p><note true><p>x</p><p>y</p></note>"),
        ("a[^1]\n\n[^1]: see [^1] and [b]: c", "<p>a<1 true></p><note true><p>see <1 false> and [b]: c</p></note>"),
        ("[a[^1]](b)\n\n[^1]: x", "<p>[a<1 true>](b)</p><note true><p>x</p></note>"),
        ("```\n[^1]: code\n```", "<pre>[^1]: code</pre>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn points_can_say_whether_they_are_done() {
    assert_eq!(drawn("- [x] a\n- [ ] b"), "<ul><li><p><true>a</p></li><li><p><false>b</p></li></ul>");
    assert_eq!(drawn("[x] a"), "<p>[x] a</p>");
}
