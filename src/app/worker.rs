//! The service worker (SYN-10): what a device keeps of the application, so that it opens without a network.
//!
//! `worker.js` is the worker, a plain script; here it is told what the build consists of. The shell that it keeps is a
//! document with nothing in it that is anybody's, and is asked for by version: a worker never keeps that of another build.

use std::{fs, path::Path};

use axum::{
    Router,
    extract::Query,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use leptos::config::LeptosOptions;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{document, files::Files, security};
use crate::{pages::AREAS, server::fault::Problem, shared::Error};

const WORKER: &str = include_str!("worker.js");

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
    areas: [&'static str; 2],
}

impl Build {
    /// The build of a site; nothing where none was built.
    pub fn of(options: &LeptosOptions) -> Option<Self> {
        let files = Files::of(options)?;
        let Files { script, program, .. } = &files;
        let start = format!(
            "import load, {{ hydrate }} from \"{script}\";load({{ module_or_path: \"{program}\" }}).then(hydrate);"
        );
        let shell = |version: &str| document::shell(options.clone(), &start, version);
        let version = version(options, &files, &shell(""));
        let told = Told {
            version: &version,
            lasting: files.lasting.iter().map(String::as_str).collect(),
            others: files.others.iter().map(String::as_str).collect(),
            folder: format!("/{}/", options.site_pkg_dir),
            areas: AREAS,
        };
        let told = serde_json::to_string(&told).expect("texts and lists of them");
        Some(Self {
            script: format!("const BUILD = {told};\n\n{WORKER}"),
            shell: shell(&version),
            shell_policy: security::page_policy(&security::source_of(&start)),
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

/// A name made of everything that a device keeps of the build.
fn version(options: &LeptosOptions, files: &Files, shell: &str) -> String {
    let mut digest = Sha256::new();
    let mut add = |part: &[u8]| {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    };
    add(WORKER.as_bytes());
    add(shell.as_bytes());
    files.lasting.iter().for_each(|path| add(path.as_bytes()));
    for path in &files.others {
        let file = Path::new(&*options.site_root).join(path.trim_start_matches('/'));
        add(path.as_bytes());
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
        let told: serde_json::Value = serde_json::from_str(told.expect("it comes first")).expect("an object");
        assert_eq!(told["version"], *build.version);
        assert_eq!(told["areas"], serde_json::json!(["/messages", "/settings"]));
        assert!(
            told["lasting"].as_array().is_some_and(|files| files.contains(&"/pkg/chunk_2.x.wasm".into())),
            "{told}"
        );
        assert!(told["others"].as_array().is_some_and(|files| files.contains(&"/icon.svg".into())), "{told}");
    }

    #[tokio::test]
    async fn the_shell_runs_its_own_script_and_carries_no_nonce() {
        let (_folder, options) = site();
        let build = Build::of(&options).expect("it is built");
        let (status, headers, page) = get_from(&build, &format!("/shell?version={}", build.version)).await;
        assert_eq!((status, &headers[CACHE_CONTROL]), (StatusCode::OK, &text("no-store")));
        assert!(!page.contains("nonce"), "{page}");
        assert!(page.contains(&format!("data-build=\"{}\"", build.version)), "{page}");
        let script = page.split("<script type=\"module\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let script = script.expect("it starts the program");
        assert!(script.contains("/pkg/tertulia.aa.js") && script.contains("/pkg/tertulia.bb.wasm"), "{script}");
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().expect("a text");
        assert!(policy.contains(&security::source_of(script)), "{policy}");
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
}
