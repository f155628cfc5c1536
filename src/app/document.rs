//! The HTML documents: the one around every page that the server draws, and the shell, which a device keeps.

use leptos::{nonce::use_nonce, prelude::*, tachys::html::InertElement};
use leptos_meta::{HashedStylesheet, MetaTags};

use super::shell::{App, SURFACES, media};
use crate::{features::accounts::hook::theme_of_request, pages::Opening, server::Viewer};

/// Has a log-out wait until the program runs, which asks before something is lost.
const LEAVING: &str = include_str!("leaving.js");

/// The document that the server streams. The scripts that Leptos writes carry the nonce of the response; `data-theme`
/// says what the member chose, and without it the device decides. `ahead` links to what a member's browser may fetch
/// ahead; `build` is what the version is called that the page is of.
pub fn document(options: LeptosOptions, ahead: &str, build: &str) -> impl IntoView + use<> {
    let is_member = use_context::<Viewer>().is_some();
    let ahead = is_member.then(|| InertElement::new(ahead.to_owned()));
    let leaving = is_member.then(|| view! { <script nonce=use_nonce() inner_html=LEAVING></script> });
    let chosen = theme_of_request();
    let build = build.to_owned();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=chosen data-build=build>
            <head>
                <Basics chosen />
                <AutoReload options=options.clone() />
                <HydrationScripts options=options.clone() />
                <HashedStylesheet options />
                {ahead}
                {leaving}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The document of a page that is drawn on the device: nothing in it is anybody's, so it is the same for everybody and
/// may be kept. The first script says what else to fetch, and reads what the page is drawn from; the second draws it by the
/// modules and the program that are fetched meanwhile: a script waits for the style of the page, its files need not.
pub fn shell(
    options: LeptosOptions,
    [ahead, start]: [&str; 2],
    modules: &[&str],
    program: &str,
    build: &str,
) -> String {
    let modules = modules.iter().map(|href| format!("<link rel=\"modulepreload\" href=\"{href}\">"));
    let program = format!("<link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" href=\"{program}\">");
    let first = modules.chain([program, format!("<script>{ahead}</script>")]).collect::<String>();
    let first = InertElement::new(first);
    let start = InertElement::new(format!("<script type=\"module\">{start}</script>"));
    let build = build.to_owned();
    let draw = || {
        view! {
            <html lang="en" data-shell="yes" data-build=build>
                <head>
                    <Basics />
                    <title>"Tertulia"</title>
                    {first}
                    <HashedStylesheet options />
                    {start}
                </head>
                <body>
                    <Opening trouble=Signal::stored(None) />
                </body>
            </html>
        }
        .to_html()
    };
    // Nothing takes what stands in it over: the marks for that go.
    format!("<!DOCTYPE html>{}", Owner::new().with(draw).replace("<!>", ""))
}

/// What stands in the head of every document.
#[component]
fn Basics(
    /// The theme that was chosen, if one was.
    #[prop(optional_no_strip)]
    chosen: Option<&'static str>,
) -> impl IntoView {
    let surfaces = SURFACES.map(|(theme, colour)| {
        format!("<meta name=\"theme-color\" media=\"{}\" content=\"{colour}\">", media(theme, chosen))
    });
    view! {
        <meta charset="utf-8" />
        <meta
            name="viewport"
            content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        {InertElement::new(surfaces.concat())}
        <link rel="icon" href="/favicon.ico" sizes="32x32" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/site.webmanifest" />
    }
}
