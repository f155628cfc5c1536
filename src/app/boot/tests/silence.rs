//! A database that says nothing: whoever waits for it is told so soon, and what needs none is answered.

use futures::{SinkExt, StreamExt};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::*;
use crate::{
    server::awake::within,
    shared::{id::MessageId, time::Time},
    tests::hang::Hang,
};

/// How long who asks for something may wait to be told that the database is away. Like the program's own patience with
/// it, this is time in which the machine does not stand still.
const SECONDS: Duration = Duration::from_secs(6);
/// How long who asks whether the program is ready may wait.
const MOMENT: Duration = Duration::from_millis(2500);

/// How long something else may take before a test gives up.
const LONG: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A live connection that listens to these topics.
async fn listen(running: &Running, token: &str, topics: &[&str]) -> Socket {
    let mut request = running.url("/ws").replace("http", "ws").into_client_request().unwrap();
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    request.headers_mut().insert("sec-websocket-protocol", "tertulia.v1".parse().unwrap());
    let (mut socket, _) = connect_async(request).await.unwrap();
    let topics: Vec<_> = topics.iter().map(|topic| json!({"topic": topic, "since": null})).collect();
    say(&mut socket, &json!({"type": "hello", "topics": topics, "client": "test"})).await;
    hear(&mut socket, |frame| frame["type"] == "welcome").await;
    socket
}

async fn say(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.unwrap();
}

/// Returns once such a frame has come.
async fn hear(socket: &mut Socket, is_it: impl Fn(&Value) -> bool) {
    loop {
        let message = tokio::time::timeout(LONG, socket.next()).await.expect("something comes").unwrap().unwrap();
        if let Message::Text(text) = message
            && is_it(&serde_json::from_str(&text).unwrap())
        {
            return;
        }
    }
}

/// A group of whoever makes it and bob, as it is answered.
async fn group(running: &Running, token: &str, name: &str) -> Value {
    let call = client().post(running.url("/api/conversations")).bearer_auth(token);
    let group = json!({"with": ["bob"], "name": name}).to_string();
    let answer = call.header("content-type", "application/json").body(group).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    body(answer).await
}

