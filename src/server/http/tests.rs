use std::time::Instant;

use axum::routing::{get, post};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
    sync::oneshot,
    task::JoinHandle,
};

use super::*;

const LONG: Duration = Duration::from_secs(20);
const SHORT: Bounds = Bounds {
    connections: 100,
    per_network: 100,
    spared: Vec::new(),
    first_head: Duration::from_millis(300),
    idle: Duration::from_secs(2),
    unread: Duration::from_millis(300),
};

struct Served {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

async fn served(bounds: Bounds) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let router = Router::new()
        .route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string()))
        .route("/large", get(async || vec![0_u8; 64 * 1024 * 1024]))
        .route("/refused", post(async || http::StatusCode::PAYLOAD_TOO_LARGE))
        .route("/slow", get(async || sleep(Duration::from_millis(900)).await));
    let (stop, stopped) = oneshot::channel::<()>();
    let router = watch::channel(router).1;
    let serving = tokio::spawn(serve(listener, router, bounds, async move { drop(stopped.await) }));
    Served { address, stop: Some(stop), serving }
}

impl Served {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("it listens")
    }

    /// The answer to one request on a connection of its own, or nothing where it was closed before.
    async fn ask(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.expect("it is open");
        until_closed(stream).await
    }
}

async fn until_closed(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    timeout(LONG, stream.read_to_end(&mut answer)).await.expect("it is closed").expect("and not reset");
    String::from_utf8(answer).expect("text")
}

/// What stands there now, with the connection left open.
async fn answer(stream: &mut TcpStream) -> String {
    let mut answer = vec![0; 4096];
    let length = timeout(LONG, stream.read(&mut answer)).await.expect("something comes").expect("it is open");
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

const GET: &str = "GET / HTTP/1.1\r\nhost: here\r\n\r\n";
const GET_AND_CLOSE: &str = "GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn handlers_know_the_peer() {
    assert!(served(SHORT).await.ask(GET_AND_CLOSE).await.ends_with("127.0.0.1"));
}

/// Somebody else asks and is answered; also closed is whom a machine that stands still keeps waiting for so long.
async fn others(served: &Served) {
    let began = Instant::now();
    let answer = served.ask(GET_AND_CLOSE).await;
    assert!(answer.starts_with("HTTP/1.1 200") || began.elapsed() >= SHORT.first_head, "{answer}");
}

