//! A WebSocket to our own server: texts out, texts in.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

/// What a socket tells.
pub enum Word {
    /// Texts may be sent.
    Opened,
    /// A text arrived.
    Text(String),
    /// It is over, or never came to be. The last word.
    Closed,
}

/// An open or opening socket. Dropped it is closed and says nothing more.
pub struct Wire {
    socket: WebSocket,
    _opened: Closure<dyn Fn(Event)>,
    _arrived: Closure<dyn Fn(MessageEvent)>,
    _closed: Closure<dyn Fn(Event)>,
}

impl Wire {
    /// Opens a socket to a path of this server.
    ///
    /// # Errors
    /// Where the browser does not allow sockets.
    pub fn open(path: &str, protocol: &str, tell: impl Fn(Word) + Clone + 'static) -> Result<Self, JsValue> {
        let location = window().location();
        let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new_with_str(&format!("{scheme}://{}{path}", location.host()?), protocol)?;
        let (opening, arriving) = (tell.clone(), tell.clone());
        let opened = Closure::<dyn Fn(Event)>::new(move |_| opening(Word::Opened));
        let arrived = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                arriving(Word::Text(text));
            }
        });
        let closed = Closure::<dyn Fn(Event)>::new(move |_| tell(Word::Closed));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(arrived.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Ok(Self { socket, _opened: opened, _arrived: arrived, _closed: closed })
    }

    /// Sends a text; nothing happens where the socket is not open any more.
    pub fn send(&self, text: &str) {
        drop(self.socket.send_with_str(text));
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        drop(self.socket.close());
    }
}
