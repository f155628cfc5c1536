//! The engine at work in a tab: joins `sync`, which decides, with `browser`, which can.
//!
//! Features talk to [`Client`] alone: they perform operations, subscribe to topics and read what is
//! pending. On the server every call is a quiet nothing, so that one component serves both sides.
