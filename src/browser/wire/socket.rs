//! A WebSocket.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

use super::Word;

/// An open or opening WebSocket. Dropped it is closed and says nothing more.
pub struct Socket {
    inner: WebSocket,
    _opened: Closure<dyn Fn(Event)>,
    _arrived: Closure<dyn Fn(MessageEvent)>,
    _closed: Closure<dyn Fn(Event)>,
}

impl Socket {
    /// Opens a socket to a path of this server.
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
        Ok(Self { inner: socket, _opened: opened, _arrived: arrived, _closed: closed })
    }

    /// Sends a text; nothing happens where the socket is not open any more.
    pub fn send(&self, text: &str) {
        drop(self.inner.send_with_str(text));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.inner.set_onopen(None);
        self.inner.set_onmessage(None);
        self.inner.set_onclose(None);
        drop(self.inner.close());
    }
}
