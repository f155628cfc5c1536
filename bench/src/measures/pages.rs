//! QUA-4: how many pages a second the server answers with: the feed of 20 posts that a visitor sees first, a public profile,
//! and a member's conversations.
//!
//! A page of visitors is kept in memory while nothing on it changes, and given to whoever asks for it. It is measured twice:
//! asked for by one address, and by another one each time, for which it is read and drawn anew. Visitors' browsers take
//! brotli.
//!
//! First as many as eight visitors get who ask again at once; then half of that, evenly and whatever
//! comes back, for the p99. The targets are those that QUA-4 sets for a feed. What a visitor's browser loads to read the feed
//! is its HTML and the styles, in brotli.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use hyper::StatusCode;
use tokio::task::JoinSet;

use super::{Measure, Stand};
use crate::{
    Options,
    database::DATABASE,
    figure::{Figure, quantile},
    http::{Call, Connection, Connections},
    pace::Schedule,
    world,
};

const FIRST: u32 = 4000;
const CONVERSATIONS: u32 = 20;
const VISITORS: u32 = 8;
/// So many that the index of the feed has more than one level.
const POSTS: u32 = 5000;

/// Ready to be asked for.
pub struct Pages {
    lasting: Duration,
    /// Bytes of the styles in brotli.
    styles: u64,
}

/// A page to ask for.
#[derive(Clone)]
struct Page {
    name: &'static str,
    path: String,
    token: Option<String>,
    /// Whether it is asked for by another address each time.
    anew: bool,
    /// What its HTML must hold, or it was not the page.
    holds: String,
}

impl Pages {
    /// Makes a member with conversations, and what people published.
    pub async fn prepare(stand: &Stand, options: &Options) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..FIRST + CONVERSATIONS + 1).await?;
        let pairs: Vec<_> = (1..=CONVERSATIONS).map(|n| (FIRST + n, vec![FIRST, FIRST + n])).collect();
        world::conversations(&database, &pairs).await?;
        for n in 1..=CONVERSATIONS {
            world::messages(&database, FIRST + n, FIRST + n, 30).await?;
        }
        world::posts(&database, FIRST..FIRST + CONVERSATIONS + 1, POSTS).await?;
        Ok(Self { lasting: options.duration(), styles: styles(&options.program)? })
    }
}

#[async_trait]
impl Measure for Pages {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let mut figures = Vec::new();
        for page in pages() {
            let connection = Connection::open(stand.server.address()).await?;
            let bytes = page.check(connection).await?;
            let busy = stand.server.busy()?;
            let rate = page.as_many_as_possible(stand, self.lasting / 2).await?;
            let each = (stand.server.busy()? - busy) / (rate * self.lasting.as_secs_f64() / 2.0) * 1000.0;
            let p99 = page.evenly(stand, rate / 2.0, self.lasting / 2).await?;
            let about = |what: &str| format!("{}: {what}", page.name);
            figures.extend([
                page.asked(Figure::new(about("requests a second"), rate, "/s"), |rate| rate.at_least(1500.0)),
                page.asked(Figure::new(about("p99 at half of that"), p99, "ms"), |p99| p99.at_most(20.0)),
                Figure::new(about("processor time of the program"), each, "ms"),
                Figure::new(about("HTML"), bytes as f64 / 1024.0, "KiB"),
            ]);
            if page.path == FEED && !page.anew {
                let mut connection = Connection::open(stand.server.address()).await?;
                let html = connection.call(page.call(FEED)).await?.1.len();
                let loaded = (html as u64 + self.styles) as f64 / 1024.0;
                figures.push(Figure::new(about("HTML and styles in brotli"), loaded, "KiB").at_most(60.0));
            }
        }
        Ok(figures)
    }
}

/// Where a visitor sees the feed.
const FEED: &str = "/";

fn pages() -> [Page; 5] {
    let other = FIRST + 1;
    let of_visitors = |name, path: &str, anew, holds: &str| Page {
        name,
        path: path.to_owned(),
        token: None,
        anew,
        holds: holds.to_owned(),
    };
    let (profile, twentieth) = (format!("/u/{}", world::handle(other)), "aria-posinset=\"20\"");
    [
        of_visitors("/ with 20 posts", FEED, false, twentieth),
        of_visitors("/ with 20 posts, drawn each time", FEED, true, twentieth),
        Page {
            name: "/messages",
            path: "/messages".into(),
            token: Some(world::token(FIRST)),
            anew: false,
            holds: format!("Bench {other}"),
        },
        of_visitors("/u/{handle}", &profile, false, "Here to be measured."),
        of_visitors("/u/{handle}, drawn each time", &profile, true, "Here to be measured."),
    ]
}

