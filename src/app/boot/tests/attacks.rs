//! What no program of good will sends: it gets an answer of the documented kind, and nobody suffers.

mod bodies;

use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use sqlx::{Connection, PgConnection};

use bodies::TEMPLATES;

use super::*;

/// What came back for bytes that were sent as they are.
struct Answer {
    status: u16,
    /// In small letters.
    head: String,
}

impl Answer {
    /// Whether it is of the documented kind: no fault of ours, and a refusal is a problem, or a page where no program
    /// asks. What is no HTTP is refused without words, before it is a request.
    fn is_documented(&self, line: &[u8]) -> bool {
        let line = String::from_utf8_lossy(line);
        let is_for_programs = ["/api/", "/rpc/", "/ws", "/events"].iter().any(|path| line.contains(path));
        let is = |kind| self.head.contains(&format!("\r\ncontent-type: {kind}"));
        match self.status {
            ..400 => true,
            400..500 if !self.head.contains("\r\nx-request-id: ") => [400, 414, 431].contains(&self.status),
            400..500 => is("application/problem+json") || (!is_for_programs && is("text/html")),
            _ => false,
        }
    }
}

/// The answer, or none where the connection was only closed.
async fn send(running: &Running, bytes: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    // Whoever is refused early may be cut off while writing.
    let _sent = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&answer);
    let status = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok())?;
    Some(Answer { status, head: text.split("\r\n\r\n").next().unwrap_or_default().to_lowercase() })
}

/// Whether a refusal is of the documented kind: a problem, or from a server function the error that it is.
fn is_told(answer: &Response) -> bool {
    header(answer, "content-type") == "application/problem+json"
        || answer.headers().contains_key(SERVER_FN_ERROR_HEADER)
}

/// It goes on, and nothing was said by all that.
async fn end_unharmed(running: Running) {
    assert_eq!(running.get("/healthz").await.status(), StatusCode::OK);
    let mut administrator = PgConnection::connect_with(running.database.administrator().options()).await.unwrap();
    let stored: (i64, i64) = sqlx::query_as(
        "select (select count(*) from tertulia.messages), (select count(*) from tertulia.conversations)",
    )
    .fetch_one(&mut administrator)
    .await
    .unwrap();
    assert_eq!(stored, (0, 0));
    running.stop().await;
}

