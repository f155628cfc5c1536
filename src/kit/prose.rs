//! What people wrote in markdown.

use leptos::prelude::*;

use super::{Icon, IconButton, copy_words, use_toasts};
use crate::shared::markdown::{Block, Inline, Piece, parse, pieces};

/// No line is wider than its place, but those of code, which scroll in a box of their own; and no letter reaches out of it,
/// whatever it carries.
const PROSE: &str = "-my-1 flex min-w-0 flex-col gap-2 overflow-y-clip py-1 wrap-anywhere";
const QUOTE: &str = "flex flex-col gap-2 border-s-2 border-edge ps-3 text-muted";
/// The border keeps it apart on whatever ground it stands.
const CODE: &str = "flex min-w-0 items-start rounded-control border border-line bg-surface text-text";
const LINES: &str = "overflow-x-auto rounded-control px-3 py-3 font-mono text-sm whitespace-pre -outline-offset-2";
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
) -> impl IntoView {
    let blocks = Memo::new(move |_| parse(&text.read()));
    view! { <div class=PROSE>{move || below(blocks.get(), linked)}</div> }
}

fn below(blocks: Vec<Block>, linked: bool) -> Vec<AnyView> {
    blocks.into_iter().map(|one| block(one, linked)).collect()
}

fn block(block: Block, linked: bool) -> AnyView {
    match block {
        Block::Paragraph(words) => {
            view! { <p dir="auto" class="whitespace-pre-wrap">{beside(words, linked)}</p> }.into_any()
        }
        Block::Code { language, text } => view! { <Code language text /> }.into_any(),
        Block::Quote(blocks) => view! { <blockquote class=QUOTE>{below(blocks, linked)}</blockquote> }.into_any(),
        Block::List { start: None, items } => {
            view! { <ul class="list-disc ps-5">{points(items, linked)}</ul> }.into_any()
        }
        Block::List { start: Some(start), items } => {
            view! { <ol class="list-decimal ps-8 tabular-nums" start=start.to_string()>{points(items, linked)}</ol> }
                .into_any()
        }
        Block::Rule => view! { <hr class="border-line" /> }.into_any(),
        Block::Cut => view! { <p class="text-sm text-muted">"What follows is too long to be shown."</p> }.into_any(),
    }
}

fn points(items: Vec<Vec<Block>>, linked: bool) -> Vec<AnyView> {
    items.into_iter().map(|blocks| view! { <li>{below(blocks, linked)}</li> }.into_any()).collect()
}

fn beside(words: Vec<Inline>, linked: bool) -> Vec<AnyView> {
    words.into_iter().map(|word| inline(word, linked)).collect()
}

fn inline(word: Inline, linked: bool) -> AnyView {
    match word {
        Inline::Text(text) if linked => pieces(&text).into_iter().map(piece).collect_view().into_any(),
        Inline::Text(text) => text.into_any(),
        Inline::Code(text) => view! { <code class="font-mono text-sm">{text}</code> }.into_any(),
        Inline::Emphasis(words) => view! { <em>{beside(words, linked)}</em> }.into_any(),
        Inline::Strong(words) => view! { <strong>{beside(words, linked)}</strong> }.into_any(),
        Inline::Strike(words) => view! { <s>{beside(words, linked)}</s> }.into_any(),
        Inline::Link { to, words } => {
            let class = "text-accent underline";
            view! { <a href=to rel=REL target="_blank" class=class>{beside(words, false)}</a> }.into_any()
        }
    }
}

/// A piece of words, which leads to the page of whom or what it names.
fn piece(piece: Piece) -> AnyView {
    let class = "text-accent underline";
    match piece {
        Piece::Plain(words) => words.to_owned().into_any(),
        Piece::Mention(handle) => {
            let href = format!("/u/{}", handle.to_ascii_lowercase());
            view! { <a href=href class=class>{format!("@{handle}")}</a> }.into_any()
        }
        Piece::Tag(tag) => {
            let href = format!("/tags/{}", tag.to_lowercase());
            view! { <a href=href class=class>{format!("#{tag}")}</a> }.into_any()
        }
    }
}

/// Lines of code, which scroll by keys too, and beside them, so that it covers none, a button that copies them.
#[component]
fn Code(language: Option<String>, text: String) -> impl IntoView {
    let toasts = use_toasts();
    let name = language.as_ref().map_or_else(|| "Code".to_owned(), |language| format!("Code, {language}"));
    let caption = language.map(|language| view! { <p class="truncate px-3 pt-2 text-2xs text-muted">{language}</p> });
    let words = text.clone();
    view! {
        <div dir="ltr" class=CODE>
            <div class="min-w-0 grow">
                {caption}
                <pre role="group" aria-label=name tabindex="0" class=LINES>
                    <code>{text}</code>
                </pre>
            </div>
            <IconButton
                label="Copy code"
                icon=Icon::Copy
                class="m-0.5 still:invisible noscript:hidden"
                on_click=move |_| copy_words(words.clone(), toasts)
            />
        </div>
    }
}
