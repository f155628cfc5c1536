//! `tertulia admin`

use crate::{
    features::accounts,
    server::Server,
    shared::{Error, Result, role::Role},
};

/// Gives an account a role.
///
/// # Errors
/// [`Error::Missing`] where nobody has this handle.
pub async fn grant(server: &Server, handle: &str, role: Role) -> Result<()> {
    accounts::service::grant_role(&server.pool, handle, role).await.inspect_err(|error| {
        if *error == Error::Missing {
            eprintln!("Nobody is called {handle} here.");
        }
    })?;
    println!("{handle} is {} now.", role.as_str());
    Ok(())
}
