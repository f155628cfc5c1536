//! What the pages are called that messages lead to: looked at behind the sending, never before it.
//!
//! A message asks when it is stored or edited, and nobody waits for what comes of that. Few are looked at at once, a host is
//! left in peace in between (`turns`), and what is known of a page is kept for all messages that lead there. What is published here (`own`) is read
//! where it is stored. Whatever goes
//! wrong, also that the program ends meanwhile, the message has no preview, and nothing else happens. Pictures come with
//! attachments: what is fetched from elsewhere has to be checked and kept as those are, as no browser asks a foreign host.

mod own;
mod turns;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{Instant, sleep},
};
use url::Url;

use super::changing;
use crate::{
    features::messages::{
        db::{self, Changing},
        model::{LinkPreview, Message},
    },
    server::{
        Config, Limit, Pool, Server,
        links::{Fetcher, page_address},
        once::Once,
        pool::patiently,
    },
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
        markdown::first_link,
    },
};
use own::{OwnPlace, own_place};
use turns::Turns;

/// Pages that are looked at at once.
const AT_ONCE: usize = 16;

/// Messages that wait for that at most; further ones have no preview.
const QUEUE: usize = 256;

/// The way to previews, for the whole program; cheap to clone.
#[derive(Clone)]
struct Previews(mpsc::Sender<Ask>);

/// A message as it was when it asked.
struct Ask {
    conversation: ConversationId,
    seq: i64,
    version: i64,
    body: String,
}

/// What is known to look for pages.
#[derive(Clone)]
struct Looker {
    pool: Pool,
    config: Arc<Config>,
    fetcher: Fetcher,
    turns: Arc<Mutex<Turns>>,
}

/// Has it looked at what the page is called that a message leads to first, so that the message shows it. What it shows already
/// is of that page: an edit takes off any other. Returns at once; without previews on this server nothing happens, nor where its
/// author leads to pages too often, so that nobody keeps all who look busy.
pub fn look_at(server: &Server, message: &Message) {
    if !server.config.link_previews || message.preview.is_some() || !message.body.contains("://") {
        return;
    }
    let Message { conversation_id: conversation, seq, version, author_id, ref body, .. } = *message;
    if server.limits.check(Limit::Previews, &author_id.to_string()).is_err() {
        return;
    }
    let ask = Ask { conversation, seq, version, body: body.clone() };
    let previews = server.keep.of(|| Previews::start(server));
    if previews.0.try_send(ask).is_err() {
        tracing::debug!("too many messages wait for previews: one has none");
    }
}

impl Previews {
    fn start(server: &Server) -> Self {
        let fetcher = Fetcher::new(&server.config.link_previews_allow_private);
        let (pool, config) = (server.pool.clone(), Arc::clone(&server.config));
        let looker = Looker { pool, config, fetcher, turns: Arc::default() };
        let (entrance, asks) = mpsc::channel(QUEUE);
        tokio::spawn(looker.drive(asks));
        Self(entrance)
    }
}

impl Looker {
    async fn drive(self, mut asks: mpsc::Receiver<Ask>) {
        let mut running = JoinSet::new();
        while let Some(ask) = asks.recv().await {
            while running.len() >= AT_ONCE {
                running.join_next().await;
            }
            let looker = self.clone();
            running.spawn(async move {
                if let Err(error) = looker.look(ask).await {
                    tracing::debug!(%error, "a message has no preview");
                }
            });
        }
    }

    async fn look(&self, ask: Ask) -> Result<()> {
        let Some(url) = first_link(&ask.body) else { return Ok(()) };
        let page = match (own_place(&self.config, &url), page_address(&url)) {
            (Some(place), _) => self.own(&place, &url).await?,
            (None, Ok(address)) => self.page(&address).await?,
            (None, Err(_)) => None,
        };
        let Some(page) = page else { return Ok(()) };
        let preview = &LinkPreview { url, ..page };
        let (conversation, place) = (ask.conversation, (ask.seq, ask.version));
        patiently(|| async move {
            let mut tx = self.pool.as_jobs().await?;
            if db::preview_message(&mut tx, conversation, place, preview).await? {
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }

    /// What is published here, as it says now.
    async fn own(&self, place: &OwnPlace, url: &str) -> Result<Option<LinkPreview>> {
        let mut tx = self.pool.as_jobs().await?;
        let published = db::find_published(&mut tx, place.post, place.below()).await?;
        Ok(published.map(|published| published.preview(url.to_owned())))
    }

    /// What a page is called, kept or as it says now.
    async fn page(&self, address: &Url) -> Result<Option<LinkPreview>> {
        if let Some(known) = self.known(address).await? {
            return Ok(known);
        }
        let host = address.host_str().unwrap_or_default();
        let turn = self.turns.lock().unwrap_or_else(PoisonError::into_inner).take(host, Instant::now());
        let Some(wait) = turn else { return Ok(None) };
        sleep(wait).await;
        // It may have been read for another message meanwhile.
        if let Some(known) = self.known(address).await? {
            return Ok(known);
        }
        let page = match self.fetcher.read(address).await {
            Ok(page) => {
                let url = address.to_string();
                Some(LinkPreview { url, site: page.site, title: page.title, description: page.description })
            }
            // Where it leads is between those who talk.
            Err(why) => {
                tracing::debug!(%why, "a link has no preview");
                None
            }
        };
        let kept = page.as_ref();
        patiently(|| async move {
            let mut tx = self.pool.as_jobs().await?;
            db::keep_page(&mut tx, address.as_str(), kept).await?;
            tx.commit().await
        })
        .await?;
        Ok(page)
    }

    async fn known(&self, address: &Url) -> Result<Option<Option<LinkPreview>>> {
        let mut tx = self.pool.as_jobs().await?;
        Ok(db::find_page(&mut tx, address.as_str()).await?)
    }
}

/// Takes the preview off a message of the viewer, for good, and returns it as it stands then. Doing so again changes
/// nothing.
///
/// # Errors
/// [`Error::Forbidden`] where somebody else said it; [`Error::Missing`] where there is no such message for the viewer, or it
/// was deleted; [`Error::Conflict`] where `once` names another act.
pub async fn unpreview(pool: &Pool, viewer: AccountId, id: MessageId, once: &Once) -> Result<Message> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if once.known::<()>(&mut tx).await?.is_none() {
            match db::unpreview_message(&mut tx, id).await? {
                Changing::Done => once.keep(&mut tx, &()).await?,
                Changing::Forbidden => return Err(Error::Forbidden),
                Changing::Full | Changing::Missing => return Err(Error::Missing),
                Changing::Conflict => return Err(Error::Conflict),
            }
        }
        let message = changing::find(&mut tx, id).await?;
        tx.commit().await?;
        Ok(message)
    })
    .await
}