#[tokio::test]
async fn a_head_that_never_ends_is_closed_and_others_are_answered_meanwhile() {
    let served = served(SHORT).await;
    let mut slow = served.connect().await;
    let (mut reading, mut writing) = slow.split();
    let dribble = async {
        writing.write_all(b"GET / HTTP/1.1\r\n").await?;
        loop {
            writing.write_all(b"x: y\r\n").await?;
            sleep(Duration::from_millis(20)).await;
        }
        #[expect(unreachable_code, reason = "says what the block gives")]
        io::Result::Ok(())
    };
    let mut rest = Vec::new();
    let ended = tokio::select! {
        ended = timeout(LONG, reading.read_to_end(&mut rest)) => ended.is_ok(),
        broken = dribble => broken.is_err(),
        () = async { loop { others(&served).await } } => false,
    };
    assert!(ended, "it is closed");
    assert!(!String::from_utf8_lossy(&rest).starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let served = served(SHORT).await;
    assert_eq!(until_closed(served.connect().await).await, "");
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_one_in_use_is_not() {
    // Far more than what lies between two requests, as the machine may stand still there.
    let served = served(Bounds { idle: Duration::from_secs(5), ..SHORT }).await;
    let mut stream = served.connect().await;
    for _ in 0..4 {
        stream.write_all(GET.as_bytes()).await.expect("it is open");
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        sleep(SHORT.first_head).await;
    }
    assert_eq!(until_closed(stream).await, "");
}

#[tokio::test]
async fn an_answer_may_take_longer_than_a_head() {
    let served = served(SHORT).await;
    let answer = served.ask("GET /slow HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn who_comes_when_it_is_full_waits_and_nobody_is_sent_away() {
    let served = served(Bounds { connections: 2, first_head: LONG, idle: LONG, ..SHORT }).await;
    let (mut one, mut two) = (served.connect().await, served.connect().await);
    for stream in [&mut one, &mut two] {
        stream.write_all(GET.as_bytes()).await.expect("it is open");
        assert!(answer(stream).await.starts_with("HTTP/1.1 200"));
    }
    let mut three = served.connect().await;
    three.write_all(GET.as_bytes()).await.expect("the system took it");
    assert!(timeout(Duration::from_millis(200), three.readable()).await.is_err(), "it waits");
    one.write_all(GET.as_bytes()).await.expect("it is open");
    assert!(answer(&mut one).await.starts_with("HTTP/1.1 200"), "who was there stays");
    drop(one);
    assert!(answer(&mut three).await.starts_with("HTTP/1.1 200"), "a place became free");
    two.write_all(GET.as_bytes()).await.expect("it is open");
    assert!(answer(&mut two).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn who_never_reads_what_they_asked_for_loses_their_place() {
    let served = served(Bounds { connections: 1, ..SHORT }).await;
    let mut deaf = served.connect().await;
    deaf.write_all(b"GET /large HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("it is open");
    assert!(served.ask(GET_AND_CLOSE).await.starts_with("HTTP/1.1 200"), "the only place is free again");
    drop(deaf);
}

#[tokio::test]
async fn what_is_large_arrives_with_who_reads_it() {
    let served = served(Bounds { unread: LONG, ..SHORT }).await;
    let answer = served.ask("GET /large HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n").await;
    assert!(answer.len() > 64 * 1024 * 1024);
}

#[tokio::test]
async fn a_network_that_has_its_share_gets_no_more_and_others_do() {
    let served = served(Bounds { per_network: 2, first_head: LONG, idle: LONG, ..SHORT }).await;
    let (mut one, mut two) = (served.connect().await, served.connect().await);
    for stream in [&mut one, &mut two] {
        stream.write_all(GET.as_bytes()).await.expect("it is open");
        assert!(answer(stream).await.starts_with("HTTP/1.1 200"));
    }
    assert_eq!(until_closed(served.connect().await).await, "", "a third one is closed");
    let elsewhere = TcpSocket::new_v4().expect("a socket");
    elsewhere.bind("127.0.0.2:0".parse().expect("an address")).expect("another address of this machine");
    let mut elsewhere = elsewhere.connect(served.address).await.expect("it listens");
    elsewhere.write_all(GET_AND_CLOSE.as_bytes()).await.expect("it is open");
    assert!(until_closed(elsewhere).await.ends_with("127.0.0.2"));
    two.write_all(GET.as_bytes()).await.expect("it is open");
    assert!(answer(&mut two).await.starts_with("HTTP/1.1 200"), "who was there stays");
}

#[test]
fn one_network_may_have_a_quarter_of_many_places_and_a_hundred_of_few() {
    assert_eq!(Bounds::for_clients(10, &[]).per_network, 100);
    assert_eq!(per_network(20_000), 5_000);
    let proxy: IpNet = "10.0.0.0/8".parse().expect("a network");
    assert!(Bounds::for_clients(10, &[proxy]).spared.contains(&proxy));
}

#[tokio::test]
async fn a_refusal_arrives_though_the_body_is_still_coming() {
    let served = served(Bounds::default()).await;
    let mut stream = served.connect().await;
    let length = 8 * 1024 * 1024;
    let head = format!("POST /refused HTTP/1.1\r\nhost: here\r\ncontent-length: {length}\r\n\r\n");
    let (mut reading, mut writing) = stream.split();
    let request = async {
        writing.write_all(head.as_bytes()).await?;
        writing.write_all(&vec![b'x'; length]).await
    };
    let mut answer = Vec::new();
    let (sent, read) = tokio::join!(request, timeout(LONG, reading.read_to_end(&mut answer)));
    assert!(answer.starts_with(b"HTTP/1.1 413"), "{sent:?} {read:?}");
    read.expect("it is closed").expect("and not reset");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let served = served(Bounds::default()).await;
    let long = "x".repeat(LARGEST_HEAD);
    for request in [
        format!("GET / HTTP/1.1\r\nhost: here\r\nx: {long}\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nhost: here\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: here\r\n{}\r\n", "x: y\r\n".repeat(200)),
    ] {
        let answer = served.ask(&request).await;
        assert!(answer.starts_with("HTTP/1.1 431") || answer.starts_with("HTTP/1.1 414"), "{answer}");
    }
    assert!(served.ask(GET_AND_CLOSE).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_stop_finishes_what_was_asked_and_closes_what_is_idle() {
    let mut served = served(Bounds::default()).await;
    let (mut idle, mut busy) = (served.connect().await, served.connect().await);
    idle.write_all(GET.as_bytes()).await.expect("it is open");
    assert!(answer(&mut idle).await.starts_with("HTTP/1.1 200"));
    let silent = served.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("it is open");
    // Connections are taken in their order: once this is answered the one before it was heard.
    assert!(served.ask(GET_AND_CLOSE).await.starts_with("HTTP/1.1 200"));
    let asked = Instant::now();
    served.stop.take().expect("once").send(()).expect("it runs");
    assert!(until_closed(busy).await.starts_with("HTTP/1.1 200"));
    assert_eq!((until_closed(idle).await, until_closed(silent).await), (String::new(), String::new()));
    timeout(LONG, served.serving).await.expect("it ends").expect("quietly");
    assert!(asked.elapsed() < Duration::from_secs(10));
    assert!(TcpStream::connect(served.address).await.is_err());
}
