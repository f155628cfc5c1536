//! `/ws` for the description: who may open it. The route is `realtime::socket`'s, and its frames are `PROTOCOL.md`'s.

use utoipa_axum::{router::OpenApiRouter, routes};

/// The live connection as the description has it; nothing is served from here.
pub fn described() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(open))
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
        (status = 401, description = "No valid log-in; who sends an `Origin` gets 101 and is told `bye revoked`"),
        (status = 403, description = "A cookie, and an `Origin` that is not the server's own"),
        (status = 422, description = "Without the subprotocol `tertulia.v1`"),
        (status = 429, description = "The account calls too often, or the address with tokens that are none"),
        (status = 503, description = "The database cannot be asked, or the server stops")))]
async fn open() {}
