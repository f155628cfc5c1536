//! The load's own HTTP: connections that are kept, and as little else as will do, since the client
//! shares the machine with what it measures.

use std::{iter, net::SocketAddr, sync::Mutex};

use anyhow::Result;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, StatusCode,
    client::conn::http1::{SendRequest, handshake},
    header,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One kept connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

/// A call to make: where, as whom, with what.
pub struct Call<'a> {
    /// `GET`, `POST`, `PUT` or `PATCH`.
    pub method: Method,
    /// From the root on.
    pub path: &'a str,
    /// The header that says who calls; none for visitors.
    pub who: Option<(header::HeaderName, String)>,
    /// JSON, where there is a body.
    pub body: Option<String>,
    /// Whether the answer may come in brotli, as browsers take it.
    pub in_brotli: bool,
}

impl<'a> Call<'a> {
    /// Reads as the holder of a token.
    pub fn get(path: &'a str, token: &str) -> Self {
        Self { who: Some(bearer(token)), ..Self::page(path, None) }
    }

    /// Sends JSON as the holder of a token.
    pub fn post(path: &'a str, token: &str, body: String) -> Self {
        Self { who: Some(bearer(token)), ..Self::post_as_visitor(path, body) }
    }

    /// Sends JSON as a visitor.
    pub fn post_as_visitor(path: &'a str, body: String) -> Self {
        Self { method: Method::POST, body: Some(body), ..Self::page(path, None) }
    }

    /// Changes what the path names as the holder of a token.
    pub fn patch(path: &'a str, token: &str) -> Self {
        Self { method: Method::PATCH, ..Self::get(path, token) }
    }

    /// Puts JSON as the holder of a token.
    pub fn put(path: &'a str, token: &str, body: String) -> Self {
        Self { method: Method::PUT, ..Self::post(path, token, body) }
    }

    /// Opens a page as a browser would that takes nothing packed, with a session's cookie or without.
    pub fn page(path: &'a str, token: Option<&str>) -> Self {
        let who = token.map(|token| (header::COOKIE, format!("__Host-tertulia={token}")));
        Self { method: Method::GET, path, who, body: None, in_brotli: false }
    }
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, address })
    }

    /// Makes a call and reads the whole answer.
    pub async fn call(&mut self, call: Call<'_>) -> Result<(StatusCode, Bytes)> {
        let mut request = Request::builder()
            .method(call.method)
            .uri(call.path)
            .header(header::HOST, self.address.to_string())
            .header(header::ACCEPT, "text/html,application/json");
        if let Some((name, value)) = call.who {
            request = request.header(name, value);
        }
        if call.in_brotli {
            request = request.header(header::ACCEPT_ENCODING, "br");
        }
        if call.body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = Full::new(Bytes::from(call.body.unwrap_or_default()));
        self.sender.ready().await?;
        let answer = self.sender.send_request(request.body(body)?).await?;
        Ok((answer.status(), answer.into_body().collect().await?.to_bytes()))
    }
}

/// As many kept connections as calls are under way at once.
pub struct Connections {
    address: SocketAddr,
    idle: Mutex<Vec<Connection>>,
}

impl Connections {
    /// None yet.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, idle: Mutex::default() }
    }

    /// Makes a call on a connection that is free, or on a new one.
    pub async fn call(&self, call: Call<'_>) -> Result<(StatusCode, Bytes)> {
        let mut connection = match self.free() {
            Some(connection) => connection,
            None => Connection::open(self.address).await?,
        };
        let answer = connection.call(call).await?;
        self.idle.lock().expect("nobody panics holding it").push(connection);
        Ok(answer)
    }

    /// One that nobody uses and the server has not closed meanwhile.
    fn free(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().expect("nobody panics holding it");
        iter::from_fn(|| idle.pop()).find(|connection| !connection.sender.is_closed())
    }
}

fn bearer(token: &str) -> (header::HeaderName, String) {
    (header::AUTHORIZATION, format!("Bearer {token}"))
}
