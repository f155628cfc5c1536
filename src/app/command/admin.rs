//! `tertulia admin`

use std::process::ExitCode;

use crate::{
    features::accounts,
    server::Server,
    shared::{Error, Result, role::Role},
};

/// Gives an account a role; where nobody has this handle it says so, and fails.
///
/// # Errors
/// What the database says.
pub async fn grant(server: &Server, handle: &str, role: Role) -> Result<ExitCode> {
    match accounts::service::grant_role(&server.pool, handle, role).await {
        Err(Error::Missing) => {
            eprintln!("tertulia: nobody is called {handle} here");
            Ok(ExitCode::FAILURE)
        }
        granted => {
            granted?;
            println!("{handle} is {} now.", role.as_str());
            Ok(ExitCode::SUCCESS)
        }
    }
}
