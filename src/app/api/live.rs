//! `/ws` and `/events` for the description: who may open the live connection. The routes are `realtime`'s, and the frames
//! are `PROTOCOL.md`'s.

use utoipa_axum::{router::OpenApiRouter, routes};

/// The live connection as the description has it; nothing is served from here.
pub fn described() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(open)).routes(routes!(open_events)).routes(routes!(say))
}

/// Opens the live connection, one WebSocket that tells what happens.
///
/// Its frames, topics and limits, and an example, are in `src/realtime/PROTOCOL.md` of the source. It is opened by a
/// token, by a session's cookie, or by a second subprotocol `bearer.<token>`.
#[utoipa::path(get, path = "/ws", tag = "Live",
    params(("Sec-WebSocket-Protocol" = String, Header,
        description = "`tertulia.v1`; a page of another origin adds `, bearer.<token>`")),
    responses(
        (status = 101, description = "It is open. The client speaks first: `hello`, with its topics"),
        (status = 400, description = "It does not ask for a WebSocket"),
        (status = 401, description = "No valid log-in; who sends an `Origin` gets 101 and is told `bye revoked`"),
        (status = 403, description = "A cookie, and an `Origin` that is not the server's own; or a token that may not read"),
        (status = 422, description = "Without the subprotocol `tertulia.v1`"),
        (status = 429, description = "The account calls too often, or the address with tokens that are none"),
        (status = 503, description = "The database cannot be asked, or the server stops")))]
async fn open() {}

/// Opens the live connection where no WebSocket gets through: the same frames as server-sent events.
///
/// With `topics` it tells of them at once, and nobody has to say anything. Otherwise the client speaks first, under the id
/// that the first event, `connection`, tells; and an event `ping` is to be answered by a call without a body. Every event
/// without a name is a frame.
#[utoipa::path(get, path = "/events", tag = "Live",
    params(
        ("topics" = Option<String>, Query, description = "What to hear, between commas; without it the client says `hello` itself"),
        ("position" = Option<String>, Query, description = "A `Tertulia-Position`, from which the topics go on without a gap; absent, from now on"),
        ("protocol" = Option<String>, Query, description = "`tertulia.v1`, which it is where nothing is said")),
    responses(
        (status = 200, description = "It is open", content_type = "text/event-stream", body = String),
        (status = 400, description = "The position cannot be read"),
        (status = 401, description = "No valid log-in; a page gets 200 and is told `bye revoked`"),
        (status = 403, description = "A cookie, and a page that is not the server's own; or a token that may not read"),
        (status = 422, description = "Another protocol than `tertulia.v1`, or a position without topics"),
        (status = 429, description = "The account calls too often, or the address without a log-in that counts"),
        (status = 503, description = "The database cannot be asked, or the server stops")))]
async fn open_events() {}

/// Says something on a live connection without a WebSocket.
///
/// The body is one frame, or several, one a line. Without any it is a sign of life. What the server has to say to it comes
/// as an event.
#[utoipa::path(post, path = "/events/{connection}", tag = "Live",
    params(("connection" = uuid::Uuid, Path, description = "The id that the first event told")),
    request_body(content = String, content_type = "text/plain"),
    responses(
        (status = 204, description = "Taken, to be heard in its turn"),
        (status = 400, description = "No text, or no id; no text ends the connection with `bye protocol`"),
        (status = 401, description = "No valid log-in"),
        (status = 403, description = "A cookie, and a page that is not the server's own"),
        (status = 404, description = "There is no such connection any more, or not of this log-in"),
        (status = 413, description = "A frame of more than 64 KiB, which ends the connection with `bye too_large`; or a call of more than 1 MiB, which is not read"),
        (status = 429, description = "The account calls too often"),
        (status = 503, description = "The server stops, or was busy with what came before")))]
async fn say() {}
