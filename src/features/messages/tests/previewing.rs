use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::*;
use crate::{
    features::messages::model::{From, LinkPreview},
    server::{
        Config,
        links::tests::site::{Site, html, leading_to},
        once::Once,
    },
    shared::{Error, id::OperationId},
};

/// How long a page may take before a test gives up.
const LONG: Duration = Duration::from_secs(30);

const TEA: &str = "<title>Tea &amp; cake</title><meta name=description content='How to make it'>";

impl Talk {
    /// Pages are looked at, these among them.
    fn look_at(&mut self, sites: &[&Site]) {
        let link_previews_allow_private = sites.iter().map(|site| site.address).collect();
        let config = Config { link_previews: true, link_previews_allow_private, ..Config::for_tests() };
        self.world.server.config = Arc::new(config);
    }

    async fn read_message(&self, id: MessageId) -> Message {
        service::message(self.world.pool(), self.bob, id).await.expect("bob may read it")
    }

    /// The message once its preview has changed so many times.
    async fn previewed(&self, id: MessageId, times: i64) -> Message {
        let comes = async {
            loop {
                let message = self.read_message(id).await;
                if message.previewed >= times {
                    return message;
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        let message = timeout(LONG, comes).await.expect("it changes");
        assert_eq!(message.previewed, times);
        message
    }

    /// Waits until so many pages are known, with or without a title.
    async fn known(&self, pages: i64) {
        let come = async {
            while self.number("select count(*) from link_previews").await < pages {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(LONG, come).await.expect("they are read");
    }

    async fn reword(&self, id: MessageId, body: &str) -> Message {
        let edit = service::Edit { id, body, expected_version: None };
        service::edit(&self.world.server, self.ann, edit, &Once::UNNAMED).await.expect("it is ann's")
    }

    async fn unpreview(&self, who: AccountId, id: MessageId) -> Result<Message> {
        service::unpreview(self.world.pool(), who, id, &Once::UNNAMED).await
    }
}

fn tea(url: String) -> LinkPreview {
    LinkPreview { url, site: None, title: "Tea & cake".to_owned(), description: Some("How to make it".to_owned()) }
}

#[tokio::test]
async fn a_message_shows_what_the_page_is_called_and_is_not_edited_by_that() {
    let mut talk = talk().await;
    let site = Site::saying(html(TEA)).await;
    talk.look_at(&[&site]);
    let message = talk.send(talk.ann, &format!("look: {}", site.url())).await;
    assert_eq!((&message.preview, message.previewed), (&None, 0), "nobody waits for it");
    let shown = talk.previewed(message.id, 1).await;
    assert_eq!(shown, Message { preview: Some(tea(site.url())), previewed: 1, ..message.clone() });
    let (topic, body) = talk.last_event("message.previewed").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!((&body["preview"], &body["previewed"]), (&json!(shown.preview), &json!(1)));
    let changed = service::changed(talk.world.pool(), talk.bob, talk.conversation, (1, 9)).await;
    assert_eq!(changed, Ok(vec![shown.clone()]), "who was away finds it");
    let read = service::history(talk.world.pool(), talk.bob, talk.conversation, From::Newest, 9).await;
    assert_eq!(read.expect("bob may read it").messages, [shown]);
}

#[tokio::test]
async fn a_page_is_asked_once_for_all_who_lead_there() {
    let mut talk = talk().await;
    let mut site = Site::saying(html(TEA)).await;
    talk.look_at(&[&site]);
    for part in ["", "#one", "#two"] {
        let message = talk.send(talk.ann, &format!("{}{part}", site.url())).await;
        talk.previewed(message.id, 1).await;
    }
    assert_eq!(site.heard().len(), 1);
}

#[tokio::test]
async fn of_what_one_person_leads_to_twenty_a_minute_are_looked_at() {
    let mut talk = talk().await;
    let site = Site::saying(html(TEA)).await;
    talk.look_at(&[&site]);
    talk.world.server.limits = Limits::on();
    let mut looked_at = Vec::new();
    for _ in 0..20 {
        let message = talk.send(talk.ann, &site.url()).await;
        talk.previewed(message.id, 1).await;
        looked_at.push(message.id);
    }
    let further = talk.send(talk.ann, &site.url()).await;
    let of_another = talk.send(talk.bob, &site.url()).await;
    talk.previewed(of_another.id, 1).await;
    assert_eq!(talk.read_message(further.id).await, further);
    // Each names the page still, and leads elsewhere first; that nobody looks there takes nothing back.
    let elsewhere = [format!("https://cake.example {}", site.url()), format!("{}cake", site.url())];
    for (id, body) in looked_at.into_iter().zip(elsewhere) {
        let reworded = talk.reword(id, &body).await;
        assert_eq!((reworded.previewed, reworded.preview), (2, None), "{body}");
    }
}

#[tokio::test]
async fn what_leads_to_this_machine_has_no_preview_and_nothing_is_asked() {
    let mut talk = talk().await;
    let mut inside = Site::saying(html("<title>Inside</title>")).await;
    let outside = Site::saying(leading_to(&inside.url())).await;
    talk.look_at(&[&outside]);
    for site in [&inside, &outside] {
        talk.send(talk.ann, &site.url()).await;
    }
    talk.known(2).await;
    assert_eq!(talk.number("select count(*) from link_previews where page is not null").await, 0);
    assert_eq!(talk.number("select count(*) from messages where previewed > 0").await, 0);
    assert_eq!(inside.heard(), [""; 0]);
}

#[tokio::test]
async fn where_previews_are_switched_off_nobody_is_asked() {
    let mut talk = talk().await;
    let mut site = Site::saying(html(TEA)).await;
    let mut other = Site::saying(html(TEA)).await;
    talk.look_at(&[&site, &other]);
    let on = Arc::clone(&talk.world.server.config);
    talk.world.server.config = Arc::new(Config { link_previews: false, ..Config::clone(&on) });
    let message = talk.send(talk.ann, &site.url()).await;
    talk.world.server.config = on;
    let later = talk.send(talk.ann, &other.url()).await;
    talk.previewed(later.id, 1).await;
    assert_eq!((site.heard().len(), other.heard().len()), (0, 1));
    assert_eq!(talk.read_message(message.id).await, message);
}

#[tokio::test]
async fn an_edit_leads_to_another_page_or_nowhere_and_so_does_what_is_shown() {
    let mut talk = talk().await;
    let (site, other) = (Site::saying(html(TEA)).await, Site::saying(html("<title>Other</title>")).await);
    talk.look_at(&[&site, &other]);
    let message = talk.send(talk.ann, &site.url()).await;
    talk.previewed(message.id, 1).await;
    let kept = talk.reword(message.id, &format!("look: {}", site.url())).await;
    assert_eq!((kept.version, kept.previewed, kept.preview), (2, 1, Some(tea(site.url()))));
    let gone = talk.reword(message.id, &format!("no: {}", other.url())).await;
    assert_eq!((gone.version, gone.previewed, gone.preview), (3, 2, None), "at once");
    let shown = talk.previewed(message.id, 3).await;
    assert_eq!(shown.preview.map(|preview| preview.title), Some("Other".to_owned()));
    let quoted = talk.reword(message.id, &format!("`{}`", other.url())).await;
    assert_eq!((quoted.previewed, quoted.preview), (4, None), "it still says so, but leads nowhere");
}

#[tokio::test]
async fn its_author_takes_a_preview_off_for_good_and_nobody_else_does() {
    let mut talk = talk().await;
    let (site, other) = (Site::saying(html(TEA)).await, Site::saying(html("<title>Other</title>")).await);
    talk.look_at(&[&site, &other]);
    let message = talk.send(talk.ann, &site.url()).await;
    let shown = talk.previewed(message.id, 1).await;
    assert_eq!(talk.unpreview(talk.bob, message.id).await, Err(Error::Forbidden));
    assert_eq!(talk.unpreview(talk.eve, message.id).await, Err(Error::Missing));
    assert_eq!(talk.unpreview(talk.ann, MessageId::new()).await, Err(Error::Missing));
    assert_eq!(talk.read_message(message.id).await, shown);
    let without = Message { preview: None, previewed: 2, ..shown };
    for _ in 0..2 {
        assert_eq!(talk.unpreview(talk.ann, message.id).await, Ok(without.clone()));
    }
    let (_, body) = talk.last_event("message.previewed").await;
    assert_eq!((&body["preview"], &body["previewed"]), (&json!(null), &json!(2)));

    talk.reword(message.id, &other.url()).await;
    talk.known(2).await;
    // Whoever comes later is looked at later.
    let later = talk.send(talk.ann, &other.url()).await;
    talk.previewed(later.id, 1).await;
    assert_eq!(talk.read_message(message.id).await.preview, None);
}

#[tokio::test]
async fn a_bot_takes_the_preview_off_its_message_and_no_other() {
    let mut talk = talk().await;
    let site = Site::saying(html(TEA)).await;
    talk.look_at(&[&site]);
    let message = talk.send(talk.ann, &site.url()).await;
    talk.previewed(message.id, 1).await;
    let path = format!("/api/messages/{}/preview", message.id);
    for (who, refused) in [(talk.bob, 403), (talk.eve, 404)] {
        assert_eq!(talk.call(Some(who), "DELETE", &path, Value::Null).await.0, refused);
    }
    let (status, without) = talk.call(Some(talk.ann), "DELETE", &path, Value::Null).await;
    assert_eq!((status, &without["preview"], &without["previewed"]), (200, &json!(null), &json!(2)));
}

#[tokio::test]
async fn to_take_a_preview_off_is_done_once_however_often_it_arrives() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea").await;
    let once = Once::named(OperationId::new(), "off");
    for _ in 0..2 {
        assert_eq!(service::unpreview(talk.world.pool(), talk.ann, message.id, &once).await, Ok(message.clone()));
    }
    service::delete(talk.world.pool(), talk.ann, message.id, &Once::UNNAMED).await.expect("it is hers");
    assert_eq!(talk.unpreview(talk.ann, message.id).await, Err(Error::Missing));
}

#[tokio::test]
async fn a_preview_goes_with_its_message_and_nothing_of_it_is_told_again() {
    let mut talk = talk().await;
    let site = Site::saying(html(TEA)).await;
    talk.look_at(&[&site]);
    let message = talk.send(talk.ann, &site.url()).await;
    talk.previewed(message.id, 1).await;
    let gone = service::delete(talk.world.pool(), talk.ann, message.id, &Once::UNNAMED).await.expect("it is hers");
    assert_eq!((gone.preview, gone.previewed), (None, 2));
    assert_eq!(talk.number("select count(*) from events where body::text like '%cake%'").await, 0);
    assert_eq!(talk.number("select count(*) from events where kind = 'message.previewed'").await, 1);
}

#[tokio::test]
async fn what_was_read_for_an_older_version_is_not_shown() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "https://tea.example").await;
    talk.reword(message.id, "https://cake.example").await;
    let statement = |version: i64| {
        let (id, seq) = (talk.conversation, message.seq);
        format!("select preview_message('{id}', {seq}, {version}, '{{\"title\": \"Tea\"}}')::integer::bigint")
    };
    assert_eq!(talk.number(&statement(1)).await, 0);
    assert_eq!(talk.number(&statement(2)).await, 1);
    assert_eq!(talk.number(&statement(2)).await, 0, "it is so already");
}

#[tokio::test]
async fn what_pages_were_called_is_asked_anew_after_a_week_and_what_failed_after_an_hour() {
    let mut talk = talk().await;
    let mut site = Site::saying(html(TEA)).await;
    talk.look_at(&[&site]);
    for (age, asked) in [("6 days", 0), ("8 days", 1)] {
        let kept = format!(
            "insert into link_previews (url, page, read_at)
               values ('{}', '{{\"url\": \"\", \"title\": \"Kept\"}}', now() - interval '{age}')
               on conflict (url) do update set page = excluded.page, read_at = excluded.read_at",
            site.url()
        );
        sqlx::raw_sql(AssertSqlSafe(kept)).execute(&mut talk.administrator().await).await.unwrap();
        let message = talk.send(talk.ann, &site.url()).await;
        let title = talk.previewed(message.id, 1).await.preview.expect("it shows one").title;
        assert_eq!((site.heard().len(), &*title), (asked, if asked == 0 { "Kept" } else { "Tea & cake" }));
    }
    let failed = "update link_previews set page = null, read_at = now() - interval '61 minutes'";
    sqlx::raw_sql(failed).execute(&mut talk.administrator().await).await.unwrap();
    let message = talk.send(talk.ann, &site.url()).await;
    talk.previewed(message.id, 1).await;
    assert_eq!(site.heard().len(), 1);
}
