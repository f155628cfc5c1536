//! Whatever comes over the wire is read or refused, and what was read and written is read as the same.

#![no_main]

use fuzz::realtime::{ServerFrame, hear, say};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(frame) = hear(text) {
        let written = serde_json::to_string(&frame).expect("a frame has only string keys");
        assert_eq!(hear(&written), Some(frame), "{written}");
    }
    if let Some(frame) = ServerFrame::read(text) {
        let written = say(&frame);
        assert_eq!(ServerFrame::read(&written), Some(frame), "{written}");
    }
});
