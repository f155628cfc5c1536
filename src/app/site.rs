//! The built site: the files that browsers load, and where they are.

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
};

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header::CACHE_CONTROL};
use leptos::config::{LeptosOptions, get_config_from_str};
use tower::{Service, ServiceExt};
use tower_http::services::ServeDir;

use crate::server::Config;

/// What Leptos needs to know at run time; compiled in, so that the program needs no file beside it.
const SETTINGS: &str = include_str!("../../Leptos.toml");

/// Where the site is, as Leptos wants to know it. Without a built site pages are drawn, but nothing
/// brings them to life.
pub fn options(config: &Config) -> LeptosOptions {
    let mut options = get_config_from_str(SETTINGS).expect("Leptos.toml is read by a test");
    let beside = beside();
    let folder = folder(config, &beside);
    let names = [Some(beside.as_path()), folder.as_deref(), folder.as_deref().and_then(Path::parent)]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(&*options.hash_file))
        .find(|file| file.is_file());
    options.site_addr = config.address;
    options.site_root = folder.unwrap_or_else(|| "target/site".into()).to_string_lossy().into();
    options.hash_files = options.hash_files && names.is_some();
    if let Some(names) = names {
        options.hash_file = std::path::absolute(&names).unwrap_or(names).to_string_lossy().into();
    }
    options
}

/// Whether there is a built site.
pub fn is_built(config: &Config) -> bool {
    folder(config, &beside()).is_some()
}

/// Where the program itself is.
fn beside() -> PathBuf {
    std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned())).unwrap_or_default()
}

/// The folder that was named, else the one beside the program, else the one that a build left.
fn folder(config: &Config, beside: &Path) -> Option<PathBuf> {
    let places = [beside.join("site"), PathBuf::from("target/site"), beside.join("../site")];
    let candidates = config.site.iter().cloned().chain(places.into_iter().filter(|_| config.site.is_none()));
    candidates.into_iter().find(|folder| folder.join("pkg").is_dir())
}

/// A file of the site, compressed where the build did that, else what the fallback says.
pub async fn serve<F>(options: &LeptosOptions, request: Request, fallback: F) -> Response
where
    F: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    F::Future: Send,
{
    let path = request.uri().path().to_owned();
    if path.len() > LONGEST_PATH {
        return fallback.oneshot(request).await.into_response();
    }
    let files = ServeDir::new(&*options.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .fallback(fallback);
    let mut response = files.oneshot(request).await.into_response();
    let caching = caching(&path);
    if response.status().is_success() {
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(caching));
    }
    response
}

/// No file of the site has a longer path. What is too long for the system's own limits is no fault of ours.
const LONGEST_PATH: usize = 200;

/// A file whose name holds the hash of what is in it never changes.
fn caching(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash =
        |part: &str| part.len() >= 16 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match path {
        _ if path.starts_with("/pkg/") && name.split('.').any(is_hash) => "public, max-age=31536000, immutable",
        _ if path.starts_with("/pkg/") || name.contains("manifest") => "no-cache",
        _ => "public, max-age=3600",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_files_of_settings_agree() {
        let build = get_config_from_str(include_str!("../../Cargo.toml")).unwrap();
        let run = get_config_from_str(SETTINGS).unwrap();
        let told =
            |o: &LeptosOptions| (o.output_name.clone(), o.site_root.clone(), o.site_pkg_dir.clone(), o.hash_files);
        assert_eq!(told(&build), told(&run));
    }

    #[test]
    fn only_a_hashed_file_is_kept_for_ever() {
        assert!(caching("/pkg/tertulia.DxwZp7nn2Bq9ZxVAdqGMQA.js").contains("immutable"));
        assert_eq!(caching("/pkg/tertulia.js"), "no-cache");
        assert_eq!(caching("/site.webmanifest"), "no-cache");
        assert_eq!(caching("/icon.svg"), "public, max-age=3600");
    }
}
