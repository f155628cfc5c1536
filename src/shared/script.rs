//! What characters do to those beside them: some turn the direction of writing, some stack on a letter.
//!
//! People write in every script, from the left and from the right, and their names stand in lines of ours. The rule is that
//! what somebody wrote reads as they wrote it, and turns and covers nothing outside of it.

use super::text::shows_nothing;

/// How many marks may follow each other. No script asks for as many: Hebrew with its points and accents stays below five.
const MOST_MARKS: usize = 8;

/// Whether a letter carries so many marks that they would lie over the lines above and below.
#[must_use]
pub fn is_overladen(text: &str) -> bool {
    let seen = text.chars().filter(|c| !shows_nothing(*c));
    let mut in_a_row = seen.scan(0, |marks, c| {
        *marks = if stacks(c) { *marks + 1 } else { 0 };
        Some(*marks)
    });
    in_a_row.any(|marks| marks > MOST_MARKS)
}

/// A line without the signs that force a direction on what follows, or that end such a stretch: one that was never begun
/// would end ours. Which way letters run they say by themselves, and marks of direction, which force nothing, stay.
#[must_use]
pub fn unturned(line: &str) -> String {
    line.replace(forces_a_direction, "")
}

/// A line for where no element can set it apart from the words around it, such as the title of a page: with the signs
/// that do so around it, where anything in it runs from right to left.
#[must_use]
pub fn apart(line: &str) -> String {
    let line = unturned(line);
    if line.chars().any(runs_left) { format!("\u{2068}{line}\u{2069}") } else { line }
}

/// Embeddings, overrides and isolates, and what ends them.
const fn forces_a_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The blocks of scripts that run from right to left, and the mark that says so: Hebrew, Arabic and their neighbours, the
/// forms of both, and what stands in the plane of old scripts.
const fn runs_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Marks that stand above, below or inside the letter before them: the blocks made of them, and those of the scripts whose
/// letters carry several. The others stand beside their letter, and the table of all marks would weigh more than it is worth.
#[must_use]
pub const fn stacks(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{711}' | '\u{730}'..='\u{74a}' | '\u{7eb}'..='\u{7f3}'
        | '\u{898}'..='\u{89f}' | '\u{8ca}'..='\u{8ff}' | '\u{93c}' | '\u{941}'..='\u{948}' | '\u{94d}'
        | '\u{951}'..='\u{957}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}'
        | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}' | '\u{f71}'..='\u{f84}' | '\u{f8d}'..='\u{fbc}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1cd0}'..='\u{1ce8}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}'
        | '\u{2de0}'..='\u{2dff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{a66f}'..='\u{a67d}'
        | '\u{a8e0}'..='\u{a8f1}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_carries_what_scripts_ask_for_and_no_tower() {
        let marks = |number| "\u{301}".repeat(number);
        for name in [
            "Ágnes",
            "Nguye\u{302}\u{303}n",
            "בְּרֵאשִׁ֖ית",
            "مُحَمَّد",
            "हिन्दी",
            "ผู้ใหญ่",
            "བསྒྲུབས",
            "👩🏽\u{200d}❤\u{fe0f}\u{200d}👨",
            &*format!("Z{}o{}", marks(8), marks(8)),
        ] {
            assert!(!is_overladen(name), "{name:?}");
        }
        for name in [
            format!("Z{}", marks(9)),
            format!("{}a", marks(9)),
            format!("Z{}\u{200d}{}", marks(5), marks(5)),
            format!("ก{}", "\u{e49}".repeat(9)),
        ] {
            assert!(is_overladen(&name), "{name:?}");
        }
    }

    #[test]
    fn what_forces_a_direction_is_left_out_and_the_letters_and_their_marks_stay() {
        for (line, drawn) in [
            ("Ann Lee", "Ann Lee"),
            ("Ann \u{202e}eeL\u{202c}", "Ann eeL"),
            ("a\u{2069}\u{2067}b", "ab"),
            ("\u{200f}דנה\u{200e} 1", "\u{200f}דנה\u{200e} 1"),
        ] {
            assert_eq!(unturned(line), drawn);
        }
    }

    #[test]
    fn only_what_runs_from_right_to_left_is_set_apart_and_nothing_in_it_ends_that() {
        assert_eq!(apart("Zoë 田中 👩\u{200d}💻"), "Zoë 田中 👩\u{200d}💻");
        assert_eq!(apart("a\u{202e}b"), "ab");
        for name in ["דנה", "دانا", "Dana (دانا)"] {
            assert_eq!(apart(name), format!("\u{2068}{name}\u{2069}"));
        }
        assert_eq!(apart("דנה\u{2069}\u{202e}1"), "\u{2068}דנה1\u{2069}");
    }
}
