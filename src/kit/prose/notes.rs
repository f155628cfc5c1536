//! What is said beside a text: its number there, and the note itself below.

use leptos::prelude::*;

use super::{LINK, Way, below};
use crate::shared::markdown::Note;

/// The notes, each with a way back to where the text first names it.
pub(super) fn notes(notes: Vec<Note>, way: &Way) -> AnyView {
    let note = |(place, note): (usize, Note)| {
        let number = place + 1;
        let back = way.name.as_ref().filter(|_| note.is_named).map(|name| {
            let (href, label) = (format!("#{}", said(name, number)), format!("Back to where note {number} belongs"));
            view! { <a href=href aria-label=label class=LINK>"↩"</a> }
        });
        let id = way.name.as_ref().map(|name| below_as(name, number));
        view! {
            <li id=id tabindex="-1" class="scroll-mt-16 target:shown">
                {below(note.blocks, way)}
                {back}
            </li>
        }
        .into_any()
    };
    let items: Vec<_> = notes.into_iter().enumerate().map(note).collect();
    view! {
        <ol aria-label="Notes" class="list-decimal border-t border-line ps-8 pt-2 text-sm tabular-nums">{items}</ol>
    }
    .into_any()
}

/// The number of a note where it belongs, which leads to it.
pub(super) fn place(number: usize, is_first: bool, way: &Way) -> AnyView {
    let Some(name) = &way.name else { return view! { <sup>{number}</sup> }.into_any() };
    let id = is_first.then(|| said(name, number));
    let (href, label) = (format!("#{}", below_as(name, number)), format!("Note {number}"));
    view! {
        <sup>
            <a id=id href=href aria-label=label class=LINK>
                {number}
            </a>
        </sup>
    }
    .into_any()
}

/// What the place of a note in the text is called on its page.
fn said(name: &str, number: usize) -> String {
    format!("{name}-at-{number}")
}

/// What the note itself is called there.
fn below_as(name: &str, number: usize) -> String {
    format!("{name}-note-{number}")
}
