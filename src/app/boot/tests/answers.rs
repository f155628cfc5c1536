//! What stands at the head of answers.

use super::*;

#[tokio::test]
async fn where_people_come_by_https_every_answer_tells_their_browser_to_stay_with_it() {
    let world = given::world().await;
    let url = Some(::http::Uri::from_static("https://community.example.org"));
    let config = Config { database: Some(world.administrator.into()), url, ..Config::for_tests() };
    let running = start(config).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    for path in ["/healthz", "/about", "/api/docs", "/api/me", "/nowhere"] {
        let answer = running.get(path).await;
        let told = header(&answer, "strict-transport-security");
        assert_eq!(told, "max-age=63072000; includeSubDomains", "{path}: {}", answer.status());
    }
    running.stop().await;
}

#[tokio::test]
async fn a_call_answers_a_member_its_position_and_who_is_turned_away_before_gets_none() {
    let running = running().await;
    let token = running.sign_up("ann").await;
    let asks = |path: &str, token: &str| client().get(running.url(path)).bearer_auth(token);
    let foreign = client().patch(running.url("/api/me")).header("origin", "https://evil.example");
    let large = client().post(running.url("/api/messages")).body(vec![b'x'; 128 * 1024 + 1]);
    for (request, status, has_one) in [
        (asks("/api/me", &token), 200, true),
        (asks("/api/accounts/nobody_at_all", &token), 404, true),
        (asks("/api/nowhere", &token), 404, true),
        (asks("/api/conversations?limit=0", &token), 422, true),
        (asks("/api/accounts?q=%ff", &token), 400, true),
        (client().get(running.url("/api/me")), 401, false),
        (client().get(running.url("/api/accounts/ann")), 200, false),
        (asks("/api/me", "nonsense"), 401, false),
        (foreign.header("cookie", format!("__Host-tertulia={token}")), 403, false),
        (large.bearer_auth(&token), 413, false),
        (asks("/healthz", &token), 200, false),
    ] {
        let answer = request.send().await.unwrap();
        let found = (answer.status().as_u16(), answer.headers().contains_key("tertulia-position"));
        assert_eq!(found, (status, has_one), "{}", answer.url());
    }
    running.stop().await;
}

#[tokio::test]
async fn only_a_browser_is_told_to_forget_who_logged_out() {
    let running = running().await;
    for (handle, path, by_cookie) in [
        ("ann", "/api/sessions/current", false),
        ("bob", "/api/sessions", false),
        ("eve", "/api/sessions/current", true),
        ("ivo", "/api/sessions", true),
    ] {
        let token = running.sign_up(handle).await;
        let request = client().delete(running.url(path));
        let request = if by_cookie {
            request.header("cookie", format!("__Host-tertulia={token}")).header("origin", running.url(""))
        } else {
            request.bearer_auth(&token)
        };
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{handle}");
        let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
        let names: Vec<_> = cookies.map(|cookie| cookie.split('=').next().unwrap()).collect();
        let all = ["__Host-tertulia", "tertulia-account", "tertulia-left"];
        assert_eq!(names, &all[..if by_cookie { 3 } else { 0 }], "{handle}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_page_under_a_name_that_nobody_configured_says_what_to_do() {
    let running = running().await;
    let host = format!("tower.local:{}", running.address.port());
    let sign_up = client().post(running.url("/api/accounts")).header("host", &host);
    let answer = sign_up.header("origin", format!("http://{host}")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let problem = body(answer).await;
    assert_eq!(problem["field"], "origin");
    assert!(problem.to_string().contains("TERTULIA_URL"), "{problem}");
    running.stop().await;
}

#[tokio::test]
async fn a_page_that_cannot_be_read_says_what_it_is_and_when_to_come_back() {
    let running = running().await;
    running.sign_up("bob").await;
    let answer = running.get("/u/bob").await;
    assert_eq!((answer.status(), header(&answer, "retry-after")), (StatusCode::OK, ""));
    assert!(answer.text().await.unwrap().contains("<title>bob (@bob) · Tertulia</title>"));
    running.server.pool.connections().close().await;
    // At this address no page is kept.
    let answer = running.get("/u/bob?show=").await;
    assert_eq!((answer.status(), header(&answer, "retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("<title>@bob · Tertulia</title>"), "{page}");
    running.stop().await;
}
