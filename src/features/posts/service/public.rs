//! All that has a public page, as a visitor may read it: for those who look through all of it, such as search engines.

use chrono::NaiveDate;

use super::super::db::{self, PublicThread};

use crate::{server::Pool, shared::Result};

/// Of each kind at most so many are told: more no list of pages may have. Of a month the latest are.
const MOST: i64 = 50_000;

/// The first days of the months in UTC in which something was published, the earliest first.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn published_months(pool: &Pool) -> Result<Vec<NaiveDate>> {
    let mut tx = super::begin(pool, None).await?;
    Ok(db::select_months(&mut tx).await?)
}

/// The threads that began in the month of that first day, the latest first.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn published_in(pool: &Pool, month: NaiveDate) -> Result<Vec<PublicThread>> {
    let mut tx = super::begin(pool, None).await?;
    Ok(db::select_of_month(&mut tx, month, MOST).await?)
}

/// The handles of the people who published something.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn published_people(pool: &Pool) -> Result<Vec<String>> {
    let mut tx = super::begin(pool, None).await?;
    Ok(db::select_authors(&mut tx, MOST).await?)
}

/// The tags that some post has, those of most posts first.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn published_tags(pool: &Pool) -> Result<Vec<String>> {
    let mut tx = super::begin(pool, None).await?;
    Ok(db::select_used_tags(&mut tx, MOST).await?)
}
