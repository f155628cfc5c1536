//! Which pages are a member's own.

use leptos_axum::generate_route_list;

use super::*;
use crate::{app::shell::App, pages::AREAS};

#[tokio::test]
async fn a_visitor_is_led_to_log_in_from_the_areas_of_members_and_from_nowhere_else() {
    let running = running().await;
    let routes = generate_route_list(App);
    for area in AREAS {
        assert!(routes.iter().any(|route| route.path() == area), "nothing stands at {area}");
    }
    for route in routes {
        let filled = route.path().split('/').map(|part| if part.starts_with('{') { "somebody" } else { part });
        let path = filled.collect::<Vec<_>>().join("/");
        let answer = running.get(&path).await;
        let is_led = answer.status() == StatusCode::FOUND && header(&answer, "location").starts_with("/login?next=");
        // What moderators read is never kept on a device, so it is none of those areas.
        let is_own = AREAS
            .iter()
            .chain(&["/admin"])
            .any(|area| path.strip_prefix(area).is_some_and(|below| matches!(below.chars().next(), None | Some('/'))));
        assert_eq!(is_led, is_own, "{path}");
    }
    running.stop().await;
}
