//! The server functions of a conversation's details: what it is called, who is in it, and what the viewer chose for it. A
//! plain form goes back to the details; what they answer to a page is heard as events by everybody.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::messages::model::GroupRole,
    shared::{Result, id::ConversationId, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::{
        accounts::model::link_typed,
        messages::{
            model::{Choice, Details, Subject, handles_typed},
            service,
            state::sharing::address,
        },
    },
    server::{Server, Viewer, form, once::Once},
};

/// Makes a group that the viewer owns; the same once more under its `id` is the same group. A plain form goes there. The
/// handles of the others come as they are typed.
///
/// # Errors
/// `Invalid` for the name (`name`) or the people (`with`), `Slow`; `Conflict` where the `id` names another one of theirs.
#[server(prefix = "/rpc", endpoint = "make_group", output = Json, client = OwnCalls)]
pub async fn make_group(id: Option<ConversationId>, name: String, with: String) -> Result<ConversationId> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let id = id.map_or_else(|| Ok(ConversationId::new()), |id| id.by_caller("id"))?;
    let group = service::NewGroup { id, name, with: handles_typed(&with) };
    let id = service::create_group(&server, viewer.account, &group).await?.id;
    form::back_to(&address(id, ""));
    Ok(id)
}

/// Calls a group otherwise, or says what a conversation is about: without words, nothing. Over the `version` that was seen.
/// The `link` may be typed without its beginning.
///
/// # Errors
/// `Invalid` for `name`, `subject` or `link`; `Missing`, `Forbidden`; `Conflict` where something newer holds.
#[server(prefix = "/rpc", endpoint = "change_conversation", output = Json, client = OwnCalls)]
pub async fn change_conversation(
    conversation_id: ConversationId,
    version: i64,
    name: Option<String>,
    subject: String,
    link: String,
) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let subject = Some(Subject { words: subject, link: Some(link_typed(&link)) });
    let details = Details { name, subject, expected_version: Some(version) };
    service::change(&server.pool, viewer.account, conversation_id, &details, &Once::UNNAMED).await?;
    back_to_details(conversation_id);
    Ok(())
}

/// Brings people into a group, all of them or nobody. Their handles come as they are typed.
///
/// # Errors
/// `Invalid` for the people (`with`); `Missing`, `Forbidden`.
#[server(prefix = "/rpc", endpoint = "add_people", output = Json, client = OwnCalls)]
pub async fn add_people(conversation_id: ConversationId, with: String) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::add_people(&server, viewer.account, conversation_id, &handles_typed(&with)).await?;
    back_to_details(conversation_id);
    Ok(())
}

/// Brings somebody back into a group, as what they were.
///
/// # Errors
/// `Invalid` for `handle` where nobody has it, or for `participants` where there is no room; `Missing`, `Forbidden`, `Slow`.
#[server(prefix = "/rpc", endpoint = "bring_back", output = Json, client = OwnCalls)]
pub async fn bring_back(conversation_id: ConversationId, handle: String, role: GroupRole) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let place = (handle.as_str(), Some(role));
    service::set_participant(&server, viewer.account, conversation_id, place, &Once::UNNAMED).await?;
    back_to_details(conversation_id);
    Ok(())
}

/// Gives somebody in a group another role. It brings nobody back who has gone meanwhile.
///
/// # Errors
/// `Invalid` for `role` where nobody would own the group after; `Missing`, `Forbidden`.
#[server(prefix = "/rpc", endpoint = "set_role", output = Json, client = OwnCalls)]
pub async fn set_role(conversation_id: ConversationId, handle: String, role: GroupRole) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::set_role(&server.pool, viewer.account, conversation_id, &handle, role).await?;
    back_to_details(conversation_id);
    Ok(())
}

/// Takes somebody out of a group.
///
/// # Errors
/// `Missing`, `Forbidden`.
#[server(prefix = "/rpc", endpoint = "remove_person", output = Json, client = OwnCalls)]
pub async fn remove_person(conversation_id: ConversationId, handle: String) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::remove_participant(&server.pool, viewer.account, conversation_id, &handle, &Once::UNNAMED).await?;
    back_to_details(conversation_id);
    Ok(())
}

/// Goes out of a group. A plain form leads to the list.
///
/// # Errors
/// `Missing`; `Forbidden` for a pair.
#[server(prefix = "/rpc", endpoint = "leave_group", output = Json, client = OwnCalls)]
pub async fn leave_group(conversation_id: ConversationId) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::leave(&server.pool, viewer.account, conversation_id).await?;
    form::back_to("/messages");
    Ok(())
}

/// Mutes, pins or puts away a conversation for the viewer alone, or takes that back, by a form in which everything is on
/// that it names.
///
/// # Errors
/// `Missing` where the viewer is not in it.
#[server(prefix = "/rpc", endpoint = "choose_for", output = Json, client = OwnCalls)]
pub async fn choose_for(
    conversation_id: ConversationId,
    #[server(default)] muted: bool,
    #[server(default)] pinned: bool,
    #[server(default)] archived: bool,
) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let (muted, pinned, archived) = (Some(muted), Some(pinned), Some(archived));
    let choice = Choice { muted, pinned, archived, ..Choice::default() };
    service::choose_mark(&server.pool, viewer.account, conversation_id, choice, &Once::UNNAMED).await?;
    back_to_details(conversation_id);
    Ok(())
}

/// Accepts a request, or declines it, which puts it away. A plain form leads to the conversation, or to the list.
///
/// # Errors
/// `Missing` where the viewer is not in it.
#[server(prefix = "/rpc", endpoint = "answer_request", output = Json, client = OwnCalls)]
pub async fn answer_request(conversation_id: ConversationId, accept: bool) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let (choice, next) = if accept {
        (Choice { requested: Some(false), ..Choice::default() }, format!("/messages/{conversation_id}"))
    } else {
        (Choice { archived: Some(true), ..Choice::default() }, "/messages".to_owned())
    };
    service::choose_mark(&server.pool, viewer.account, conversation_id, choice, &Once::UNNAMED).await?;
    form::back_to(&next);
    Ok(())
}

#[cfg(feature = "ssr")]
fn back_to_details(id: ConversationId) {
    form::back_to(&format!("/messages/{id}/details"));
}
