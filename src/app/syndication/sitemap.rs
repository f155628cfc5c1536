//! The lists of all public pages, as sitemaps.org has them: one of the lists, and each of them.
//!
//! What is published is listed by the month in which it was, so that the list of a month gone by stays as it is.

use std::fmt::Write;

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use http::HeaderMap;

use super::{
    Answer, kept,
    place::Origin,
    xml::{BEGINNING, Words},
};
use crate::{
    features::posts::{
        model::{tag_address, thread_address},
        service,
    },
    server::{Reader, Server, json::Path},
    shared::{Error, Result, time::Time},
};

/// How long a copy may be kept, in seconds.
const KEPT: u32 = 3600;
/// What reading a list counts for, in entries that are read whole.
const COST: u32 = 200;
/// What is not for robots.
const ROBOTS: &str = include_str!("../../../public/robots.txt");
/// Pages that are always there.
const PAGES: [&str; 5] = ["/", "/questions", "/questions?show=unanswered", "/tags", "/about"];

/// Where the lists are.
pub(super) async fn index(State(server): State<Server>, reader: Reader, origin: Origin) -> Answer {
    reader.count(&server.limits, COST)?;
    let months = service::published_months(&server.pool).await?;
    let months = months.iter().map(|month| month.format("%Y-%m").to_string());
    let parts = ["pages", "tags", "people"].map(str::to_owned).into_iter().chain(months);
    let places = parts.map(|part| (format!("/sitemap/{part}.xml"), None));
    Ok(list(("sitemapindex", "sitemap"), &origin, places))
}

/// One of the lists: `pages.xml`, `tags.xml`, `people.xml`, or that of a month, as `2026-11.xml`.
pub(super) async fn part(
    State(server): State<Server>,
    reader: Reader,
    origin: Origin,
    Path(part): Path<String>,
) -> Answer {
    reader.count(&server.limits, COST)?;
    let name = part.strip_suffix(".xml").ok_or(Error::Missing)?;
    let places: Vec<(String, Option<Time>)> = match name {
        "pages" => PAGES.map(|page| (page.to_owned(), None)).into(),
        "tags" => of(service::published_tags(&server.pool).await?, |tag| tag_address(&tag)),
        "people" => of(service::published_people(&server.pool).await?, |handle| format!("/u/{handle}")),
        _ => of_month(&server, month(name).ok_or(Error::Missing)?).await?,
    };
    Ok(list(("urlset", "url"), &origin, places))
}

/// What is not for robots, and where what is stands, where that is known.
pub(super) async fn robots(State(server): State<Server>, headers: HeaderMap) -> Response {
    let origin = server.config.origin_asked(&headers);
    let listed = origin.map(|origin| format!("\nSitemap: {origin}/sitemap.xml\n")).unwrap_or_default();
    kept("text/plain; charset=utf-8", KEPT, format!("{ROBOTS}{listed}"))
}

fn of(names: Vec<String>, address: impl Fn(String) -> String) -> Vec<(String, Option<Time>)> {
    names.into_iter().map(|name| (address(name), None)).collect()
}

async fn of_month(server: &Server, month: NaiveDate) -> Result<Vec<(String, Option<Time>)>> {
    let threads = service::published_in(&server.pool, month).await?;
    let address = |id, title: Option<String>| thread_address(id, title.as_deref());
    Ok(threads.into_iter().map(|thread| (address(thread.id, thread.title), Some(thread.changed_at))).collect())
}

/// The first day of a month that is written as `2026-11`.
fn month(name: &str) -> Option<NaiveDate> {
    let is_number = |part: &str, letters| part.len() == letters && part.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = name.split_once('-').filter(|(year, month)| is_number(year, 4) && is_number(month, 2))?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)
}

/// Elements of a list, each with its address from the root on and with when that was changed, where that is known.
fn list(
    (whole, element): (&str, &str),
    Origin(origin): &Origin,
    places: impl IntoIterator<Item = (String, Option<Time>)>,
) -> Response {
    let mut text = format!("{BEGINNING}<{whole} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, changed) in places {
        // A string takes everything.
        let _ = write!(text, "<{element}><loc>{origin}{}</loc>", Words(&address));
        if let Some(changed) = changed {
            let _ = write!(text, "<lastmod>{changed}</lastmod>");
        }
        let _ = writeln!(text, "</{element}>");
    }
    let _ = writeln!(text, "</{whole}>");
    kept("application/xml; charset=utf-8", KEPT, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_in_one_way() {
        assert_eq!(month("2026-11"), NaiveDate::from_ymd_opt(2026, 11, 1));
        for name in ["", "2026", "2026-13", "2026-1", "26-11", "2026-11-01", "+026-11", "2026-+1", "tags"] {
            assert_eq!(month(name), None, "{name}");
        }
    }
}
