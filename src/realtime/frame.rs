//! Frames as the server writes them, and as it reads what a client says.

use axum::extract::ws::Utf8Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    ClientFrame, ServerFrame, Topic,
    envelope::{MAX_TOPICS, Subscription},
};
use crate::shared::{Error, json::Exact};

impl ServerFrame {
    /// The frame as it goes out.
    pub(super) fn text(&self) -> Utf8Bytes {
        serde_json::to_string(self).expect("a frame has only string keys").into()
    }

    /// There is no such topic, or not for this listener: the two cannot be told apart.
    #[must_use]
    pub fn missing(topic: Topic) -> Self {
        Self::refused(&Error::Missing, Some(topic))
    }

    /// A frame was refused, in the words of the error.
    #[must_use]
    pub fn refused(error: &Error, topic: Option<Topic>) -> Self {
        Self::Error { code: error.code().into(), words: error.to_string(), topic }
    }

    /// A frame could not be understood, and why.
    #[must_use]
    pub fn invalid(words: impl Into<String>, topic: Option<Topic>) -> Self {
        Self::Error { code: "invalid".into(), words: words.into(), topic }
    }
}

/// What a `hello` names among its topics and is none, or has no position of it.
#[derive(Debug, PartialEq)]
pub(super) struct Unheard {
    /// As the client named it, where it did.
    topic: Option<Value>,
    words: String,
}

impl Unheard {
    /// The `error` that answers it.
    pub(super) fn text(&self) -> Utf8Bytes {
        let mut frame = json!({"type": "error", "code": "invalid", "words": self.words});
        if let Some(topic) = &self.topic {
            frame["topic"] = topic.clone();
        }
        frame.to_string().into()
    }
}

impl ClientFrame {
    /// Reads what a client said. Of a `hello` it leaves out what cannot be understood among its topics, so that the others
    /// are heard, and gives it back beside the frame.
    ///
    /// # Errors
    /// It is no frame of this protocol.
    pub(super) fn read(text: &str) -> Result<(Self, Vec<Unheard>), serde_json::Error> {
        match Self::read_whole(text) {
            Some(frame) => Ok((frame, Vec::new())),
            None => Self::read_in_parts(text),
        }
    }

    /// Reads any frame but a `hello` straight from its text; nothing where it is another or cannot be read so.
    fn read_whole(text: &str) -> Option<Self> {
        // A list of what stands in a frame would be read too, and is none.
        let is_object = text.trim_start().starts_with('{');
        let frame = is_object.then(|| serde_json::from_str::<Self>(text))?.ok()?;
        (!matches!(frame, Self::Hello { .. })).then_some(frame)
    }

    /// Reads a frame of which something may be left out, and says of one that is none what is wrong with it.
    fn read_in_parts(text: &str) -> Result<(Self, Vec<Unheard>), serde_json::Error> {
        let mut frame: Map<String, Value> = serde_json::from_str(text)?;
        let unheard = match (frame.get("type").and_then(Value::as_str) == Some("hello"), frame.get_mut("topics")) {
            (true, Some(Value::Array(topics))) => take_unheard(topics),
            _ => Vec::new(),
        };
        Ok((Self::deserialize(Value::Object(frame))?, unheard))
    }
}

/// Takes what is no subscription out of the topics of a `hello`; as many come back as a connection may have topics.
fn take_unheard(topics: &mut Vec<Value>) -> Vec<Unheard> {
    let mut unheard = Vec::new();
    topics.retain(|wanted| match Exact::<Subscription>::deserialize(wanted) {
        Ok(_) => true,
        Err(error) => {
            let topic = wanted.get("topic").filter(|topic| topic.is_string()).cloned();
            unheard.push(Unheard { topic, words: error.to_string() });
            false
        }
    });
    unheard.truncate(MAX_TOPICS);
    unheard
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_topic_of_a_hello_is_named_and_the_rest_is_heard() {
        let topics = json!([
            {"topic": "room:7", "since": null},
            {"topic": "me", "since": null},
            {"topic": "me", "since": "yesterday"},
            ["me", null],
            {"topic": 7},
        ]);
        let hello = json!({"type": "hello", "topics": topics, "client": "test/1"});
        let Ok((ClientFrame::Hello { topics, .. }, unheard)) = ClientFrame::read(&hello.to_string()) else {
            panic!("a hello")
        };
        assert_eq!(topics, [Subscription { topic: Topic::Me, since: None }]);
        let named: Vec<_> = unheard.iter().map(|one| one.topic.as_ref().and_then(Value::as_str)).collect();
        assert_eq!(named, [Some("room:7"), Some("me"), None, None]);
        let first: Value = serde_json::from_str(unheard[0].text().as_str()).expect("a frame");
        assert_eq!(first, json!({"type": "error", "code": "invalid", "words": "not a topic", "topic": "room:7"}));
    }

    #[test]
    fn a_frame_is_an_object() {
        for text in [r#"["ping",{"t":1}]"#, r#"["subscribe","me",null]"#, r#"[{"type":"ping","t":1}]"#, "7"] {
            let words = ClientFrame::read(text).err().map(|error| error.to_string());
            assert!(words.is_some_and(|words| !words.contains("Frame")), "{text}");
        }
        assert!(ClientFrame::read(r#"{"type":"ping","t":1}"#).is_ok());
    }

    #[test]
    fn a_frame_is_the_same_whichever_way_it_is_read() {
        for text in [
            r#"{"type":"ping","t":7}"#,
            r#" {"t": 7.5, "more": [null], "type": "ping"} "#,
            r#"{"type":"subscribe","topic":"me","since":"7f3a.1040.2"}"#,
            r#"{"type":"subscribe","topic":"me","since":null}"#,
            r#"{"type":"unsubscribe","topic":"me"}"#,
            r#"{"type":"signal","topic":"me","kind":"away"}"#,
            r#"{"type":"signal","topic":"me","kind":"away","body":{"a":[1,-2,0.5,{"b":"\u00e1"}]}}"#,
        ] {
            let frame = ClientFrame::read_whole(text).expect(text);
            assert_eq!(ClientFrame::read_in_parts(text).ok(), Some((frame, vec![])), "{text}");
        }
    }

    #[test]
    fn of_what_a_frame_says_twice_the_last_holds() {
        let (frame, _) = ClientFrame::read(r#"{"type":"ping","t":1,"t":2}"#).expect("a frame");
        assert_eq!(frame, ClientFrame::Ping { t: 2.0 });
    }

    #[test]
    fn a_hello_is_read_in_parts() {
        let hello = r#"{"type":"hello","topics":[{"topic":"me","since":null}],"client":"test/1"}"#;
        assert_eq!(ClientFrame::read_whole(hello), None);
        assert!(ClientFrame::read(hello).is_ok_and(|(_, unheard)| unheard.is_empty()));
    }
}
