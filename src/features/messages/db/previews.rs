//! What pages are called that messages lead to.

use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::Changing;
use crate::{
    features::messages::model::LinkPreview,
    shared::id::{ConversationId, MessageId},
};

/// What is known of a page: for 7 days what it is called, and for an hour that nothing is. Only the background may ask.
pub async fn find_page(connection: &mut PgConnection, url: &str) -> sqlx::Result<Option<Option<LinkPreview>>> {
    let known = sqlx::query_scalar!(
        r#"
        select page as "page: Json<LinkPreview>" from link_previews
          where url = $1
            and read_at > clock_timestamp() - case when page is null then interval '1 hour' else interval '7 days' end
        "#,
        url
    );
    Ok(known.fetch_optional(connection).await?.map(|page| page.map(|Json(page)| page)))
}

/// Something that is published here, as a link to it shows it.
#[derive(Clone, Debug)]
pub struct Published {
    /// What its post is called, if anything.
    pub title: Option<String>,
    /// What that is, as it is stored.
    pub kind: String,
    /// How whoever wrote it is called.
    pub author: String,
    /// What it says.
    pub body: String,
}

/// What a link to this site is about: an answer or a comment, or else the post. Nothing where that was deleted. Only the
/// background may ask for what anybody may read.
pub async fn find_published(
    connection: &mut PgConnection,
    post: Uuid,
    (kind, below): (&str, Option<Uuid>),
) -> sqlx::Result<Option<Published>> {
    let found = sqlx::query_as!(
        Published,
        r#"
        select p.title, p.kind, coalesce(nullif(who.display_name, ''), who.handle) as "author!",
            coalesce(a.body, c.body, p.body) as "body!"
          from posts p
            left join answers a on $2 = 'answer' and a.id = $3 and a.post_id = p.id and a.deleted_at is null
            left join comments c on $2 = 'comment' and c.id = $3 and c.post_id = p.id and c.deleted_at is null
            join accounts who on who.id = coalesce(a.author_id, c.author_id, p.author_id)
          where p.id = $1 and p.deleted_at is null
        "#,
        post,
        kind,
        below
    );
    found.fetch_optional(connection).await
}

/// Remembers what a page is called, or that nothing is known of it, and forgets twenty of those that nobody asks for.
pub async fn keep_page(connection: &mut PgConnection, url: &str, page: Option<&LinkPreview>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into link_previews (url, page, read_at) values ($1, $2, clock_timestamp())
           on conflict (url) do update set page = excluded.page, read_at = excluded.read_at",
        url,
        page.map(Json) as _
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from link_previews where url = any (array(
           select url from link_previews where read_at < clock_timestamp() - interval '7 days' order by read_at limit 20
             for update skip locked))"
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Has a message show what a page is called, if it still is as in the version that was looked at; whether that is something
/// else than before. Only the background may.
pub async fn preview_message(
    connection: &mut PgConnection,
    id: ConversationId,
    (seq, version): (i64, i64),
    preview: &LinkPreview,
) -> sqlx::Result<bool> {
    let changed = sqlx::query_scalar!(
        r#"select preview_message($1, $2, $3, $4) as "changed!""#,
        id.0,
        seq,
        version,
        Json(preview) as _
    );
    changed.fetch_one(connection).await
}

/// Takes the preview off a message of the viewer, for good.
pub async fn unpreview_message(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(r#"select unpreview_message($1) as "outcome!""#, id.0);
    Ok(Changing::read(&outcome.fetch_one(connection).await?))
}
