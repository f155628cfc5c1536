//! A stream of events from the server, and calls to it: where no WebSocket gets through.
//!
//! Over HTTP/1.1 a browser has six connections to a server, and a stream takes one of them as long as it is open.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, EventSource, MessageEvent};

use super::Word;
use crate::browser::{call, clock::pass};

/// The event that names the connection.
const NAMED: &str = "connection";
/// The event that asks whether the page is still there.
const ASKED: &str = "ping";

/// Frames of one call: half of what the server takes within a second, as what has waited for a call that was slow comes
/// beside what is sent meanwhile.
const MOST_FRAMES: usize = 10;
/// How long the next call waits after one with so many.
const BREATH: Duration = Duration::from_secs(1);

type Listener = Closure<dyn Fn(MessageEvent)>;

/// An open or opening stream. Dropped it is closed and says nothing more.
pub struct Stream {
    ends: Rc<Ends>,
    named: Listener,
    asked: Listener,
    _arrived: Listener,
    _failed: Listener,
}

/// Both ends of it: what comes, and what waits to be posted.
struct Ends {
    source: EventSource,
    path: String,
    /// What the connection is called, once the server has said so.
    name: RefCell<Option<String>>,
    waiting: RefCell<Vec<String>>,
    /// Whether a call is on its way: one follows another, as frames have an order.
    busy: Cell<bool>,
    over: Cell<bool>,
    /// Breaks off the call that is on its way: it would hold a connection of the browser for nothing.
    calls: AbortController,
    tell: Box<dyn Fn(Word)>,
}

impl Stream {
    /// Opens a stream at a path of this server.
    pub fn open(path: &str, protocol: &str, tell: impl Fn(Word) + 'static) -> Result<Self, JsValue> {
        let source = EventSource::new(&format!("{path}?protocol={protocol}"))?;
        let ends = Rc::new(Ends {
            source,
            path: path.to_owned(),
            name: RefCell::default(),
            waiting: RefCell::default(),
            busy: Cell::new(false),
            over: Cell::new(false),
            calls: AbortController::new()?,
            tell: Box::new(tell),
        });
        let listener = |hear: fn(&Rc<Ends>, String)| {
            let ends = Rc::clone(&ends);
            Listener::new(move |event: MessageEvent| hear(&ends, event.data().as_string().unwrap_or_default()))
        };
        let named = listener(Ends::open);
        let asked = listener(|ends, _| ends.send(String::new()));
        let arrived = listener(|ends, text| (ends.tell)(Word::Text(text)));
        // The browser would open it again by itself; that is decided elsewhere.
        let failed = listener(|ends, _| ends.close());
        ends.source.add_event_listener_with_callback(NAMED, named.as_ref().unchecked_ref())?;
        ends.source.add_event_listener_with_callback(ASKED, asked.as_ref().unchecked_ref())?;
        ends.source.set_onmessage(Some(arrived.as_ref().unchecked_ref()));
        ends.source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Self { ends, named, asked, _arrived: arrived, _failed: failed })
    }

    /// Sends a text; nothing happens where the stream is not open any more.
    pub fn send(&self, text: &str) {
        self.ends.send(text.to_owned());
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let source = &self.ends.source;
        self.ends.over.set(true);
        drop(source.remove_event_listener_with_callback(NAMED, self.named.as_ref().unchecked_ref()));
        drop(source.remove_event_listener_with_callback(ASKED, self.asked.as_ref().unchecked_ref()));
        source.set_onmessage(None);
        source.set_onerror(None);
        source.close();
        self.ends.calls.abort();
    }
}

impl Ends {
    fn open(self: &Rc<Self>, name: String) {
        self.name.replace(Some(name));
        (self.tell)(Word::Opened);
    }

    fn close(&self) {
        self.source.close();
        self.calls.abort();
        if !self.over.replace(true) {
            (self.tell)(Word::Closed);
        }
    }

    fn send(self: &Rc<Self>, text: String) {
        self.waiting.borrow_mut().push(text);
        if !self.busy.replace(true) {
            spawn_local(Rc::clone(self).post());
        }
    }

    /// Posts what waits, and what comes to wait meanwhile. What may not have arrived ends the stream: another one begins
    /// with all that matters.
    async fn post(self: Rc<Self>) {
        loop {
            let frames = self.next();
            let name = self.name.borrow().clone();
            let (false, false, Some(name)) = (frames.is_empty(), self.over.get(), name) else { break };
            let path = format!("{}/{name}", self.path);
            if call::say(&path, &frames.join("\n"), &self.calls.signal()).await.is_err() {
                self.close();
            } else if frames.len() == MOST_FRAMES {
                pass(BREATH).await;
            }
        }
        self.busy.set(false);
    }

    /// What the next call brings.
    fn next(&self) -> Vec<String> {
        let mut waiting = self.waiting.borrow_mut();
        let most = waiting.len().min(MOST_FRAMES);
        waiting.drain(..most).collect()
    }
}
