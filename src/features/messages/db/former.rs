//! Those who said something in a conversation and are not in it any more.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::Account,
    shared::{
        Result,
        id::{AccountId, ConversationId},
    },
};

/// Those of these people who are not in a conversation.
pub async fn select_former(
    connection: &mut PgConnection,
    id: ConversationId,
    people: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<Account>> {
    let people: Vec<_> = people.into_iter().map(|person| person.0).collect();
    let rows = sqlx::query!(
        r#"
        select a.id as "id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "deleted!"
          from accounts a
          where a.id = any ($2)
            and not exists (select from participants p where p.conversation_id = $1 and p.account_id = a.id)
          order by a.id
        "#,
        id.0,
        &people
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse()?;
            let (handle, display_name) = (row.handle, row.display_name);
            Ok(Account { id: row.id, handle, display_name, role, deleted: row.deleted })
        })
        .collect()
}
