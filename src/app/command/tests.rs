use std::future::{pending, ready};

use clap::CommandFactory;
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::*;

#[test]
fn the_command_line_is_consistent_and_every_command_explains_itself() {
    let line = Line::command();
    line.clone().debug_assert();
    for command in line.get_subcommands() {
        assert!(command.get_about().is_some_and(|about| about.to_string().len() > 10), "{}", command.get_name());
    }
}

#[test]
fn without_a_command_it_serves() {
    assert!(Line::parse_from(["tertulia"]).command.is_none());
}

#[test]
fn a_role_that_does_not_exist_is_refused() {
    let refused =
        Line::try_parse_from(["tertulia", "admin", "grant", "ann", "queen"]).err().map(|error| error.to_string());
    let words = refused.expect("there is no such role");
    assert!(["member", "moderator", "administrator"].iter().all(|role| words.contains(role)), "{words}");
    assert!(Line::try_parse_from(["tertulia", "admin", "grant", "ann", "moderator"]).is_ok());
}

fn own_database(folder: &TempDir) -> Config {
    Config { data: folder.path().join("data"), ..Config::for_tests() }
}

fn runs(config: &Config) -> bool {
    config.data.join("postgres/postmaster.pid").exists()
}

#[tokio::test]
async fn who_is_told_to_end_while_the_database_starts_does_nothing_and_leaves_none_running() {
    let folder = TempDir::new().unwrap();
    let config = own_database(&folder);
    let mut acted = false;
    let done = with_database(&config, ready(()), async |_| acted = true).await.unwrap();
    assert_eq!((done, acted), (None, false));
    assert!(config.data.join("postgres/PG_VERSION").exists() && !runs(&config));
}

#[tokio::test]
async fn who_is_told_to_end_in_the_middle_leaves_no_database_running() {
    let folder = TempDir::new().unwrap();
    let config = own_database(&folder);
    let (tell, told) = oneshot::channel::<()>();
    let endless = async |_: &Database| {
        assert!(runs(&config));
        tell.send(()).unwrap();
        pending::<()>().await;
    };
    let told = async { told.await.unwrap() };
    assert_eq!(with_database(&config, told, endless).await.unwrap(), None);
    assert!(!runs(&config));
}
