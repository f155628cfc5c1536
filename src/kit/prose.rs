//! What people wrote in markdown.

mod listing;
mod notes;
mod table;
#[cfg(all(test, feature = "ssr"))]
mod tests;

use leptos::prelude::*;

use crate::shared::markdown::{Block, Inline, Piece, parse, pieces};
use listing::Listing;
use notes::{notes, place};
use table::table;

/// No line is wider than its place, but those of code and of tables, which scroll within their own; and no letter reaches
/// out of it, whatever it carries.
const PROSE: &str = "-my-1 flex min-w-0 flex-col gap-2 overflow-y-clip py-1 wrap-anywhere";
/// Whatever turns the direction of what it says turns it in there.
const LINK: &str = "text-accent underline [unicode-bidi:isolate]";
const QUOTE: &str = "flex flex-col gap-2 border-s-2 border-edge ps-3 text-muted";
/// How links tell that we do not speak for where they lead, and tell nobody there where one comes from.
const REL: &str = "nofollow ugc noopener noreferrer";

/// Draws markdown with elements, never with HTML that somebody wrote: nothing in it has to be made safe.
#[component]
pub fn Prose(
    /// As it was typed.
    #[prop(into)]
    text: Signal<String>,
    /// Whether the people and tags in it lead to their pages.
    #[prop(optional)]
    linked: bool,
    /// What it is on its page, where that is known: its notes are led to under names that begin so.
    #[prop(into, optional)]
    name: Option<String>,
) -> impl IntoView {
    let blocks = Memo::new(move |_| parse(&text.read()));
    let way = StoredValue::new(Way { linked, name });
    view! { <div class=PROSE>{move || way.with_value(|way| below(blocks.get(), way))}</div> }
}

/// Where what is in a text leads.
struct Way {
    linked: bool,
    name: Option<String>,
}

fn below(blocks: Vec<Block>, way: &Way) -> Vec<AnyView> {
    blocks.into_iter().map(|one| block(one, way)).collect()
}

fn block(block: Block, way: &Way) -> AnyView {
    match block {
        Block::Paragraph(words) => {
            view! { <p dir="auto" class="whitespace-pre-wrap">{beside(words, way)}</p> }.into_any()
        }
        Block::Code { language, text, stretches } => view! { <Listing language text stretches /> }.into_any(),
        Block::Quote(blocks) => view! { <blockquote class=QUOTE>{below(blocks, way)}</blockquote> }.into_any(),
        Block::List { start: None, items } => view! { <ul class="list-disc ps-5">{points(items, way)}</ul> }.into_any(),
        Block::List { start: Some(start), items } => {
            view! { <ol class="list-decimal ps-8 tabular-nums" start=start.to_string()>{points(items, way)}</ol> }
                .into_any()
        }
        Block::Table { sides, head, rows } => table(&sides, head, rows, way),
        Block::Notes(all) => notes(all, way),
        Block::Rule => view! { <hr class="border-line" /> }.into_any(),
        Block::Cut => view! { <p class="text-sm text-muted">"What follows is too long to be shown."</p> }.into_any(),
    }
}

fn points(items: Vec<Vec<Block>>, way: &Way) -> Vec<AnyView> {
    items.into_iter().map(|blocks| view! { <li>{below(blocks, way)}</li> }.into_any()).collect()
}

fn beside(words: Vec<Inline>, way: &Way) -> Vec<AnyView> {
    words.into_iter().map(|word| inline(word, way)).collect()
}

fn inline(word: Inline, way: &Way) -> AnyView {
    match word {
        Inline::Text(text) if way.linked => pieces(&text).into_iter().map(piece).collect_view().into_any(),
        Inline::Text(text) => text.into_any(),
        Inline::Code(text) => view! { <code class="font-mono text-sm [unicode-bidi:isolate]">{text}</code> }.into_any(),
        Inline::Emphasis(words) => view! { <em>{beside(words, way)}</em> }.into_any(),
        Inline::Strong(words) => view! { <strong>{beside(words, way)}</strong> }.into_any(),
        Inline::Strike(words) => view! { <s>{beside(words, way)}</s> }.into_any(),
        Inline::Link { to, words } => {
            let words = beside(words, &Way { linked: false, name: None });
            view! { <a href=to rel=REL target="_blank" class=LINK>{words}</a> }.into_any()
        }
        Inline::Note(number, is_first) => place(number, is_first, way),
        Inline::Task(is_done) => {
            let (sign, name) = if is_done { ("☑", "Done:") } else { ("☐", "To do:") };
            view! { <span role="img" aria-label=name>{sign}</span> " " }.into_any()
        }
    }
}

/// A piece of words, which leads to the page of whom or what it names.
fn piece(piece: Piece) -> AnyView {
    match piece {
        Piece::Plain(words) => words.to_owned().into_any(),
        Piece::Mention(handle) => {
            let href = format!("/u/{}", handle.to_ascii_lowercase());
            view! { <a href=href class=LINK>{format!("@{handle}")}</a> }.into_any()
        }
        Piece::Tag(tag) => {
            let href = format!("/tags/{}", tag.to_lowercase());
            view! { <a href=href class=LINK>{format!("#{tag}")}</a> }.into_any()
        }
    }
}
