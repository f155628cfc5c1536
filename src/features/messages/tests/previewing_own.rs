//! Links to what is published here: their previews are read where that is stored.

use std::{sync::Arc, time::Duration};

use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::*;
use crate::{features::messages::model::LinkPreview, server::Config};

/// How long a preview may take before a test gives up.
const LONG: Duration = Duration::from_secs(30);

impl Talk {
    /// Bob publishes a question and answers it.
    async fn publish(&self) -> (Uuid, Uuid) {
        let (post, answer) = (Uuid::now_v7(), Uuid::now_v7());
        let mut tx = self.world.pool().as_viewer(self.bob).await.expect("a transaction");
        for statement in [
            "select publish_post($1, 'question', 'Which way?', 'Along the **river**?', '{}', '{}') where $2 is not null",
            "select publish_answer($2, $1, 'By the mill', '{}')",
        ] {
            let outcome: String = sqlx::query_scalar(statement)
                .bind(post)
                .bind(answer)
                .fetch_one(&mut *tx)
                .await
                .expect("a statement of ours");
            assert_eq!(outcome, "stored");
        }
        tx.commit().await.expect("a commit");
        (post, answer)
    }

    async fn shown(&self, id: MessageId) -> Option<LinkPreview> {
        let comes = async {
            loop {
                let message = service::message(self.world.pool(), self.bob, id).await.expect("bob may read it");
                if message.previewed > 0 {
                    return message.preview;
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(LONG, comes).await.expect("it comes")
    }
}

#[tokio::test]
async fn a_link_to_a_post_or_an_answer_here_shows_it_and_nothing_is_fetched() {
    let mut talk = talk().await;
    let url = "https://talk.example".parse().ok();
    talk.world.server.config = Arc::new(Config { link_previews: true, url, ..Config::for_tests() });
    let (post, answer) = talk.publish().await;
    for (link, words) in [
        (format!("https://talk.example/p/{post}/which-way"), "Bob: Along the river?"),
        (format!("https://talk.example/p/{post}/which-way#answer-{answer}"), "Bob: By the mill"),
    ] {
        let message = talk.send(talk.ann, &format!("look: {link}")).await;
        let (title, description) = ("Which way?".to_owned(), Some(words.to_owned()));
        assert_eq!(talk.shown(message.id).await, Some(LinkPreview { url: link, site: None, title, description }));
    }
    assert_eq!(talk.number("select count(*) from link_previews").await, 0, "nothing is kept of it either");
}
