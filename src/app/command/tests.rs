use clap::CommandFactory;

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
    assert!(Line::try_parse_from(["tertulia", "admin", "grant", "ann", "queen"]).is_err());
    assert!(Line::try_parse_from(["tertulia", "admin", "grant", "ann", "moderator"]).is_ok());
}
