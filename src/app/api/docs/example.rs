//! A value that a shape allows, for who would rather see one.

use serde_json::{Map, Value, json};

use super::{entries, items};

/// A value of this schema, its own example where it brings one; `name` is what it is called, which says more of a text
/// than its shape does.
pub fn of(schema: &Value, name: &str, description: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let known = reference.rsplit('/').next().unwrap_or_default();
        return of(&description["components"]["schemas"][known], name, description);
    }
    if let Some(first) = items(&schema["examples"]).chain(items(&schema["enum"])).next() {
        return first.clone();
    }
    if let Some(choice) = items(&schema["oneOf"]).chain(items(&schema["anyOf"])).find(|one| one["type"] != "null") {
        return of(choice, name, description);
    }
    let parts = items(&schema["allOf"]).map(|part| of(part, name, description));
    let mut members: Map<_, _> = parts.filter_map(|part| part.as_object().cloned()).flatten().collect();
    members.extend(entries(&schema["properties"]).map(|(name, part)| (name.to_owned(), of(part, name, description))));
    if !members.is_empty() {
        return Value::Object(members);
    }
    let kind = schema["type"].as_str().or_else(|| items(&schema["type"]).find_map(|kind| kind.as_str()));
    match kind {
        Some("string") => json!(text(name, schema["format"].as_str().unwrap_or_default())),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([of(&schema["items"], name, description)]),
        _ => json!({}),
    }
}

fn text(name: &str, format: &str) -> &'static str {
    match (name, format) {
        (_, "uuid") => "0199b0c4-0000-7000-8000-00000000000a",
        (_, "date-time") => "2026-01-01T10:00:00.000Z",
        ("handle" | "with" | "login", _) => "ann",
        ("display_name", _) => "Ann",
        ("email", _) => "ann@example.org",
        ("password", _) => "correct horse battery staple",
        ("body", _) => "Hello!",
        _ => "…",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_what_its_shape_names() {
        let description = json!({"components": {"schemas": {"Id": {"type": "string", "format": "uuid"}}}});
        let schema = json!({"type": "object", "properties": {
            "id": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Id"}]},
            "with": {"type": "array", "items": {"type": "string"}},
            "muted": {"type": ["boolean", "null"]},
            "kind": {"enum": ["pair", "group"]},
        }});
        let value = of(&schema, "", &description);
        assert_eq!(value["id"], json!("0199b0c4-0000-7000-8000-00000000000a"));
        assert_eq!((&value["with"], &value["muted"], &value["kind"]), (&json!(["ann"]), &json!(true), &json!("pair")));
    }

    #[test]
    fn a_shape_that_brings_an_example_is_shown_by_it() {
        let conversation = json!({"properties": {"name": {"type": "string"}}, "examples": [{"with": ["ann"]}]});
        assert_eq!(of(&conversation, "", &Value::Null), json!({"with": ["ann"]}));
    }
}