fn request(line: &[u8], headers: &[u8], body: &[u8]) -> Vec<u8> {
    let head = format!("host: 127.0.0.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    [line, b" HTTP/1.1\r\n", head.as_bytes(), headers, b"\r\n", body].concat()
}

#[tokio::test]
async fn a_target_that_no_browser_writes_is_answered() {
    let running = running().await;
    let long = format!("GET /{}", "a".repeat(20_000));
    let deep = format!("GET {}", "/a".repeat(5_000));
    let lines: [&[u8]; 22] = [
        b"GET /\xff\xfe",
        b"GET /%ff%fe",
        b"GET /%",
        b"GET /%zz",
        b"GET /%00",
        b"GET /u/%00",
        b"GET /@%ff",
        b"GET /messages/%00",
        b"GET /api/accounts/%00",
        b"GET /api/accounts/%ff",
        b"GET /api/accounts/%ED%A0%80",
        b"GET /api/accounts?q=%00",
        b"GET /api/accounts?q=%ff&limit=99999999999999999999",
        b"GET /api/accounts?cursor=%00",
        b"GET /pkg/%2e%2e/%2e%2e/etc/passwd",
        b"GET /pkg/..%2f..%2fetc%2fpasswd",
        b"GET http://elsewhere/api/me",
        b"GET *",
        b"OPTIONS *",
        b"CONNECT elsewhere:443",
        long.as_bytes(),
        deep.as_bytes(),
    ];
    for line in lines {
        if let Some(answer) = send(&running, &request(line, b"", b"")).await {
            let shown = String::from_utf8_lossy(&line[..30.min(line.len())]);
            assert!(answer.is_documented(line), "{shown}: {}", answer.head);
        }
    }
    end_unharmed(running).await;
}

#[tokio::test]
async fn headers_of_garbage_are_answered() {
    let running = running().await;
    let many = "x: y\r\n".repeat(500);
    let long = format!("cookie: {}\r\n", "a=b; ".repeat(20_000));
    let cases: [&[u8]; 16] = [
        b"cookie: __Host-tertulia=\xff\xfe\r\n",
        b"cookie: __Host-tertulia=\r\n",
        b"cookie: ;;;===;__Host-tertulia;\r\n",
        b"cookie: __Host-tertulia=a; __Host-tertulia=b\r\ncookie: __Host-tertulia=c\r\n",
        b"authorization: \xff\r\n",
        b"authorization: Bearer\r\n",
        b"authorization: Bearer \x09 a b c\r\n",
        b"accept: \xff\r\naccept-language: \xff\r\naccept-encoding: \xff\r\n",
        b"x-forwarded-for: \xff, 1.2.3.4.5, ::::\r\n",
        b"user-agent: \xff\x80\r\nreferer: \xff\r\norigin: \xff\r\n",
        b"if-none-match: \xff\r\nif-modified-since: never\r\nrange: bytes=9-1,,\r\n",
        b"content-encoding: gzip\r\nexpect: the-moon\r\n",
        b"upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n",
        b"transfer-encoding: chunked\r\n",
        many.as_bytes(),
        long.as_bytes(),
    ];
    for path in [
        "GET /",
        "GET /api/me",
        "GET /login",
        "GET /ws",
        "GET /events",
        "HEAD /login",
        "OPTIONS /api/me",
        "TRACE /",
        "BREW /",
    ] {
        for headers in cases {
            if let Some(answer) = send(&running, &request(path.as_bytes(), headers, b"")).await {
                let shown = String::from_utf8_lossy(&headers[..40.min(headers.len())]);
                assert!(answer.is_documented(path.as_bytes()), "{path} {shown}: {}", answer.head);
            }
        }
    }
    end_unharmed(running).await;
}

#[tokio::test]
async fn json_of_garbage_is_refused() {
    let running = running().await;
    let token = running.sign_up("ann").await;
    let deep = "[".repeat(10_000);
    let garbage = [
        "\"a\\u0000b\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "1e999",
        "-1e999",
        "99999999999999999999999",
        "-1",
        "0.5",
        "null",
        "{}",
        "[]",
        "\"\"",
        "\"\u{202e}\u{feff}\"",
        "\"%00\"",
        &deep,
        "",
    ];
    for (method, path, template) in TEMPLATES {
        for piece in garbage {
            let request = client().request(method.parse().unwrap(), running.url(path)).bearer_auth(&token);
            let body = template.replace('@', piece);
            let answer = request.header("content-type", "application/json").body(body.clone()).send().await.unwrap();
            let is_documented = match answer.status().as_u16() {
                ..400 => true,
                400..500 => header(&answer, "content-type") == "application/problem+json",
                _ => false,
            };
            assert!(is_documented, "{path} {body:.80}: {}", answer.text().await.unwrap());
        }
        let request = client().request(method.parse().unwrap(), running.url(path)).bearer_auth(&token);
        let answer =
            request.header("content-type", "application/json").body(b"\"\xff\xfe".to_vec()).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{path}");
        assert_eq!(header(&answer, "content-type"), "application/problem+json", "{path}");
    }
    end_unharmed(running).await;
}

#[tokio::test]
async fn forms_of_garbage_are_refused() {
    let running = running().await;
    let token = running.sign_up("ann").await;
    let forms = [
        ("sign_up", "handle=@&display_name=@&email=@&password=@&next=@"),
        ("log_in", "login=@&password=@&next=@"),
        ("revoke_session", "id=@"),
        ("make_token", "name=@&read=true&expires_in_days=@"),
        ("revoke_token", "id=@"),
        ("change_profile", "display_name=@&bio=@&links=@&version=1"),
        ("change_settings", "appearance=@&version=@"),
        ("find_people", "q=@"),
        ("block_person", "handle=@&blocked=true&next=@"),
        ("mute_person", "handle=@&muted=true&next=@"),
        ("follow_person", "handle=@&follows=true&next=@"),
        ("dismiss_suggestion", "handle=@&next=@"),
        ("read_standing", "handle=@"),
        ("list_neighbours", "handle=@&side=followers&cursor=@"),
        ("list_reports", "cursor=@"),
        ("remove_reported", "id=@"),
        ("settle_report", "id=0199b0c3-0000-7000-8000-00000000000c&state=done&note=@"),
        ("read_person", "handle=@"),
        ("open_conversation", "handle=@"),
        ("send_message", "conversation_id=0199b0c3-0000-7000-8000-00000000000c&body=@"),
        ("make_group", "name=@&with=@"),
        (
            "change_conversation",
            "conversation_id=0199b0c3-0000-7000-8000-00000000000c&version=@&name=@&subject=@&link=@",
        ),
        ("add_people", "conversation_id=0199b0c3-0000-7000-8000-00000000000c&with=@"),
        ("bring_back", "conversation_id=0199b0c3-0000-7000-8000-00000000000c&handle=@&role=@"),
        ("set_role", "conversation_id=0199b0c3-0000-7000-8000-00000000000c&handle=@&role=@"),
        ("remove_person", "conversation_id=0199b0c3-0000-7000-8000-00000000000c&handle=@"),
        ("leave_group", "conversation_id=@"),
        ("choose_for", "conversation_id=0199b0c3-0000-7000-8000-00000000000c&muted=@"),
        ("read_conversation", "id=@"),
        ("read_history", "@"),
        ("publish_post", "id=0199b0c3-0000-7000-8000-00000000000d&kind=@&title=@&body=@&tags=@"),
        ("write_answer", "id=@&post_id=0199b0c3-0000-7000-8000-00000000000c&body=@"),
        ("write_comment", "id=@&post_id=0199b0c3-0000-7000-8000-00000000000c&answer_id=@&reply_to=@&body=@"),
        ("rewrite_entry", "entry=@&post_id=0199b0c3-0000-7000-8000-00000000000c&title=@&body=@&tags=@&version=@"),
        ("delete_entry", "entry=@&post_id=0199b0c3-0000-7000-8000-00000000000c"),
        ("vote_on", "entry=post-0199b0c3-0000-7000-8000-00000000000c&post_id=@&value=@"),
        ("accept_answer", "post_id=0199b0c3-0000-7000-8000-00000000000c&answer_id=@&on=@"),
        ("bookmark_post", "post_id=@&on=@"),
        ("compare_revisions", "entry=@"),
        (
            "ask_publication",
            "id=@&conversation_id=0199b0c3-0000-7000-8000-00000000000c&purpose=@&publication_title=@&publication_tags=@\
             &publication_question=@&publication_chosen=@&messages[]=@",
        ),
        ("consent_publication", "id=0199b0c3-0000-7000-8000-00000000000c&allowed=@"),
        ("settle_publication", "id=0199b0c3-0000-7000-8000-00000000000c&publish=@"),
    ];
    for (name, form) in forms {
        for piece in ["", "%00", "%ff", "%", "%zz", "a%00b", "%ED%A0%80", "9999999999999999999999", "[[[", "a&a=b"] {
            for accept in ["text/html", "application/json"] {
                let request = client().post(running.url(&format!("/rpc/{name}"))).bearer_auth(&token);
                let request =
                    request.header("accept", accept).header("content-type", "application/x-www-form-urlencoded");
                let answer = request.body(form.replace('@', piece)).send().await.unwrap();
                let status = answer.status().as_u16();
                let is_documented = status < 400 || status < 500 && is_told(&answer);
                assert!(is_documented, "{name} {piece} {accept}: {status} {}", answer.text().await.unwrap());
            }
        }
    }
    end_unharmed(running).await;
}

#[tokio::test]
async fn a_body_that_says_it_is_packed_is_not_unpacked() {
    let running = running().await;
    // 10 MiB of spaces in gzip would be some 10 KiB: whatever they are, nobody unpacks them here.
    let packed = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0; 10_000]].concat();
    for path in ["/api/sessions", "/rpc/operations", "/rpc/log_in"] {
        let request = client().post(running.url(path)).header("content-encoding", "gzip");
        let answer = request.header("content-type", "application/json").body(packed.clone()).send().await.unwrap();
        assert!(answer.status().is_client_error() && is_told(&answer), "{path}: {}", answer.status());
    }
    end_unharmed(running).await;
}
