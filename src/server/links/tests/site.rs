//! A small server of this machine, for tests.

use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// Where a server listens, and what it was asked.
pub struct Site {
    pub address: SocketAddr,
    asked: mpsc::UnboundedReceiver<String>,
}

impl Site {
    /// Hands every connection that has asked for something to whoever answers.
    pub async fn answering<A>(answer: impl Fn(TcpStream) -> A + Send + 'static) -> Self
    where
        A: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (tell, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => break,
                    }
                }
                let _ = tell.send(String::from_utf8_lossy(&head).into_owned());
                tokio::spawn(answer(stream));
            }
        });
        Self { address, asked }
    }

    /// Answers everything alike.
    pub async fn saying(words: impl Into<String>) -> Self {
        let words: String = words.into();
        let words: Arc<str> = words.into();
        Self::answering(move |mut stream| {
            let words = Arc::clone(&words);
            async move { stream.write_all(words.as_bytes()).await }
        })
        .await
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What it was asked so far.
    pub fn heard(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.asked.try_recv().ok()).collect()
    }
}

/// A page with this in it.
pub fn html(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// An answer that leads on.
pub fn leading_to(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}
