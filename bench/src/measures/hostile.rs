//! COM-1: how long the server takes to draw texts that were made to take long.
//!
//! Each is the text of a post, as long as one may be: of a line of a megabyte and of 100,000 links so much as can be stored.
//! What counts is by how much the page of such a post takes longer than that of a post of one word, to the last byte and
//! in the medians: what has to be read and sent of it is in it.

use std::time::Instant;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use hyper::StatusCode;

use super::{Measure, Stand};
use crate::{
    database::DATABASE,
    figure::{Figure, quantile},
    http::{Call, Connection},
    world,
};

/// Its number, beyond those of other measures, and that of the first text.
const AUTHOR: u32 = 9000;
const FIRST: u32 = 900_000;
/// Characters that a post may have.
const LONGEST: usize = 100_000;
const TURNS: u32 = 30;
/// Milliseconds that drawing may take.
const MOST: f64 = 50.0;

/// Ready to be drawn.
pub struct Hostile;

impl Hostile {
    /// Publishes the texts, and the word beside which they are measured.
    pub async fn prepare(stand: &Stand) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, AUTHOR..AUTHOR + 1).await?;
        let numbered: Vec<_> = (FIRST..).zip(texts().into_iter().map(|(_, text)| text)).collect();
        world::texts(&database, AUTHOR, &numbered).await?;
        Ok(Self)
    }
}

#[async_trait]
impl Measure for Hostile {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let mut connection = Connection::open(stand.server.address()).await?;
        let mut took: Vec<(u32, Vec<f64>)> = (FIRST..).take(texts().len()).map(|number| (number, Vec::new())).collect();
        for _ in 0..TURNS {
            fastrand::shuffle(&mut took);
            for (number, milliseconds) in &mut took {
                milliseconds.push(draw(&mut connection, *number).await?);
            }
        }
        took.sort_by_key(|(number, _)| *number);
        let mut medians = took.into_iter().map(|(_, mut milliseconds)| quantile(&mut milliseconds, 0.5));
        let word = medians.next().unwrap_or_default();
        let mut figures = vec![Figure::new("the page of one word", word, "ms")];
        for ((name, _), median) in texts().into_iter().skip(1).zip(medians) {
            figures.push(Figure::new(format!("{name}: longer than that"), median - word, "ms").at_most(MOST));
        }
        Ok(figures)
    }
}

/// Milliseconds to the last byte of a page.
async fn draw(connection: &mut Connection, number: u32) -> Result<f64> {
    let path = format!("/p/{}", world::post(number));
    let start = Instant::now();
    let (status, _) = connection.call(Call::page(&path, None)).await?;
    ensure!(status == StatusCode::OK, "{path} answers {status}");
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}

/// What is drawn by what a person would call it: a word first, and then what is measured beside it.
fn texts() -> [(&'static str, String); 8] {
    let table = "|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"a\n".repeat(LONGEST);
    let code = "```c\n".to_owned() + &"1 ".repeat(LONGEST);
    let all = [
        ("a word", "Hello".to_owned()),
        ("10,000 quotes inside one another", "> ".repeat(10_000) + "deep"),
        ("a line without an end", "a".repeat(1 << 20)),
        ("links without an end", "https://a.example ".repeat(100_000)),
        ("a table without an end", table),
        ("a program without an end", code),
        ("addresses inside one another", "http://a@".repeat(LONGEST)),
        ("100,000 wide letters", "安".repeat(LONGEST)),
    ];
    all.map(|(name, text)| (name, text.chars().take(LONGEST).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_can_be_stored_and_the_hostile_ones_are_long() {
        let lengths = texts().map(|(_, text)| text.chars().count());
        assert_eq!(lengths, [5, 20_004, LONGEST, LONGEST, LONGEST, LONGEST, LONGEST, LONGEST]);
    }
}
