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
    shared::{Error, Result, id::ConversationId},
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

/// What to change of a conversation: for everybody in it (`name`, `subject`), or for the caller alone (`muted`, `pinned`,
/// `archived`), not both in one call.
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
    /// The `version` that was seen: for `name` and `subject` the conversation's, otherwise that of the caller's `mark`.
    /// Absent, whatever holds is changed.
    version: Option<i64>,
}

impl ConversationChange {
    /// What is to be changed for all; nothing where it is for the caller alone.
    fn details(&self) -> Result<Option<Details>> {
        if self.name.is_none() && self.subject.is_none() {
            return Ok(None);
        }
        if self.muted.or(self.pinned).or(self.archived).is_some() {
            return Err(Error::invalid("name", "exclusive"));
        }
        let (name, subject) = (self.name.clone(), self.subject.clone());
        Ok(Some(Details { name, subject, expected_version: self.version }))
    }

    fn choice(&self) -> Choice {
        let Self { muted, pinned, archived, version: expected_version, .. } = *self;
        Choice { muted, pinned, archived, expected_version }
    }
}

/// Renames a group or says what a conversation is about; or mutes, pins or archives it for the caller alone.
///
/// In a group only owners and admins rename it and give it a subject; in a pair both people give it one. Where the
/// `version` is not the newest the answer is 409, with the conversation as `newest`.
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
    let details = change.details()?;
    let changed = match &details {
        Some(details) => service::change(&server.pool, viewer.account, id, details, &once).await,
        None => service::choose(&server.pool, viewer.account, id, change.choice(), &once).await,
    };
    match changed {
        Err(Error::Conflict) => {
            let newest = service::read(&server.pool, viewer.account, id).await?;
            let version = if details.is_some() { newest.version } else { newest.mark.version };
            let is_stale = change.version.is_some_and(|seen| seen != version);
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
/// Owners and admins bring people in, until there are 256, and each of them 256 an hour; only owners give roles, and one always stays. Whoever comes in may read
/// the group from its beginning, and what was said before is not unread for them.
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
