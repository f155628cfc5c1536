//! What the tabs of a browser say to each other (`BroadcastChannel`): each hears the texts of all others.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Says a text to all other tabs that hear the channel of a name, without hearing anything there.
pub fn say(name: &str, text: &str) {
    if let Ok(channel) = BroadcastChannel::new(name) {
        drop(channel.post_message(&text.into()));
        channel.close();
    }
}

/// An open channel. Dropped nothing more is heard.
pub struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// Opens the channel of a name. Nothing where the browser has none.
    pub fn open(name: &str, tell: impl Fn(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                tell(text);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, _heard: heard })
    }

    /// Says a text to all other tabs.
    pub fn say(&self, text: &str) {
        drop(self.channel.post_message(&text.into()));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
