//! `/api/docs`: the description as a page that asks nobody else for anything and runs no script.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde_json::{Map, Value};

/// The whole page as HTML.
pub fn page(description: &Value) -> String {
    let schemas = entries(&description["components"]["schemas"]).map(|(name, schema)| schema_section(name, schema));
    let groups: Vec<_> = by_tag(description).into_iter().map(|(tag, calls)| group(&tag, &calls)).collect();
    let view = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>"Tertulia: the API"</title>
                <link rel="stylesheet" href="/api/docs.css" />
            </head>
            <body>
                <header>
                    <h1>"The API of Tertulia"</h1>
                    <p>{words(&description["info"]["description"])}</p>
                    <p>
                        "Send a token as "<code>"Authorization: Bearer …"</code>
                        ", or the cookie of a session. The same for programs: "
                        <a href="/api/openapi.json">"openapi.json"</a>"."
                    </p>
                </header>
                <main>{groups} <section><h2 id="schemas">"Shapes"</h2>{schemas.collect::<Vec<_>>()}</section></main>
            </body>
        </html>
    };
    // Nothing takes this page to life: the marks for that go.
    format!("<!DOCTYPE html>{}", view.to_html().replace("<!>", ""))
}

/// One call: method, path, and what is said about it.
struct Call<'a> {
    method: &'a str,
    path: &'a str,
    operation: &'a Value,
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

fn group(tag: &str, calls: &[Call<'_>]) -> impl IntoView + use<> {
    let calls: Vec<_> = calls.iter().map(call).collect();
    view! { <section><h2>{tag.to_owned()}</h2>{calls}</section> }
}

fn call(Call { method, path, operation }: &Call<'_>) -> impl IntoView + use<> {
    let id = format!("{method}-{}", path.trim_matches('/').replace(['/', '{', '}'], "-"));
    let parameters: Vec<_> = items(&operation["parameters"]).map(parameter).collect();
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body = body.is_object().then(|| view! { <p>"Body: "{shape(body)}</p> });
    let answers: Vec<_> = entries(&operation["responses"]).map(|(status, response)| answer(status, response)).collect();
    view! {
        <article id=id>
            <h3><code class="method">{method.to_uppercase()}</code>" "<code>{(*path).to_owned()}</code></h3>
            <p>{words(&operation["summary"])}" "{words(&operation["description"])}</p>
            {(!parameters.is_empty()).then(|| view! { <dl>{parameters}</dl> })}
            {body}
            <ul>{answers}</ul>
        </article>
    }
}

fn parameter(parameter: &Value) -> impl IntoView + use<> {
    view! {
        <dt><code>{words(&parameter["name"])}</code>" in the "{words(&parameter["in"])}", "{shape(&parameter["schema"])}</dt>
        <dd>{words(&parameter["description"])}</dd>
    }
}

fn answer(status: &str, response: &Value) -> impl IntoView + use<> {
    let status = if status == "default" { "otherwise" } else { status }.to_owned();
    let body = entries(&response["content"]).next().map(|(_, content)| view! { ": "{shape(&content["schema"])} });
    view! { <li><code>{status}</code>" "{words(&response["description"])}{body}</li> }
}

fn schema_section(name: &str, schema: &Value) -> impl IntoView + use<> {
    let parts: Vec<_> = items(&schema["allOf"])
        .chain([schema])
        .flat_map(|part| {
            let inherited = part["$ref"].is_string().then(|| view! { <dt>"all of "{shape(part)}</dt><dd></dd> });
            let own: Vec<_> = entries(&part["properties"])
                .map(|(name, property)| {
                    view! {
                        <dt><code>{name.to_owned()}</code>" "{shape(property)}</dt>
                        <dd>{words(&property["description"])}</dd>
                    }
                })
                .collect();
            [(inherited, own)]
        })
        .collect();
    let choices = items(&schema["enum"]).map(words).collect::<Vec<_>>().join(", ");
    view! {
        <article id=format!("schema-{name}")>
            <h3>{name.to_owned()}</h3>
            <p>{words(&schema["description"])}" "{choices}</p>
            <dl>{parts}</dl>
        </article>
    }
}

/// A schema in a few words, with links to what it names.
fn shape(schema: &Value) -> AnyView {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference).to_owned();
        return view! { <a href=format!("#schema-{name}")>{name.clone()}</a> }.into_any();
    }
    if schema["items"].is_object() {
        return view! { "list of "{shape(&schema["items"])} }.into_any();
    }
    let choices: Vec<_> = ["oneOf", "anyOf"].iter().flat_map(|key| items(&schema[*key])).map(shape).collect();
    if !choices.is_empty() {
        let choices = choices.into_iter().enumerate();
        return choices.map(|(n, choice)| view! { {(n > 0).then_some(" or ")}{choice} }).collect::<Vec<_>>().into_any();
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(words).collect::<Vec<_>>().join(" or "),
        kind => words(kind),
    };
    let format = schema["format"].as_str().map(|format| format!(" ({format})"));
    view! { {kinds}{format} }.into_any()
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, entry)| (name.as_str(), entry))
}
