//! A wire to our own server: texts out, texts in, over a WebSocket or over a stream of events.

mod socket;
mod stream;

use wasm_bindgen::JsValue;

use self::{socket::Socket, stream::Stream};

/// What a wire tells.
pub enum Word {
    /// Texts may be sent.
    Opened,
    /// A text arrived.
    Text(String),
    /// It is over, or never came to be. The last word.
    Closed,
}

/// An open or opening wire. Dropped it is closed and says nothing more.
pub enum Wire {
    /// Over a WebSocket.
    Socket(Socket),
    /// Over a stream of events.
    Stream(Stream),
}

impl Wire {
    /// Opens a WebSocket to a path of this server.
    ///
    /// # Errors
    /// Where the browser does not allow sockets.
    pub fn open(path: &str, protocol: &str, tell: impl Fn(Word) + Clone + 'static) -> Result<Self, JsValue> {
        Socket::open(path, protocol, tell).map(Self::Socket)
    }

    /// Opens a stream of events at a path of this server; what is sent is posted below it.
    ///
    /// # Errors
    /// Where the browser does not allow streams.
    pub fn open_stream(path: &str, protocol: &str, tell: impl Fn(Word) + Clone + 'static) -> Result<Self, JsValue> {
        Stream::open(path, protocol, tell).map(Self::Stream)
    }

    /// Sends a text; nothing happens where the wire is not open any more.
    pub fn send(&self, text: &str) {
        match self {
            Self::Socket(socket) => socket.send(text),
            Self::Stream(stream) => stream.send(text),
        }
    }
}
