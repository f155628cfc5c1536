//! Asking for a page, within bounds.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Request, StatusCode,
    header::{
        ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION, USER_AGENT,
    },
};
use http_body_util::{BodyExt, Empty};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Position, Url};

use super::{
    guard::Guard,
    names::{Names, Resolve},
    page::{self, Page},
};

/// Bytes of an address that is asked for; what is longer leads to no page that people share.
const LONGEST: usize = 2000;

/// How often a page may lead on to another one.
const HOPS: usize = 5;

/// Bytes that are held of what comes, above all of the head of an answer.
const BUFFER: usize = 64 * 1024;

/// Lines that the head of an answer may have.
const LINES: usize = 100;

/// Whom servers see asking.
const NAME: &str = "Mozilla/5.0 (compatible; Tertulia link preview)";

/// How far one goes for a page.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Until there is a connection, to each host.
    pub connecting: Duration,
    /// Until all is read, over all hops.
    pub whole: Duration,
    /// Bytes within which the head of a page ends.
    pub head: usize,
    /// Bytes that a page may say it has.
    pub page: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connecting: Duration::from_secs(3),
            whole: Duration::from_secs(8),
            head: 512 * 1024,
            page: 16 * 1024 * 1024,
        }
    }
}

/// Why nothing is known of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It is no address of a page.
    #[error("it is no address of a page")]
    Address,
    /// What the host leads to may not be asked.
    #[error("its host is not of the web")]
    Guarded,
    /// Nobody answers there, or not as one does.
    #[error("nobody answers there")]
    Unreachable,
    /// Too much time has passed.
    #[error("it took too long")]
    Slow,
    /// The answer is another one than the page.
    #[error("it was answered with {0}")]
    Status(u16),
    /// It leads on and on.
    #[error("it leads on and on")]
    Hops,
    /// It is no HTML, or not as it was asked for.
    #[error("it is no page of HTML")]
    Kind,
    /// Its head has no end, or it is too large itself.
    #[error("it is too long")]
    Long,
    /// It has no title.
    #[error("it says nothing of itself")]
    Silent,
}

/// Reads pages of the web, cheap to clone.
#[derive(Clone)]
pub struct Fetcher {
    guard: Guard,
    names: Arc<dyn Resolve>,
    tls: TlsConnector,
    bounds: Bounds,
}

impl Fetcher {
    /// Asks the web, and besides only what an administrator has named.
    #[must_use]
    pub fn new(named: &[SocketAddr]) -> Self {
        Self::with(named, Arc::new(Names), Bounds::default())
    }

    /// The same by other names, and within other bounds.
    #[must_use]
    pub fn with(admitted: &[SocketAddr], names: Arc<dyn Resolve>, bounds: Bounds) -> Self {
        Self { guard: Guard::admitting(admitted), names, tls: tls(), bounds }
    }

    /// What a page says of itself, wherever it leads on to.
    ///
    /// # Errors
    /// Why that is not known; who asked learns nothing from it of where it led.
    pub async fn read(&self, address: &Url) -> Result<Page, Unread> {
        timeout(self.bounds.whole, self.follow(address)).await.unwrap_or(Err(Unread::Slow))
    }

    async fn follow(&self, address: &Url) -> Result<Page, Unread> {
        let mut address = address.clone();
        for _ in 0..=HOPS {
            match self.ask(&address).await? {
                Answer::Page(page) => return Ok(page),
                Answer::Elsewhere(next) => address = next,
            }
        }
        Err(Unread::Hops)
    }

    async fn ask(&self, address: &Url) -> Result<Answer, Unread> {
        let request = request(address)?;
        let connecting = timeout(self.bounds.connecting, self.connect(address));
        let stream = connecting.await.unwrap_or(Err(Unread::Unreachable))?;
        let mut builder = http1::Builder::new();
        builder.max_buf_size(BUFFER).max_headers(LINES);
        let (mut requests, connection) =
            builder.handshake(TokioIo::new(stream)).await.map_err(|_| Unread::Unreachable)?;
        // It ends with this call, however that ends.
        let mut driving = JoinSet::new();
        driving.spawn(connection);
        let (head, body) = requests.send_request(request).await.map_err(|_| Unread::Unreachable)?.into_parts();
        if let Some(next) = next(address, head.status, &head.headers)? {
            return Ok(Answer::Elsewhere(next));
        }
        if head.status != StatusCode::OK {
            return Err(Unread::Status(head.status.as_u16()));
        }
        let kind = text(head.headers.get(CONTENT_TYPE)).unwrap_or_default();
        if !is_html(kind) || text(head.headers.get(CONTENT_ENCODING)).is_some_and(|how| how != "identity") {
            return Err(Unread::Kind);
        }
        let length = text(head.headers.get(CONTENT_LENGTH)).and_then(|length| length.parse::<u64>().ok());
        if length.is_some_and(|length| length > self.bounds.page) {
            return Err(Unread::Long);
        }
        let read = self.head_of(body).await?;
        page::read(&read, page::charset_of(kind)).map(Answer::Page).ok_or(Unread::Silent)
    }

