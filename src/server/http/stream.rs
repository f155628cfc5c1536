//! A connection's bytes: given up where nobody takes them, and closed so that the last word arrives.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::TcpStream,
    runtime::Handle,
    time::timeout,
};

use super::{patience::Patience, places::Place};

/// How long what still comes is read and thrown away after the last word.
const LINGER: Duration = Duration::from_secs(2);

/// A connection that holds its place until it is closed, also as a live one.
///
/// A system that closes while unread bytes lie there resets the connection, and the reset overtakes
/// what was written last: an early refusal, a farewell. So whoever drops this stops writing, and what
/// still comes is read for a moment.
pub struct Stream(Option<Open>);

struct Open {
    stream: TcpStream,
    place: Place,
    patience: Patience,
}

impl Stream {
    /// Takes the place until the connection is gone. What is written fails where the other side has taken none
    /// of it for as long as `unread` says.
    pub fn new(stream: TcpStream, place: Place, unread: Duration) -> Self {
        Self(Some(Open { stream, place, patience: Patience::new(unread) }))
    }

    fn open(self: Pin<&mut Self>) -> io::Result<&mut Open> {
        self.get_mut().0.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl Open {
    fn stream(&mut self) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.stream)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let (Some(open), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(linger(open));
        }
    }
}

async fn linger(Open { mut stream, place, .. }: Open) {
    let read_out = async {
        stream.shutdown().await?;
        let mut thrown_away = vec![0; 4096];
        while stream.read(&mut thrown_away).await? > 0 {}
        io::Result::Ok(())
    };
    // Whoever does not stop in time, or is gone already, has missed nothing.
    drop(timeout(LINGER, read_out).await);
    drop(place);
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.open()?.stream().poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let open = self.open()?;
        let written = open.stream().poll_write(cx, bytes);
        open.patience.judge(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let open = self.open()?;
        let written = open.stream().poll_write_vectored(cx, slices);
        open.patience.judge(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?.stream().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?.stream().poll_shutdown(cx)
    }
}
