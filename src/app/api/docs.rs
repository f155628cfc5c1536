//! `/api/docs`: the description as a page that asks nobody else for anything and runs no script.
//!
//! `bot` leads to the first program, `call` draws a call, `shape` what it takes and gives, `example` makes a value of a
//! shape.

mod bot;
mod call;
mod example;
mod shape;

use std::collections::BTreeMap;

use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::HashedStylesheet;
use serde_json::{Map, Value};

use crate::kit::Logo;
use call::Call;

const ENTRY: &str =
    "flex min-h-8 items-center gap-2 rounded-control px-2 text-sm text-muted hover:bg-raised hover:text-text";

/// The document of a page that [`page`] has drawn, in the theme that was chosen, if one was.
pub fn document(page: &str, chosen: Option<&'static str>) -> String {
    let theme = chosen.map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    format!("<!DOCTYPE html><html lang=\"en\"{theme}>{page}</html>")
}

/// What stands in the document, the same for everybody.
pub fn page(description: &Value, options: LeptosOptions) -> String {
    let schemas = entries(&description["components"]["schemas"]);
    let shapes: Vec<_> = schemas.clone().map(|(name, schema)| shape::section(name, schema)).collect();
    let names: Vec<_> = schemas.map(|(name, _)| name.to_owned()).collect();
    let calls = by_tag(description);
    let groups: Vec<_> = calls.iter().map(|(tag, calls)| group(tag, calls, description)).collect();
    let view = view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>"API · Tertulia"</title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml" />
            <HashedStylesheet options />
        </head>
        <body>
            <header class="border-b border-line px-4 py-3 sm:px-6">
                <a href="/" class="inline-flex min-h-11 items-center gap-2.5 text-lg font-bold tracking-tight">
                    <Logo />
                    "Tertulia"
                </a>
            </header>
            <div class="mx-auto flex max-w-6xl flex-col px-4 sm:px-6 lg:flex-row lg:gap-12">
                {contents(&calls, &names)}
                <main class="min-w-0 grow pb-24 lg:max-w-3xl">
                    {introduction(description)} {bot::section(&server(description))} {groups}
                    <section>
                        <h2 id="shapes" class="mt-16 scroll-mt-4 text-2xl font-bold tracking-tight">"Shapes"</h2>
                        {shapes}
                    </section>
                </main>
            </div>
        </body>
    };
    // Nothing takes this page to life: the marks for that go.
    view.to_html().replace("<!>", "")
}

/// What stands on the page, beside it where there is room.
fn contents(calls: &BTreeMap<String, Vec<Call<'_>>>, shapes: &[String]) -> impl IntoView + use<> {
    let groups = calls.iter().map(|(tag, calls)| {
        let entries: Vec<_> = calls
            .iter()
            .map(|call| {
                let (anchor, badge, path) = (format!("#{}", call.anchor()), call.badge(), call.path.to_owned());
                view! {
                    <li>
                        <a href=anchor class=ENTRY>
                            {badge}
                            <code class="truncate">{path.trim_start_matches("/api").to_owned()}</code>
                        </a>
                    </li>
                }
            })
            .collect();
        named_list(tag.clone(), entries)
    });
    let groups: Vec<_> = groups.collect();
    let shapes: Vec<_> = shapes
        .iter()
        .map(|name| view! { <li><a href=format!("#schema-{name}") class=ENTRY>{name.clone()}</a></li> })
        .collect();
    view! {
        <nav
            aria-label="Contents"
            class="hidden shrink-0 overflow-y-auto py-8 lg:sticky lg:top-0 lg:block lg:max-h-dvh lg:w-72"
        >
            <ul>
                <li>
                    <a href="#bot" class=ENTRY>
                        "From a token to a bot"
                    </a>
                </li>
            </ul>
            {groups}
            {named_list("Shapes".to_owned(), shapes)}
        </nav>
    }
}

fn named_list<V: IntoView + 'static>(name: String, entries: Vec<V>) -> impl IntoView {
    view! {
        <p class="mt-4 mb-1 px-2 text-xs font-semibold first:mt-0">{name}</p>
        <ul>{entries}</ul>
    }
}

/// The description: paragraphs under short headings.
fn introduction(description: &Value) -> impl IntoView + use<> {
    let text = words(&description["info"]["description"]);
    let blocks: Vec<_> = text
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| match line.strip_prefix("## ") {
            Some(heading) => view! { <h2 class="mt-8 text-lg font-semibold">{heading.to_owned()}</h2> }.into_any(),
            None => view! { <p class="mt-2 max-w-reading">{inline(line)}</p> }.into_any(),
        })
        .collect();
    view! {
        <h1 class="mt-10 text-3xl font-bold tracking-tight">"The API of Tertulia"</h1>
        {blocks}
        <p class="mt-8">
            "The same for programs: "
            <a href="/api/openapi.json" class="text-accent underline">
                "openapi.json"
            </a>
        </p>
    }
}

fn group(tag: &str, calls: &[Call<'_>], description: &Value) -> impl IntoView + use<> {
    let drawn: Vec<_> = calls.iter().map(|call| call.draw(description)).collect();
    view! {
        <section>
            <h2 class="mt-16 text-2xl font-bold tracking-tight">{tag.to_owned()}</h2>
            {drawn}
        </section>
    }
}

fn by_tag(description: &Value) -> BTreeMap<String, Vec<Call<'_>>> {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for (path, item) in entries(&description["paths"]) {
        for (method, operation) in entries(item).filter(|(_, operation)| operation["responses"].is_object()) {
            let tag = words(&operation["tags"][0]);
            groups.entry(tag).or_default().push(Call { method, path, operation });
        }
    }
    groups
}

/// A text with what stands between backticks as code.
fn inline(text: &str) -> Vec<AnyView> {
    let draw = |(place, part): (usize, &str)| match place % 2 {
        1 => view! { <code class="rounded bg-raised px-1 font-mono text-sm">{part.to_owned()}</code> }.into_any(),
        _ => part.to_owned().into_any(),
    };
    text.split('`').enumerate().map(draw).collect()
}

/// The address in examples: the server's own where it knows it.
fn server(description: &Value) -> String {
    match description["servers"][0]["url"].as_str().unwrap_or_default().trim_end_matches('/') {
        "" => "https://community.example.org".to_owned(),
        server => server.to_owned(),
    }
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> + Clone {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, entry)| (name.as_str(), entry))
}
