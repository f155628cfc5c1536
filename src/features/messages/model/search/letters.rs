//! A text as its words are looked for.

use std::ops::Range;

use crate::shared::text::folded;

/// A word of a text.
pub(super) struct Word {
    /// In small letters, without accents.
    pub text: String,
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
}

/// The words of a text, one after the other. Where words are written without spaces, each sign is one.
pub(super) fn words_of(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Whether what comes next goes on with the last word.
    let mut goes_on = false;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        if is_accent(sign) {
            if let Some(last) = words.last_mut().filter(|_| goes_on) {
                last.at.end = end;
            }
        } else if is_no_letter(sign) {
            goes_on = false;
        } else if let Some(last) = words.last_mut().filter(|_| goes_on && !stands_alone(sign)) {
            add_folded(sign, &mut last.text);
            last.at.end = end;
        } else {
            let mut letters = String::new();
            add_folded(sign, &mut letters);
            words.push(Word { text: letters, at: at..end });
            goes_on = !stands_alone(sign);
        }
    }
    words
}

/// What stands between words, as the database has it: all of the signs that people write there, and pictures.
const fn is_no_letter(sign: char) -> bool {
    matches!(sign,
        '\0'..='\u{2f}' | '\u{3a}'..='\u{40}' | '\u{5b}'..='\u{60}' | '\u{7b}'..='\u{a9}' | '\u{ab}'..='\u{b4}'
        | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' | '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{23ff}'
        | '\u{2500}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e01ef}')
}

/// One that stands over the letter before.
const fn is_accent(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

/// Of a script without spaces between words.
const fn stands_alone(sign: char) -> bool {
    matches!(sign,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn add_folded(sign: char, letters: &mut String) {
    // Most are plain ones, and a browser asks elsewhere for all others.
    if sign.is_ascii() {
        letters.push(sign.to_ascii_lowercase());
    } else {
        letters.push_str(&folded(sign.encode_utf8(&mut [0; 4])));
    }
}
