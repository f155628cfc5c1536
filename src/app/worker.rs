//! The service worker (SYN-10): what a device keeps of the application, so that it opens without a network.
//!
//! `worker.js` is the worker, a plain script with `sending.js` behind it, which sends what waits while no page is open; here
//! it is told what the build consists of. The shell that it keeps is a document with nothing in it that is anybody's, and is
//! asked for by version: a worker never keeps that of another build. `ahead.js` has fetched what its page is made of, `kept.js`
//! reads what that is drawn from, and `start.js` brings it to life.

use std::{collections::BTreeSet, fs, path::Path};

use axum::{
    Router,
    extract::Query,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use http::{
    HeaderName,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use leptos::config::LeptosOptions;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    chunks, document,
    files::{self, Files},
    security::{self, HEADERS},
};
use crate::{
    client::ACCOUNT_COOKIE,
    pages::AREAS,
    server::fault::Problem,
    shared::Error,
    sync::{
        replica::{REPLICAS, VERSIONS},
        tab::word::SPEECH,
    },
};

const WORKER: &str = concat!(include_str!("worker.js"), "\n", include_str!("sending.js"));
const START: &str = include_str!("start.js");
const AHEAD: &str = concat!(include_str!("ahead.js"), "\n", include_str!("kept.js"));

/// A worker may ask this server, and nothing else.
const POLICY: &str = "default-src 'none'; connect-src 'self'";

/// A build that devices can keep.
#[derive(Clone)]
pub struct Build {
    /// What it is called: another one wherever anything in it is another.
    pub version: String,
    script: String,
    shell: String,
    shell_policy: String,
}

/// What the worker is told.
#[derive(Serialize)]
struct Told<'a> {
    version: &'a str,
    lasting: Vec<&'a str>,
    others: Vec<&'a str>,
    folder: String,
    areas: &'a [&'a str],
    speech: u32,
}

impl Build {
    /// The build of a site; nothing where none was built.
    pub fn of(options: &LeptosOptions) -> Option<Self> {
        Self::with(options, &AREAS, &HEADERS)
    }

    /// The build whose worker draws these areas, served with these headers beside its own.
    fn with(options: &LeptosOptions, areas: &[&str], headers: &[(HeaderName, &str)]) -> Option<Self> {
        let files = Files::of(options)?;
        let Files { script, imports, program, .. } = &files;
        let start = format!("const [SCRIPT, PROGRAM] = [\"{script}\", \"{program}\"];\n{START}");
        let parts = parts(options, areas);
        let store = json!([VERSIONS.len(), REPLICAS, ACCOUNT_COOKIE]);
        let ahead = format!("const PARTS = {parts};\nconst [VERSION, COPIES, COOKIE] = {store};\n{AHEAD}");
        let scripts = [script].into_iter().chain(imports).map(String::as_str).collect::<Vec<_>>();
        let shell = |version: &str| document::shell(options.clone(), [&ahead, &start], &scripts, program, version);
        let shell_policy = security::page_policy(&[&ahead, &start].map(|script| security::source_of(script)).join(" "));
        let mut told = Told {
            version: "",
            lasting: files.lasting.iter().map(String::as_str).collect(),
            others: files.others.iter().map(String::as_str).collect(),
            folder: format!("/{}/", options.site_pkg_dir),
            areas,
            speech: SPEECH,
        };
        // The name is made of them, so it is not in them yet.
        let nameless = [told.to_json(), shell("")];
        let texts = [WORKER, POLICY, &nameless[0], &nameless[1], &shell_policy];
        let headers = headers.iter().flat_map(|(name, value)| [name.as_str(), *value]);
        let version = version(options, &files.others, texts.into_iter().chain(headers));
        told.version = &version;
        Some(Self {
            script: format!("const BUILD = {};\n\n{WORKER}", told.to_json()),
            shell: shell(&version),
            shell_policy,
            version,
        })
    }

    /// `/sw.js` and `/shell`. They are the same for everybody, and who asks is not even looked at.
    pub fn routes(self) -> Router {
        let Self { version, script, shell, shell_policy } = self;
        let worker =
            [(CONTENT_TYPE, "text/javascript"), (CACHE_CONTROL, "no-cache"), (CONTENT_SECURITY_POLICY, POLICY)];
        Router::new().route("/sw.js", get(async move || (worker, script).into_response())).route(
            "/shell",
            get(async move |Query(asked): Query<Asked>| -> Result<Response, Problem> {
                if asked.version.is_some_and(|asked| asked != version) {
                    return Err(Error::Missing.into());
                }
                // What is drawn in it is somebody's: no browser shows it again when one has gone on from it.
                let headers = [(CACHE_CONTROL, "no-store".to_owned()), (CONTENT_SECURITY_POLICY, shell_policy)];
                Ok((headers, Html(shell)).into_response())
            }),
        )
    }
}

#[derive(Deserialize)]
struct Asked {
    version: Option<String>,
}

/// The files that the page of each area is made of beside the program's first part, as an object in JSON.
fn parts(options: &LeptosOptions, areas: &[&str]) -> Value {
    let parts = areas.iter().map(|area| {
        let area = area.trim_start_matches('/');
        let files = files::chunk_files(options, chunks::names_of_page(options, area));
        (area.to_owned(), files.collect::<Value>())
    });
    parts.collect()
}

impl Told<'_> {
    fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and lists of them")
    }
}

