//! Shapes: what a value consists of.

use leptos::prelude::*;
use serde_json::Value;

use super::{entries, inline, items, words};

/// A named shape with all its parts.
pub fn section(name: &str, schema: &Value) -> impl IntoView + use<> {
    let required: Vec<_> = items(&schema["required"]).map(words).collect();
    let parts: Vec<_> = items(&schema["allOf"])
        .chain([schema])
        .flat_map(|part| {
            let inherited =
                part["$ref"].is_string().then(|| view! { <dt class="mt-3">"all of " {draw(part)}</dt><dd></dd> });
            let own: Vec<_> = entries(&part["properties"])
                .map(|(name, property)| {
                    let may_lack = part == schema && !required.is_empty() && !required.iter().any(|one| one == name);
                    view! {
                        <dt class="mt-3">
                            <code class="font-mono text-sm font-semibold">{name.to_owned()}</code>
                            " "
                            <span class="text-sm text-muted">
                                {draw(property)} {may_lack.then_some(", may be absent")}
                            </span>
                        </dt>
                        <dd class="text-sm">{inline(&words(&property["description"]))}</dd>
                    }
                })
                .collect();
            [(inherited, own)]
        })
        .collect();
    let choices = items(&schema["enum"]).map(|choice| format!("`{}`", words(choice))).collect::<Vec<_>>().join(", ");
    view! {
        <article
            id=format!("schema-{name}")
            class="mt-6 scroll-mt-4 rounded-card border border-line p-4 target:border-accent sm:p-6"
        >
            <h3 class="font-mono text-base font-semibold">{name.to_owned()}</h3>
            <p class="mt-2">{inline(&words(&schema["description"]))} " " {inline(&choices)}</p>
            <dl>{parts}</dl>
        </article>
    }
}

/// A schema in a few words, with links to what it names.
pub fn draw(schema: &Value) -> AnyView {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference).to_owned();
        let to = format!("#schema-{name}");
        return view! { <a href=to class="text-accent underline">{name}</a> }.into_any();
    }
    if schema["items"].is_object() {
        return view! { "list of " {draw(&schema["items"])} }.into_any();
    }
    let choices: Vec<_> = ["oneOf", "anyOf"].iter().flat_map(|key| items(&schema[*key])).map(draw).collect();
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
