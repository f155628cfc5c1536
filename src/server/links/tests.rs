//! The fetcher against servers of this machine, which answer as nobody should.

pub(crate) mod site;

use std::{
    io,
    net::IpAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use tokio::{io::AsyncWriteExt, net::TcpListener, sync::mpsc, time::sleep};

use super::*;
use site::{Site, html, leading_to};

fn page(title: &str) -> Page {
    Page { title: title.to_owned(), description: None, site: None }
}

const SHORT: Bounds =
    Bounds { connecting: Duration::from_millis(400), whole: Duration::from_millis(400), head: 65_536, page: 1_000_000 };

async fn read(fetcher: &Fetcher, address: &str) -> Result<Page, Unread> {
    fetcher.read(&page_address(address)?).await
}

/// Asks only what is named, and the web, which no test asks.
async fn read_named(site: &Site, address: &str) -> Result<Page, Unread> {
    read(&Fetcher::new(&[site.address]), address).await
}

/// Each time a name is asked for, the next of these addresses; the last one from then on.
struct Changing {
    addresses: Mutex<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Changing {
    fn through(addresses: &[&str]) -> Arc<Self> {
        let addresses = addresses.iter().rev().map(|address| address.parse().expect("an address")).collect();
        Arc::new(Self { addresses: Mutex::new(addresses), asked: AtomicUsize::new(0) })
    }
}

impl Resolve for Changing {
    fn resolve<'n>(&'n self, _host: &'n str) -> BoxFuture<'n, io::Result<Vec<IpAddr>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut addresses = self.addresses.lock().expect("nobody broke it");
        let next = if addresses.len() > 1 { addresses.pop() } else { addresses.last().copied() };
        Box::pin(async move { Ok(next.into_iter().collect()) })
    }
}

#[tokio::test]
async fn a_page_says_what_it_is_and_learns_nothing_of_who_asks() {
    let mut site = Site::saying(html("<title>Tea</title>")).await;
    let fetcher = Fetcher::with(&[site.address], Changing::through(&["127.0.0.1"]), Bounds::default());
    let port = site.address.port();
    let address = format!("http://tea.example:{port}/a%20b?c=d#behind");
    assert_eq!(read(&fetcher, &address).await, Ok(page("Tea")));
    let asked = site.heard().pop().expect("it was asked").to_lowercase();
    assert!(asked.starts_with("get /a%20b?c=d http/1.1\r\n"), "{asked}");
    assert!(asked.contains(&format!("\r\nhost: tea.example:{port}\r\n")), "{asked}");
    assert!(asked.contains("\r\naccept-encoding: identity\r\n"), "{asked}");
    assert!(!asked.contains("cookie") && !asked.contains("referer"), "{asked}");
}

#[tokio::test]
async fn what_was_not_named_is_not_asked_however_it_is_written() {
    let mut site = Site::saying(html("<title>Inside</title>")).await;
    let port = site.address.port();
    let fetcher = Fetcher::with(&[], Changing::through(&["127.0.0.1"]), Bounds::default());
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "inside.example",
    ] {
        assert_eq!(read(&fetcher, &format!("http://{host}:{port}/")).await, Err(Unread::Guarded), "{host}");
        assert_eq!(read(&fetcher, &format!("https://{host}:{port}/")).await, Err(Unread::Guarded), "{host}");
    }
    for port in [80, 443] {
        assert_eq!(read(&fetcher, &format!("http://inside.example:{port}/")).await, Err(Unread::Guarded), "{port}");
    }
    assert_eq!(site.heard(), [""; 0]);
}

#[tokio::test]
async fn only_addresses_of_pages_are_asked_for() {
    for address in [
        "",
        "tea",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "http://ann@example.org/",
        "http://ann:secret@example.org/",
        &*format!("http://example.org/{}", "a".repeat(2000)),
    ] {
        assert_eq!(page_address(address), Err(Unread::Address), "{address}");
    }
    assert_eq!(page_address("HTTP://Example.ORG#top").map(String::from), Ok("http://example.org/".to_owned()));
}