/// A name made of everything that a device keeps of the build: these texts, among them the names of lasting files, and
/// what is in the other files.
fn version<'a>(options: &LeptosOptions, others: &BTreeSet<String>, texts: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    let mut add = |part: &[u8]| {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    };
    texts.for_each(|text| add(text.as_bytes()));
    for path in others {
        let file = Path::new(&*options.site_root).join(path.trim_start_matches('/'));
        add(&fs::read(file).unwrap_or_default());
    }
    BASE64.encode(&digest.finalize()[..12])
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use http::{HeaderMap, HeaderValue, Request, StatusCode};
    use tower::ServiceExt;

    use super::*;
    use crate::app::files::tests::site;

    fn text(text: &'static str) -> HeaderValue {
        HeaderValue::from_static(text)
    }

    async fn get_from(build: &Build, path: &str) -> (StatusCode, HeaderMap, String) {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = build.clone().routes().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).expect("a text"))
    }

    #[tokio::test]
    async fn the_worker_is_told_what_its_build_is_made_of() {
        let (_folder, options) = site();
        let build = Build::of(&options).expect("it is built");
        let (status, headers, script) = get_from(&build, "/sw.js").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!((&headers[CACHE_CONTROL], &headers[CONTENT_TYPE]), (&text("no-cache"), &text("text/javascript")));
        let told = script.lines().next().and_then(|line| line.strip_prefix("const BUILD = ")?.strip_suffix(';'));
        let told: Value = serde_json::from_str(told.expect("it comes first")).expect("an object");
        assert_eq!(told["version"], *build.version);
        assert_eq!(told["areas"], json!(AREAS));
        assert_eq!(told["speech"], SPEECH);
        assert!(
            told["lasting"].as_array().is_some_and(|files| files.contains(&"/pkg/chunk_2.x.wasm".into())),
            "{told}"
        );
        assert!(told["others"].as_array().is_some_and(|files| files.contains(&"/icon.svg".into())), "{told}");
        assert!(script.contains("function sendAll("), "what it sends by itself comes with it");
    }

    #[tokio::test]
    async fn the_shell_runs_its_own_script_and_carries_no_nonce() {
        let (_folder, options) = site();
        let build = Build::of(&options).expect("it is built");
        let (status, headers, page) = get_from(&build, &format!("/shell?version={}", build.version)).await;
        assert_eq!((status, &headers[CACHE_CONTROL]), (StatusCode::OK, &text("no-store")));
        assert!(!page.contains("nonce"), "{page}");
        assert!(page.contains(&format!("data-build=\"{}\"", build.version)), "{page}");
        let script = |tag: &str| page.split(tag).nth(1).and_then(|rest| rest.split("</script>").next());
        let start = script("<script type=\"module\">").expect("it starts the program");
        assert!(start.contains("/pkg/tertulia.aa.js") && start.contains("/pkg/tertulia.bb.wasm"), "{start}");
        let ahead = script("<script>").expect("it has the page fetched");
        let parts = r#"const PARTS = {"bookmarks":[],"drafts":[],"messages":["/pkg/chunk_2.x.wasm"],"new":[],"notifications":[],"settings":[],"suggestions":[]};"#;
        assert!(ahead.starts_with(parts), "{ahead}");
        let store = r#"const [VERSION, COPIES, COOKIE] = [2,"replicas","tertulia-account"];"#;
        assert!(ahead.contains(store) && ahead.contains("readAhead"), "it reads what is kept of the page: {ahead}");
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().expect("a text");
        assert!([start, ahead].iter().all(|script| policy.contains(&security::source_of(script))), "{policy}");
        for file in ["tertulia.aa.js", "__wasm_split.ee.js", "tertulia.bb.wasm"] {
            let link = page.find(&format!("href=\"/pkg/{file}\"")).expect("it is fetched");
            assert!(Some(link) < page.find("rel=\"stylesheet\""), "before what scripts wait for: {page}");
        }
    }

    #[tokio::test]
    async fn a_worker_never_gets_the_shell_of_another_build() {
        let (folder, options) = site();
        let before = Build::of(&options).expect("it is built");
        fs::write(folder.path().join("site/icon.svg"), "<svg>new</svg>").expect("a file");
        let after = Build::of(&options).expect("it is built");
        assert_ne!(before.version, after.version);
        let asked = format!("/shell?version={}", before.version);
        assert_eq!(get_from(&before, &asked).await.0, StatusCode::OK);
        assert_eq!(get_from(&after, &asked).await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_worker_never_keeps_the_headers_of_another_build_or_draws_its_areas() {
        let (_folder, options) = site();
        let before = Build::of(&options).expect("it is built");
        let asked = format!("/shell?version={}", before.version);
        let mut headers = HEADERS;
        headers[0].1 = "default-src 'self'";
        let others =
            [Build::with(&options, &AREAS, &headers), Build::with(&options, &["/messages", "/elsewhere"], &HEADERS)];
        for other in others {
            let other = other.expect("it is built");
            assert_ne!(other.version, before.version);
            assert_eq!(get_from(&other, &asked).await.0, StatusCode::NOT_FOUND);
        }
    }

    #[test]
    fn a_build_that_is_made_again_is_the_same() {
        let (_folder, options) = site();
        let version = || Build::of(&options).map(|build| build.version);
        assert_eq!(version(), version());
    }
}
