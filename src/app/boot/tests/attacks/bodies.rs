//! What is sent to the calls that read JSON, with holes for what none of them takes.

/// Bodies for every call that reads JSON; `@` stands for the garbage.
pub const TEMPLATES: [(&str, &str, &str); 18] = [
    (
        "POST",
        "/api/accounts",
        r#"{"handle":@,"display_name":"x","email":"x@example.org","password":"seven tall lamps"}"#,
    ),
    (
        "POST",
        "/api/accounts",
        r#"{"handle":"zoe","display_name":@,"email":"x@example.org","password":"seven tall lamps"}"#,
    ),
    ("POST", "/api/accounts", r#"{"handle":"zoe","display_name":"x","email":@,"password":"seven tall lamps"}"#),
    ("POST", "/api/accounts", r#"{"handle":"zoe","display_name":"x","email":"x@example.org","password":@}"#),
    ("POST", "/api/sessions", r#"{"login":@,"password":@}"#),
    ("POST", "/api/conversations", r#"{"with":[@]}"#),
    ("POST", "/api/messages", r#"{"id":"0199b0c3-0000-7000-8000-00000000000c","to":@,"body":@}"#),
    ("POST", "/api/messages", r#"{"id":@,"to":"ann","body":"x"}"#),
    ("POST", "/api/messages", r#"{"id":"0199b0c3-0000-7000-8000-00000000000d","thread":@,"body":"x"}"#),
    ("PATCH", "/api/me", r#"{"profile":{"version":1,"bio":@,"display_name":@,"links":[@]}}"#),
    ("PATCH", "/api/me", r#"{"settings":{"version":@,"appearance":@}}"#),
    ("POST", "/api/signals", r#"{"topic":@,"kind":@,"body":@}"#),
    (
        "POST",
        "/rpc/operations",
        r#"{"v":1,"kind":"conversation.mark","id":"0199b0c3-0000-7000-8000-00000000000c","object":@,"body":@}"#,
    ),
    (
        "POST",
        "/rpc/operations",
        r#"{"v":1,"kind":"message.unpreview","id":"0199b0c3-0000-7000-8000-00000000000f","object":"x","body":{"message_id":@}}"#,
    ),
    (
        "POST",
        "/rpc/operations",
        r#"{"v":1,"kind":"message.react","id":"0199b0c3-0000-7000-8000-00000000000e","object":"x","body":{"message_id":@,"emoji":@,"on":@}}"#,
    ),
    (
        "POST",
        "/rpc/operations",
        r#"{"v":1,"kind":"message.pin","id":"0199b0c3-0000-7000-8000-00000000000f","object":"x","body":{"message_id":@,"on":@}}"#,
    ),
    (
        "POST",
        "/rpc/operations",
        r#"{"v":1,"kind":"conversation.choose","id":"0199b0c3-0000-7000-8000-00000000000d","object":"x","body":{"conversation_id":@,"muted":@}}"#,
    ),
    (
        "POST",
        "/rpc/operations",
        r#"{"v":1,"kind":"draft.save","id":"0199b0c3-0000-7000-8000-00000000000c","object":"x","expected_version":@,"body":{"conversation_id":"0199b0c3-0000-7000-8000-00000000000c","body":@}}"#,
    ),
];