/// Returns once so many statements wait for a lock.
async fn until_held_up(administrator: &PgConnectOptions, number: i64) {
    let mut watcher = PgConnection::connect_with(administrator).await.unwrap();
    let mut waiting = 0;
    while waiting < number {
        waiting = sqlx::query_scalar::<_, i64>("select count(*) from pg_locks where not granted")
            .fetch_one(&mut watcher)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_database_that_hangs_is_away_within_seconds_and_there_again_once_it_goes_on() {
    let folder = TempDir::new().unwrap();
    let running = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let token = running.sign_up("ann").await;
    let ask = |path: &str, longest| within(longest, client().get(running.url(path)).bearer_auth(&token).send());
    let away = |answer: Option<reqwest::Result<Response>>| {
        let answer = answer.expect("it is answered in time").unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{}", answer.url());
        assert!(answer.headers().contains_key("retry-after"), "{}", answer.url());
    };

    let administrator = running.database.administrator().options().clone();
    let mut holder = PgConnection::connect_with(&administrator).await.unwrap();
    let mut held = holder.begin().await.unwrap();
    sqlx::query("lock table tertulia.sessions").execute(&mut *held).await.unwrap();
    let under_way = tokio::spawn(ask("/api/me", SECONDS));
    until_held_up(&administrator, 1).await;

    let hang = Hang::of(postmaster(&folder));
    away(ask("/readyz", MOMENT).await);
    away(under_way.await.unwrap());
    away(ask("/api/me", SECONDS).await);
    away(ask("/readyz", MOMENT).await);
    for path in ["/healthz", "/about"] {
        assert_eq!(running.get(path).await.status(), StatusCode::OK, "{path}");
    }

    drop(hang);
    // Not rolled back: who holds up the events for so long may be ended meanwhile.
    drop(held);
    drop(holder);
    for path in ["/api/me", "/readyz"] {
        eventually("it answers again", || async {
            matches!(ask(path, SECONDS).await, Some(Ok(it)) if it.status() == StatusCode::OK)
        })
        .await;
    }
    running.stop().await;
}

#[tokio::test]
async fn statements_that_hang_hold_up_nobodys_typing_and_presence_is_told_once_they_can_be_asked_again() {
    let folder = TempDir::new().unwrap();
    let running = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let (ann, bob) = (running.sign_up("ann").await, running.sign_up("bob").await);
    let (club, cooks) = (group(&running, &ann, "Book club").await, group(&running, &ann, "Cooks").await);
    let [club_topic, cooks_topic] =
        [&club, &cooks].map(|group| format!("conversation:{}", group["id"].as_str().unwrap()));
    let presence = format!("presence:{}", club["participants"][0]["account"]["id"].as_str().unwrap());
    running.stop().await;
    // Who is in what is not in memory any more.
    let running = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut anns = listen(&running, &ann, &[&club_topic, &cooks_topic]).await;
    let mut bobs = listen(&running, &bob, &[&club_topic, &cooks_topic, &presence]).await;

    let administrator = running.database.administrator().options().clone();
    let mut holder = PgConnection::connect_with(&administrator).await.unwrap();
    let mut held = holder.begin().await.unwrap();
    sqlx::query("lock table tertulia.participants, tertulia.settings").execute(&mut *held).await.unwrap();
    say(&mut anns, &json!({"type": "signal", "topic": club_topic, "kind": "typing"})).await;
    say(&mut anns, &json!({"type": "signal", "topic": "me", "kind": "away"})).await;
    until_held_up(&administrator, 2).await;

    let hang = Hang::of(postmaster(&folder));
    say(&mut anns, &json!({"type": "signal", "topic": cooks_topic, "kind": "typing"})).await;
    for topic in [&club_topic, &cooks_topic] {
        hear(&mut bobs, |frame| frame["kind"] == "typing" && frame["topic"] == *topic).await;
    }

    drop(hang);
    drop(held);
    drop(holder);
    hear(&mut bobs, |frame| frame["kind"] == "presence" && frame["body"]["state"] == "away").await;
    running.stop().await;
}

#[tokio::test]
async fn what_comes_due_while_the_database_hangs_is_said_once_when_that_goes_on() {
    let folder = TempDir::new().unwrap();
    let running = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let (ann, _) = (running.sign_up("ann").await, running.sign_up("bob").await);
    let club = group(&running, &ann, "Book club").await;
    // Long enough that the call comes before it, and the hang does.
    let at = Time::from_millis(Time::now().millis() + 5_000);
    let later = json!({"id": MessageId::new(), "conversation_id": club["id"], "body": "later", "at": at});
    let call = client().post(running.url("/api/scheduled")).bearer_auth(&ann);
    let answer = call.header("content-type", "application/json").body(later.to_string()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);

    let hang = Hang::of(postmaster(&folder));
    eventually("it is due, and the database is away", || async {
        running.get("/readyz").await.status() == StatusCode::SERVICE_UNAVAILABLE && Time::now() > at
    })
    .await;
    drop(hang);

    // How many there are; nothing while the database is away.
    let count = async |path: &str| {
        let answer = client().get(running.url(path)).bearer_auth(&ann).send().await.unwrap();
        let is_there = answer.status() == StatusCode::OK;
        if is_there { body(answer).await["items"].as_array().map(Vec::len) } else { None }
    };
    // What was begun and not ended is taken up once its program counts as gone.
    let is_over = async {
        while count("/api/scheduled").await != Some(0) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(3 * LONG, is_over).await.expect("it waits no more");
    let messages = format!("/api/conversations/{}/messages", club["id"].as_str().unwrap());
    assert_eq!(count(&messages).await, Some(1));
    running.stop().await;
}
