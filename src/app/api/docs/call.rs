//! A call: its name, what it takes, what it answers, and how it is made.

use leptos::prelude::*;
use serde_json::Value;

use super::{entries, example, inline, items, server, shape, words};

/// A method of a path, and what is said about it.
pub struct Call<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub operation: &'a Value,
}

impl Call<'_> {
    /// Where it stands on the page.
    pub fn anchor(&self) -> String {
        format!("{}-{}", self.method, self.path.trim_matches('/').replace(['/', '{', '}'], "-"))
    }

    /// Its method, in the colour of what it does.
    pub fn badge(&self) -> impl IntoView + use<> {
        let colour = match self.method {
            "get" => "bg-ok-soft text-ok",
            "post" => "bg-accent-soft text-accent",
            "delete" => "bg-danger-soft text-danger",
            _ => "bg-warn-soft text-warn",
        };
        let look = format!("shrink-0 rounded px-1.5 font-mono text-2xs font-semibold {colour}");
        view! { <span class=look>{self.method.to_uppercase()}</span> }
    }

    /// The call as the reference shows it.
    pub fn draw(&self, description: &Value) -> impl IntoView + use<> {
        let parameters: Vec<_> = items(&self.operation["parameters"]).map(parameter).collect();
        let body = self.body();
        let takes = body.is_object().then(|| view! { <p class="mt-2">"JSON: " {shape::draw(body)}</p> });
        let (refused, said): (Vec<_>, Vec<_>) =
            entries(&self.operation["responses"]).partition(|(_, said)| said["$ref"].is_string());
        let answers: Vec<_> = said.into_iter().map(|(code, said)| answer(code, said)).collect();
        let refusals = refusals(&refused);
        let heading = "mt-6 text-xs font-semibold text-muted";
        view! {
            <article id=self.anchor() class="mt-6 scroll-mt-4 rounded-card border border-line p-4 sm:p-6">
                <h3 class="flex items-center gap-3 font-mono text-base font-semibold break-all">
                    {self.badge()} {self.path.to_owned()}
                </h3>
                <p class="mt-3">
                    {inline(&words(&self.operation["summary"]))} " " {inline(&words(&self.operation["description"]))}
                </p>
                {(!parameters.is_empty())
                    .then(|| {
                        view! {
                            <h4 class=heading>"Parameters"</h4>
                            <dl>{parameters}</dl>
                        }
                    })}
                {takes
                    .map(|takes| {
                        view! {
                            <h4 class=heading>"Body"</h4>
                            {takes}
                        }
                    })} <h4 class=heading>"Answers"</h4> <ul>{answers} {refusals}</ul>
                {(!self.upgrades())
                    .then(|| {
                        view! {
                            <h4 class=heading>"For example"</h4>
                            <pre
                                tabindex="0"
                                class="mt-2 overflow-x-auto rounded-control bg-raised p-3 font-mono text-xs"
                            >
                                <code>{self.example(description)}</code>
                            </pre>
                        }
                    })}
            </article>
        }
    }

    fn body(&self) -> &Value {
        &self.operation["requestBody"]["content"]["application/json"]["schema"]
    }

    /// Whether it goes on in another protocol, which one command does not speak.
    fn upgrades(&self) -> bool {
        self.operation["responses"]["101"].is_object()
    }

    /// A command that makes the call.
    fn example(&self, description: &Value) -> String {
        let server = server(description);
        let mut path = self.path.to_owned();
        for parameter in items(&self.operation["parameters"]).filter(|parameter| parameter["in"] == "path") {
            let value = example::of(&parameter["schema"], &words(&parameter["name"]), description);
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            path = path.replace(&format!("{{{}}}", words(&parameter["name"])), &value);
        }
        let mut lines = vec![match self.method {
            "get" => format!("curl {server}{path}"),
            method => format!("curl -X {} {server}{path}", method.to_uppercase()),
        }];
        if self.operation["security"] != serde_json::json!([{}]) {
            lines.push("-H 'Authorization: Bearer <token>'".to_owned());
        }
        let body = self.body();
        if body.is_object() {
            let value = example::of(body, "", description);
            lines.push("-H 'Content-Type: application/json'".to_owned());
            lines.push(format!("-d '{}'", serde_json::to_string_pretty(&value).unwrap_or_default()));
        }
        lines.join(" \\\n  ")
    }
}

fn parameter(parameter: &Value) -> impl IntoView + use<> {
    let place = words(&parameter["in"]);
    view! {
        <dt class="mt-2">
            <code class="font-mono text-sm font-semibold">{words(&parameter["name"])}</code>
            <span class="text-sm text-muted">{format!(" in the {place}, ")} {shape::draw(&parameter["schema"])}</span>
        </dt>
        <dd class="text-sm">{inline(&words(&parameter["description"]))}</dd>
    }
}

/// What any call of its kind may be refused with, in one line.
fn refusals(refused: &[(&str, &Value)]) -> impl IntoView + use<> {
    let statuses = refused.iter().map(|(status, _)| format!("`{status}`")).collect::<Vec<_>>().join(", ");
    view! {
        <li class="mt-2 flex gap-3">
            <code class="min-w-18 shrink-0 font-mono text-sm font-semibold">"otherwise"</code>
            <span class="min-w-0">
                {inline(&statuses)} ": " <a href="#schema-Problem" class="text-accent underline">"Problem"</a>
            </span>
        </li>
    }
}

fn answer(status: &str, response: &Value) -> impl IntoView + use<> {
    let status = status.to_owned();
    let body =
        entries(&response["content"]).next().map(|(_, content)| view! { ": " {shape::draw(&content["schema"])} });
    view! {
        <li class="mt-2 flex gap-3">
            <code class="min-w-18 shrink-0 font-mono text-sm font-semibold">{status}</code>
            <span class="min-w-0">{inline(&words(&response["description"]))} {body}</span>
        </li>
    }
}