/// How often pages were asked for by an address of their own.
static ASKED: AtomicU32 = AtomicU32::new(0);

/// Bytes of the site's styles, in brotli.
fn styles(program: &Path) -> Result<u64> {
    let folder = program.with_file_name("site").join("pkg");
    let mut files: Vec<PathBuf> = Vec::new();
    for file in fs::read_dir(&folder)? {
        files.push(file?.path());
    }
    let styles = files.iter().find(|path| path.to_string_lossy().ends_with(".css.br"));
    Ok(fs::metadata(styles.context("the site has no styles in brotli")?)?.len())
}

impl Page {
    /// The target of a figure; what is drawn each time has none of its own, and says what a change costs.
    fn asked(&self, figure: Figure, target: impl Fn(Figure) -> Figure) -> Figure {
        if self.anew { figure } else { target(figure) }
    }

    /// The address to ask for it by this time.
    fn address(&self) -> String {
        if !self.anew {
            return self.path.clone();
        }
        format!("{}?n={}", self.path, ASKED.fetch_add(1, Ordering::Relaxed))
    }

    fn call<'a>(&self, address: &'a str) -> Call<'a> {
        Call { in_brotli: self.token.is_none(), ..Call::page(address, self.token.as_deref()) }
    }

    async fn check(&self, mut connection: Connection) -> Result<usize> {
        let address = self.address();
        let (status, body) = connection.call(Call::page(&address, self.token.as_deref())).await?;
        let html = String::from_utf8_lossy(&body);
        ensure!(status == StatusCode::OK, "{} answers {status}", self.name);
        ensure!(html.contains(&self.holds), "{} does not hold `{}`", self.name, self.holds);
        Ok(body.len())
    }

    /// Requests a second that a few visitors get who ask again at once.
    async fn as_many_as_possible(&self, stand: &Stand, lasting: Duration) -> Result<f64> {
        let mut visitors = JoinSet::new();
        for _ in 0..VISITORS {
            let mut connection = Connection::open(stand.server.address()).await?;
            let (page, until) = (self.clone(), Instant::now() + lasting);
            visitors.spawn(async move {
                let mut count = 0_u32;
                while Instant::now() < until {
                    let (status, _) = connection.call(page.call(&page.address())).await?;
                    ensure!(status == StatusCode::OK, "{} answers {status} under load", page.name);
                    count += 1;
                }
                Ok(count)
            });
        }
        let mut count = 0;
        while let Some(visitor) = visitors.join_next().await {
            count += visitor??;
        }
        Ok(f64::from(count) / lasting.as_secs_f64())
    }

    /// The p99 in milliseconds from when a request was due to the last byte of its answer.
    async fn evenly(&self, stand: &Stand, per_second: f64, lasting: Duration) -> Result<f64> {
        let schedule = Schedule::new(per_second, lasting);
        let connections = Arc::new(Connections::new(stand.server.address()));
        let took = Arc::new(Mutex::new(Vec::new()));
        let (page, all) = (self.clone(), Arc::clone(&took));
        let each = move |number| {
            let (page, connections, took) = (page.clone(), Arc::clone(&connections), Arc::clone(&all));
            async move {
                let answered = matches!(connections.call(page.call(&page.address())).await, Ok((StatusCode::OK, _)));
                let milliseconds = if answered { schedule.since_due(number, Instant::now()) } else { f64::INFINITY };
                took.lock().expect("nobody panics holding it").push(milliseconds);
            }
        };
        schedule.run(each).await?;
        let deadline = Instant::now() + Duration::from_secs(10);
        while took.lock().expect("nobody panics holding it").len() < schedule.count as usize {
            ensure!(Instant::now() < deadline, "{}: requests are not answered", self.name);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(quantile(&mut took.lock().expect("nobody panics holding it"), 0.99))
    }
}
