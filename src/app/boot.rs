//! From configuration to a listening server.

use leptos::config::get_configuration;
use leptos_axum::{LeptosRoutes, generate_route_list};

use super::shell::{App, document};

/// Serves until the program is stopped.
pub async fn serve() {
    let options = get_configuration(None).expect("configuration").leptos_options;
    let routes = generate_route_list(App);
    let router = axum::Router::new()
        .leptos_routes(&options, routes, {
            let options = options.clone();
            move || document(options.clone())
        })
        .fallback(leptos_axum::file_and_error_handler(document))
        .with_state(options.clone());
    let listener = tokio::net::TcpListener::bind(options.site_addr).await.expect("port");
    println!("Listening on http://{}", options.site_addr);
    axum::serve(listener, router).await.expect("serve");
}