    /// A connection to what the host's name leads to now, if that may be asked. The name is not asked for again: what is
    /// connected to is what was looked at.
    async fn connect(&self, address: &Url) -> Result<Box<dyn Stream>, Unread> {
        let port = address.port_or_known_default().ok_or(Unread::Address)?;
        let (found, name) = match address.host() {
            Some(Host::Domain(host)) => {
                let found = self.names.resolve(host).await.map_err(|_| Unread::Unreachable)?;
                (found, ServerName::try_from(host.to_owned()).map_err(|_| Unread::Address)?)
            }
            Some(Host::Ipv4(host)) => (vec![IpAddr::V4(host)], ServerName::from(IpAddr::V4(host))),
            Some(Host::Ipv6(host)) => (vec![IpAddr::V6(host)], ServerName::from(IpAddr::V6(host))),
            None => return Err(Unread::Address),
        };
        let found: Vec<_> = found.into_iter().map(|host| SocketAddr::new(host, port)).collect();
        let admitted: Vec<_> = found.iter().copied().filter(|to| self.guard.admits(*to)).collect();
        if admitted.is_empty() {
            return Err(if found.is_empty() { Unread::Unreachable } else { Unread::Guarded });
        }
        let stream = TcpStream::connect(&admitted[..]).await.map_err(|_| Unread::Unreachable)?;
        if address.scheme() == "https" {
            let stream = self.tls.connect(name, stream).await.map_err(|_| Unread::Unreachable)?;
            return Ok(Box::new(stream));
        }
        Ok(Box::new(stream))
    }

    /// What comes until a head has ended, or all of it.
    async fn head_of(&self, mut body: Incoming) -> Result<Vec<u8>, Unread> {
        let mut read = Vec::new();
        while let Some(frame) = body.frame().await {
            let Ok(bytes) = frame.map_err(|_| Unread::Unreachable)?.into_data() else { continue };
            let looked = read.len().saturating_sub(page::OVERLAP);
            read.extend_from_slice(&bytes);
            if page::ends_head(&read[looked..]) {
                break;
            }
            if read.len() > self.bounds.head {
                return Err(Unread::Long);
            }
        }
        Ok(read)
    }
}

/// What was answered.
enum Answer {
    Page(Page),
    Elsewhere(Url),
}

/// Bytes both ways, sealed or not.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

fn tls() -> TlsConnector {
    let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect::<RootCertStore>();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("it speaks the usual versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

/// The address of a page that one may ask for, if it is one; what it says to the page's own scripts is left out.
///
/// # Errors
/// [`Unread::Address`].
pub fn page_address(address: &str) -> Result<Url, Unread> {
    let url = Url::parse(address).ok().filter(|_| address.len() <= LONGEST);
    checked(url.ok_or(Unread::Address)?)
}

fn checked(mut url: Url) -> Result<Url, Unread> {
    let is_page = matches!(url.scheme(), "http" | "https") && url.has_host();
    let names_somebody = !url.username().is_empty() || url.password().is_some();
    url.set_fragment(None);
    if is_page && !names_somebody && url.as_str().len() <= LONGEST { Ok(url) } else { Err(Unread::Address) }
}

/// Where an answer leads on to; nothing where it does not.
fn next(from: &Url, status: StatusCode, headers: &HeaderMap) -> Result<Option<Url>, Unread> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let to = text(headers.get(LOCATION)).and_then(|to| from.join(to).ok()).ok_or(Unread::Address)?;
    checked(to).map(Some)
}

/// Nothing in it tells of anybody, and nothing compressed is asked for.
fn request(address: &Url) -> Result<Request<Empty<Bytes>>, Unread> {
    Request::get(&address[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &address[Position::BeforeHost..Position::AfterPort])
        .header(USER_AGENT, NAME)
        .header(ACCEPT, "text/html")
        .header(ACCEPT_ENCODING, "identity")
        .header(CONNECTION, "close")
        .body(Empty::new())
        .map_err(|_| Unread::Address)
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value?.to_str().ok()
}

fn is_html(kind: &str) -> bool {
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}
