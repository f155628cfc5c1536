//! Groups: making one, who is in it, what it is called. Each statement is one function of the schema, which says in a
//! word what became of it.

use sqlx::PgConnection;

use crate::{
    features::messages::model::{Details, GroupRole},
    shared::id::{AccountId, ConversationId},
};

/// Those of the handles that name somebody, who they are.
pub async fn find_accounts(connection: &mut PgConnection, handles: &[String]) -> sqlx::Result<Vec<AccountId>> {
    sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where handle = any ($1) and deleted_at is null"#,
        handles
    )
    .fetch_all(connection)
    .await
}

/// Makes a group of the viewer and these people; `made`, `known`, `conflict`, `taken` or `unknown`.
pub async fn create_group(
    connection: &mut PgConnection,
    id: ConversationId,
    name: &str,
    people: &[AccountId],
) -> sqlx::Result<String> {
    let people: Vec<_> = people.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(r#"select create_group($1, $2, $3) as "outcome!""#, id.0, name, &people)
        .fetch_one(connection)
        .await
}

/// Gives somebody a place in a group, or a role there; `joined`, `changed`, `same`, `missing`, `forbidden`, `unknown`,
/// `full` or `last_owner`.
pub async fn set_participant(
    connection: &mut PgConnection,
    id: ConversationId,
    person: Option<AccountId>,
    role: Option<GroupRole>,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select set_participant($1, $2, $3) as "outcome!""#,
        id.0,
        person.map(|person| person.0),
        role.map(GroupRole::as_str)
    )
    .fetch_one(connection)
    .await
}

/// Gives somebody in a group another role; `changed`, `same`, `missing`, `forbidden`, `absent` or `last_owner`.
pub async fn set_role(
    connection: &mut PgConnection,
    id: ConversationId,
    person: Option<AccountId>,
    role: GroupRole,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select set_role($1, $2, $3) as "outcome!""#,
        id.0,
        person.map(|person| person.0),
        role.as_str()
    )
    .fetch_one(connection)
    .await
}

/// Takes somebody out of a group; `removed`, `missing`, `forbidden` or `absent`.
pub async fn remove_participant(
    connection: &mut PgConnection,
    id: ConversationId,
    person: Option<AccountId>,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(r#"select remove_participant($1, $2) as "outcome!""#, id.0, person.map(|person| person.0))
        .fetch_one(connection)
        .await
}

/// Changes what a conversation is called and what it is about, over the version that was seen; `changed`, `same`,
/// `missing`, `forbidden`, `nameless` or `conflict`.
pub async fn change_conversation(
    connection: &mut PgConnection,
    id: ConversationId,
    details: &Details,
) -> sqlx::Result<String> {
    let subject = details.subject.as_ref();
    sqlx::query_scalar!(
        r#"select change_conversation($1, $2, $3, $4, $5) as "outcome!""#,
        id.0,
        details.expected_version,
        details.name.as_deref(),
        subject.map(|subject| subject.words.as_str()),
        subject.and_then(|subject| subject.link.as_deref())
    )
    .fetch_one(connection)
    .await
}
