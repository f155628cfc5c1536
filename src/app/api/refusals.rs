//! What a call may be refused with, for the description: what follows from what it takes, beside what its slice says of it.
//!
//! No call has an answer that is not described, and a test calls them all to see.

use serde_json::{Map, Value, json};

/// What the refusals have in common: the status, the name by which a call refers to it, and when it comes.
const REFUSALS: [(&str, &str, &str); 11] = [
    ("400", "Unreadable", "A part of the call cannot be read"),
    ("401", "SignIn", "The token or the session is missing or good no longer"),
    ("403", "Forbidden", "It is not the caller's to do, or not their token's: `rule` is then `insufficient_scope`"),
    ("404", "Missing", "What the call names is not there, or the caller may not know of it"),
    ("409", "Conflict", "Something else is stored under this id, or there is a newer version"),
    (
        "413",
        "TooLarge",
        "The call has more than 128 KiB, or more than 1,280 KiB where it may bring a post or an answer",
    ),
    ("415", "OtherType", "The body is of another type than JSON"),
    ("422", "Refused", "It is understood and breaks a rule"),
    ("429", "Slow", "Too often: after the seconds of `Retry-After` it succeeds"),
    ("500", "Fault", "Our mistake, whose `fault_id` stands in the log of the server"),
    ("503", "Offline", "The database is away, or the server starts or stops: after `Retry-After` it succeeds"),
];

/// Adds to every call of the description what it may be refused with.
pub fn add(description: &mut Value) {
    description["components"]["responses"] =
        REFUSALS.into_iter().map(|(status, name, words)| (name.to_owned(), refusal(status, words))).collect();
    description["components"]["schemas"]["Problem"] = problem();
    for (path, item) in description["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let expected = expected(path, method, operation);
            let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { continue };
            if path.starts_with("/api/") {
                say_problem(responses);
            }
            for (status, name, _) in REFUSALS.into_iter().filter(|(status, ..)| expected.contains(status)) {
                let reference = json!({"$ref": format!("#/components/responses/{name}")});
                responses.entry(status).or_insert(reference);
            }
        }
    }
}

/// The statuses that follow from what a call takes. Of the live connection and of health everything is said where they are
/// described, but for what any call may meet.
fn expected(path: &str, method: &str, operation: &Value) -> Vec<&'static str> {
    let mut statuses = vec!["500", "503"];
    if !path.starts_with("/api/") {
        return statuses;
    }
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let takes = |place: &str| parameters.iter().any(|parameter| parameter["in"] == place);
    let searches = parameters.iter().any(|parameter| parameter["name"] == "q");
    let (has_body, changes) = (operation["requestBody"].is_object(), method != "get");
    // Whoever has a token already is refused where it is none, also by what needs none.
    let needs_nobody = operation["security"] == json!([{}]);
    statuses.extend(["401", "403"]);
    let further = [
        (has_body || !parameters.is_empty(), "400"),
        (takes("path") || has_body && !needs_nobody, "404"),
        (takes("header") || has_body && !needs_nobody, "409"),
        (changes, "413"),
        (has_body, "415"),
        (has_body || takes("query") || changes && takes("path"), "422"),
        (changes || searches, "429"),
    ];
    statuses.extend(further.into_iter().filter_map(|(is_met, status)| is_met.then_some(status)));
    statuses
}

/// What a slice says about a refusal is a problem, too.
fn say_problem(responses: &mut Map<String, Value>) {
    for (_, response) in responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])) {
        response["content"] = content();
    }
}

fn refusal(status: &str, words: &str) -> Value {
    let mut refusal = json!({"description": words, "content": content()});
    if ["429", "503"].contains(&status) {
        refusal["headers"]["Retry-After"] = json!({
            "description": "Seconds to wait",
            "schema": {"type": "integer", "minimum": 1},
        });
    }
    refusal
}

fn content() -> Value {
    json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}})
}

fn problem() -> Value {
    let codes = ["invalid", "sign_in", "forbidden", "missing", "conflict", "slow", "offline", "fault"];
    json!({
        "type": "object",
        "description": "Why a call did not happen.",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string", "description": "For people to read."},
            "detail": {"type": "string", "description": "Which part of a body or a query could not be read, and why."},
            "status": {"type": "integer", "description": "The HTTP status again."},
            "code": {"type": "string", "enum": codes, "description": "What the caller can do about it; stable."},
            "field": {"type": "string", "description": "The part of the request that breaks a rule."},
            "rule": {"type": "string", "description": "The rule that it breaks; stable."},
            "others": {
                "type": "array",
                "description": "Further parts that break a rule, where a call looks at all of them at once.",
                "items": {
                    "type": "object",
                    "required": ["field", "rule"],
                    "properties": {"field": {"type": "string"}, "rule": {"type": "string"}},
                },
            },
            "retry_after": {"type": "integer", "description": "Milliseconds to wait; the header Retry-After says it in seconds."},
            "fault_id": {"type": "string", "format": "uuid", "description": "Names the entry in the server's log."},
            "newest": {"type": "object", "description": "What holds now, where the `version` of a change was not the newest."},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(path: &str, method: &str, operation: Value) -> Value {
        let mut paths = json!({"openapi": "3.1.0", "components": {"schemas": {}}, "paths": {}});
        paths["paths"][path][method] = operation;
        add(&mut paths);
        paths["paths"][path][method]["responses"].clone()
    }

    fn statuses(path: &str, method: &str, operation: Value) -> Vec<String> {
        described(path, method, operation).as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn a_call_is_described_with_what_its_parts_may_be_refused_for() {
        let bare = json!({"responses": {"200": {"description": "It"}}});
        assert_eq!(statuses("/api/me", "get", bare.clone()), ["200", "401", "403", "500", "503"]);
        assert_eq!(statuses("/healthz", "get", bare), ["200", "500", "503"]);
        let named = json!({"responses": {}, "parameters": [{"in": "path", "name": "id"}]});
        assert_eq!(statuses("/api/x/{id}", "get", named), ["400", "401", "403", "404", "500", "503"]);
        let sent = json!({"responses": {}, "requestBody": {}});
        let all = ["400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"];
        assert_eq!(statuses("/api/messages", "post", sent), all);
        let public = json!({"responses": {}, "requestBody": {}, "security": [{}]});
        let all = ["400", "401", "403", "413", "415", "422", "429", "500", "503"];
        assert_eq!(statuses("/api/sessions", "post", public), all);
    }

    #[test]
    fn what_a_slice_says_stays_and_is_a_problem() {
        let said = json!({"responses": {"403": {"description": "Somebody else said it"}}});
        let responses = described("/api/messages", "get", said);
        assert_eq!(responses["403"]["description"], "Somebody else said it");
        assert!(responses["403"]["content"]["application/problem+json"].is_object());
        assert_eq!(responses["401"]["$ref"], "#/components/responses/SignIn");
    }
}