#[tokio::test]
async fn a_page_that_leads_to_this_machine_is_not_followed() {
    let mut inside = Site::saying(html("<title>Inside</title>")).await;
    for to in [inside.url(), format!("//{}/", inside.address), "file:///etc/passwd".to_owned()] {
        let outside = Site::saying(leading_to(&to)).await;
        let refused = read_named(&outside, &outside.url()).await;
        assert!(matches!(refused, Err(Unread::Guarded | Unread::Address)), "{to}: {refused:?}");
    }
    assert_eq!(inside.heard(), [""; 0]);
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_the_next_time_is_looked_at_anew() {
    let mut site = Site::saying(leading_to("/again")).await;
    let names = Changing::through(&["127.0.0.1", "127.0.0.2"]);
    let fetcher = Fetcher::with(&[site.address], names.clone(), Bounds::default());
    let address = format!("http://tea.example:{}/", site.address.port());
    assert_eq!(read(&fetcher, &address).await, Err(Unread::Guarded));
    assert_eq!((names.asked.load(Ordering::Relaxed), site.heard().len()), (2, 1));
}

#[tokio::test]
async fn a_name_is_asked_for_once_and_what_was_looked_at_is_what_is_asked() {
    let site = Site::saying(html("<title>Tea</title>")).await;
    let names = Changing::through(&["127.0.0.1", "10.0.0.1"]);
    let fetcher = Fetcher::with(&[site.address], names.clone(), Bounds::default());
    let address = format!("http://tea.example:{}/", site.address.port());
    assert_eq!(read(&fetcher, &address).await, Ok(page("Tea")));
    assert_eq!(names.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn five_hops_are_followed_and_no_sixth() {
    let mut next = Site::saying(html("<title>Tea</title>")).await;
    let mut sites = vec![next.address];
    for _ in 0..5 {
        next = Site::saying(leading_to(&next.url())).await;
        sites.push(next.address);
    }
    assert_eq!(read(&Fetcher::new(&sites), &next.url()).await, Ok(page("Tea")));
    let further = Site::saying(leading_to(&next.url())).await;
    sites.push(further.address);
    assert_eq!(read(&Fetcher::new(&sites), &further.url()).await, Err(Unread::Hops));
}

#[tokio::test]
async fn a_page_without_end_is_left_and_its_connection_with_it() {
    let (tell, mut left) = mpsc::unbounded_channel();
    let site = Site::answering(move |mut stream| {
        let tell = tell.clone();
        async move {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Tea</title>").await?;
            let mut sent = 0_u64;
            while stream.write_all(&[b'a'; 8192]).await.is_ok() {
                sent += 8192;
            }
            let _ = tell.send(sent);
            Ok(())
        }
    })
    .await;
    assert_eq!(read_named(&site, &site.url()).await, Err(Unread::Long));
    let sent = left.recv().await.expect("its connection ended");
    assert!(sent < 64 * 1024 * 1024, "{sent} bytes went out, most of them into buffers of the system");
}

#[tokio::test]
async fn a_page_that_says_it_has_ten_gigabytes_is_not_read() {
    let long =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10000000000\r\n\r\n<title>Tea</title></head>";
    let site = Site::saying(long).await;
    assert_eq!(read_named(&site, &site.url()).await, Err(Unread::Long));
}

#[tokio::test]
async fn of_a_long_page_whose_head_has_an_end_nothing_else_is_read() {
    let site = Site::answering(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Tea</title><bo").await?;
        stream.write_all(b"dy>").await?;
        while stream.write_all(&[b'a'; 8192]).await.is_ok() {}
        Ok(())
    })
    .await;
    assert_eq!(read_named(&site, &site.url()).await, Ok(page("Tea")));
}

#[tokio::test]
async fn who_never_answers_or_drop_by_drop_is_left() {
    let silent = Site::answering(|stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
        Ok(())
    })
    .await;
    let slow = Site::answering(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>").await?;
        while stream.write_all(b"a").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    })
    .await;
    for site in [silent, slow] {
        let fetcher = Fetcher::with(&[site.address], Changing::through(&["127.0.0.1"]), SHORT);
        assert_eq!(read(&fetcher, &site.url()).await, Err(Unread::Slow));
    }
}

#[tokio::test]
async fn who_is_not_there_or_speaks_something_else_is_left() {
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let fetcher = Fetcher::new(&[gone]);
    assert_eq!(read(&fetcher, &format!("http://{gone}/")).await, Err(Unread::Unreachable));
    for words in
        ["", "SSH-2.0-tea\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<title>cut"]
    {
        let site = Site::saying(words).await;
        assert_eq!(read_named(&site, &site.url()).await, Err(Unread::Unreachable), "{words}");
    }
    let site = Site::saying(html("<title>Plain</title>")).await;
    let sealed = format!("https://{}/", site.address);
    assert_eq!(read_named(&site, &sealed).await, Err(Unread::Unreachable), "it speaks no TLS");
}

#[tokio::test]
async fn what_is_no_page_of_html_has_no_preview() {
    let answer = |head: &str| format!("HTTP/1.1 {head}\r\nContent-Length: 18\r\n\r\n<title>Tea</title>");
    for (words, expected) in [
        (answer("404 Not Found\r\nContent-Type: text/html"), Unread::Status(404)),
        (answer("500 Oh\r\nContent-Type: text/html"), Unread::Status(500)),
        (answer("302 Found\r\nContent-Type: text/html"), Unread::Address),
        (answer("200 OK\r\nContent-Type: image/png"), Unread::Kind),
        (answer("200 OK\r\nContent-Type: text/plain"), Unread::Kind),
        (answer("200 OK"), Unread::Kind),
        (answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"), Unread::Kind),
        (html("<p>tea</p>"), Unread::Silent),
    ] {
        let site = Site::saying(words.clone()).await;
        assert_eq!(read_named(&site, &site.url()).await, Err(expected), "{words}");
    }
}
