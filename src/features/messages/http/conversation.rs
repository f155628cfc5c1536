//! One conversation: what it is called and about, who is in it, and what the caller alone sees of it.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, Listed};
use crate::{
    features::messages::{
        model::{Choice, Details, GroupRole, Subject},
        service,
    },
    server::{
        Server, Viewer, fault,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::{Error, id::ConversationId},
};

/// The calls about one conversation and those in it.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read, change)).routes(routes!(set_participant, remove_participant))
}

/// Reads a conversation: its people, how far it reached them, and the caller's own marks.
#[utoipa::path(get, path = "/api/conversations/{id}", tag = "Conversations", params(("id" = ConversationId, Path)),
    responses((status = 200, description = "The conversation", body = Listed)))]
async fn read(State(server): State<Server>, viewer: Viewer, Path(id): Path<ConversationId>) -> Answer<Json<Listed>> {
    Ok(Json(service::read(&server.pool, viewer.account, id).await?.into()))
}

/// What to change of a conversation: for everybody in it (`name`, `subject`), for the caller alone (`muted`, `pinned`,
/// `archived`, `requested`), or both at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"name": "Book club"})))]
struct ConversationChange {
    /// What a group is called, 1–80 characters, with at most 8 marks on a letter.
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// What it is about; with empty `words` the subject is taken away.
    subject: Option<Subject>,
    /// No sound, no badge.
    muted: Option<bool>,
    /// On top of the list.
    pinned: Option<bool>,
    /// Out of the list until somebody writes, muted or not.
    archived: Option<bool>,
    /// `false` accepts a message request; `true` leaves things as they are.
    requested: Option<bool>,
    /// The `version` that was seen: with `name` or `subject` the conversation's, and what the caller alone sees of it is
    /// changed whatever holds; otherwise that of the caller's `mark`. Absent, whatever holds is changed.
    version: Option<i64>,
}

impl ConversationChange {
    /// What is to be changed for all, if anything, and what for the caller alone. Only one of the two knows the version.
    fn parts(self) -> (Option<Details>, Choice) {
        let Self { name, subject, muted, pinned, archived, requested, version } = self;
        if name.is_none() && subject.is_none() {
            return (None, Choice { muted, pinned, archived, requested, expected_version: version });
        }
        let details = Details { name, subject, expected_version: version };
        (Some(details), Choice { muted, pinned, archived, requested, expected_version: None })
    }
}

/// Renames a group or says what a conversation is about; mutes, pins or archives it for the caller
/// alone, or accepts what is a request.
///
/// In a group only owners and admins rename it and give it a subject; in a pair both people give it one. Of a call that asks
/// for something of either kind all is done or, where a part is refused, nothing. Where the `version` is not the newest the
/// answer is 409, with the conversation as `newest`.
#[utoipa::path(patch, path = "/api/conversations/{id}", tag = "Conversations",
    params(("id" = ConversationId, Path), Repeated), request_body = ConversationChange, responses(
    (status = 200, description = "The conversation afterwards", body = Listed),
    (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn change(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<ConversationId>,
    once: Once,
    Json(change): Json<ConversationChange>,
) -> Answer<Response> {
    let seen = change.version;
    let (details, choice) = change.parts();
    let changed = match &details {
        Some(details) => service::change_and_choose(&server.pool, viewer.account, id, (details, choice), &once).await,
        None => service::choose(&server.pool, viewer.account, id, choice, &once).await,
    };
    match changed {
        Err(Error::Conflict) => {
            let newest = service::read(&server.pool, viewer.account, id).await?;
            let version = if details.is_some() { newest.version } else { newest.mark.version };
            let is_stale = seen.is_some_and(|seen| seen != version);
            // Otherwise the `Operation-Id` names another act.
            if is_stale { Ok(fault::stale(&Listed::from(newest))) } else { Err(Error::Conflict.into()) }
        }
        changed => Ok(Json(Listed::from(changed?)).into_response()),
    }
}

/// The place that somebody is to have in a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"role": "member"})))]
struct Place {
    /// Their role; absent, whoever is in the group keeps theirs, and whoever is not comes as a member.
    role: Option<GroupRole>,
}

/// Brings somebody into a group, or gives them another role there.
///
/// Owners and admins bring people in, until there are 256, and each of them 256 an hour; only owners give roles, and one
/// always stays. Whoever comes in may read the group from its beginning, and what was said before is not unread for them.
#[utoipa::path(put, path = "/api/conversations/{id}/participants/{handle}", tag = "Conversations",
    params(("id" = ConversationId, Path), ("handle" = String, Path), Repeated), request_body = Place,
    responses((status = 200, description = "The group afterwards", body = Listed)))]
async fn set_participant(
    State(server): State<Server>,
    viewer: Viewer,
    Path((id, handle)): Path<(ConversationId, String)>,
    once: Once,
    Json(Place { role }): Json<Place>,
) -> Answer<Json<Listed>> {
    let place = (handle.as_str(), role);
    Ok(Json(service::set_participant(&server, viewer.account, id, place, &once).await?.into()))
}

/// Removes somebody from a group, or leaves it: by one's own handle.
///
/// Owners remove anybody, admins remove members. Where the last owner leaves, the admin who has been there longest
/// inherits it, or else the member who has.
#[utoipa::path(delete, path = "/api/conversations/{id}/participants/{handle}", tag = "Conversations",
    params(("id" = ConversationId, Path), ("handle" = String, Path), Repeated),
    responses((status = 204, description = "They are not in it any more")))]
async fn remove_participant(
    State(server): State<Server>,
    viewer: Viewer,
    Path((id, handle)): Path<(ConversationId, String)>,
    once: Once,
) -> Answer<StatusCode> {
    service::remove_participant(&server.pool, viewer.account, id, &handle, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
