//! Who is in conversations.

use sqlx::PgConnection;

use super::list::ConversationRow;
use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Conversation, Participant},
    },
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
};

/// Gives conversations their people, all in one query; those who take no part in a thread only where `silent` ones are asked
/// for, and the viewer in any case. Whoever does not let others know what they read does not learn it of others either. In a
/// thread each has the role that they have in its conversation. The viewer stands first: who joined first would tell who of two
/// opened it in silence.
pub async fn with_participants(
    connection: &mut PgConnection,
    rows: Vec<ConversationRow>,
    silent: bool,
) -> Result<Vec<Conversation>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
    let people = sqlx::query!(
        r#"
        select p.conversation_id as "conversation_id: ConversationId", p.account_id as "account_id: AccountId",
            a.handle, a.display_name, a.role, a.deleted_at is not null as "deleted!",
            coalesce(above.role, p.role) as "group_role!", p.delivered_seq,
            c.thread_of is not null and p.joined_at is null as "silent!",
            case when p.account_id = viewer() or s.send_receipts then p.seen_seq else 0 end as "seen_seq!"
          from participants p join accounts a on a.id = p.account_id
            join conversations c on c.id = p.conversation_id
            left join participants above on above.conversation_id = c.thread_of and above.account_id = p.account_id
            left join settings s on s.account_id = viewer()
          where p.conversation_id = any ($1)
            and ($2 or c.thread_of is null or p.joined_at is not null or p.account_id = viewer())
          order by p.conversation_id, p.account_id <> viewer(), p.joined_at, p.account_id
        "#,
        &ids,
        silent
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let first = people.partition_point(|person| person.conversation_id < row.id);
            let participants = people[first..]
                .iter()
                .take_while(|person| person.conversation_id == row.id)
                .map(|person| {
                    let account = Account {
                        id: person.account_id,
                        handle: person.handle.clone(),
                        display_name: person.display_name.clone(),
                        role: person.role.parse()?,
                        deleted: person.deleted,
                    };
                    let role = person.group_role.parse()?;
                    let (delivered_seq, seen_seq, silent) = (person.delivered_seq, person.seen_seq, person.silent);
                    Ok(Participant { account, role, delivered_seq, seen_seq, silent })
                })
                .collect::<Result<_, Error>>()?;
            Ok(row.with(participants))
        })
        .collect()
}
