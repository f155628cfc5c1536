//! A connection's bytes: counted, and closed so that the last word arrives.

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
    sync::OwnedSemaphorePermit,
    time::timeout,
};

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
    place: OwnedSemaphorePermit,
}

impl Stream {
    /// Takes the place until the connection is gone.
    pub fn new(stream: TcpStream, place: OwnedSemaphorePermit) -> Self {
        Self(Some(Open { stream, place }))
    }

    fn open(self: Pin<&mut Self>) -> io::Result<Pin<&mut TcpStream>> {
        let open = self.get_mut().0.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(&mut open.stream))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let (Some(open), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(linger(open));
        }
    }
}

async fn linger(Open { mut stream, place }: Open) {
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
        self.open()?.poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.open()?.poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.open()?.poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?.poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?.poll_shutdown(cx)
    }
}
