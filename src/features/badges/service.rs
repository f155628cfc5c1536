//! What badges need of the world.

use super::{db, model::Earned};
use crate::{
    features::accounts::model::handle_of,
    server::{Pool, Viewer},
    shared::{Error, Result},
};

/// What the person of a handle has earned, as the viewer sees it, if anybody is signed in.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so.
pub async fn earned(pool: &Pool, viewer: Option<Viewer>, handle: &str) -> Result<Earned> {
    let handle = handle_of(handle).map_err(|_| Error::Missing)?;
    let mut tx = match viewer {
        Some(viewer) => pool.as_viewer(viewer.account).await?,
        None => pool.as_visitor().await?,
    };
    db::find_earned(&mut tx, &handle).await?.ok_or(Error::Missing)
}

/// Gives their badge to all whose year is full, a few in each transaction.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn award_years(pool: &Pool) -> Result<()> {
    loop {
        let mut tx = pool.as_jobs().await?;
        let number = db::award_years(&mut tx).await?;
        tx.commit().await?;
        if number == 0 {
            return Ok(());
        }
    }
}
