//! What a browser loads of the built site, in brotli as it travels and, for the file alone, raw. The first chunk is the
//! application itself; every other one is an area that is loaded when it is entered.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use async_trait::async_trait;

use super::{Measure, Stand};
use crate::figure::{Figure, MISSING};

/// The site to weigh.
pub struct Sizes {
    folder: PathBuf,
}

/// KiB of something, raw and in brotli.
#[derive(Clone, Copy, Default)]
struct Weight {
    raw: f64,
    brotli: f64,
}

impl Sizes {
    /// Of the site beside the program.
    pub fn of(program: &Path) -> Result<Self> {
        let folder = program.with_file_name("site").join("pkg");
        ensure!(folder.is_dir(), "there is no site to weigh in {}", folder.display());
        Ok(Self { folder })
    }

    /// What there is by what a person would call it; what has one name weighs together.
    fn weigh(&self) -> Result<BTreeMap<String, Weight>> {
        let mut weights: BTreeMap<String, Weight> = BTreeMap::new();
        for file in fs::read_dir(&self.folder)? {
            let path = file?.path();
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
            let stem = path.file_name().and_then(|name| name.to_str()?.split('.').next()).unwrap_or_default();
            if let Some(name) = name(stem, kind) {
                let compressed = fs::metadata(path.with_extension(format!("{kind}.br")));
                let weight = weights.entry(name).or_default();
                weight.raw += fs::metadata(&path)?.len() as f64 / 1024.0;
                weight.brotli += compressed.map_or(MISSING, |found| found.len() as f64 / 1024.0);
            }
        }
        Ok(weights)
    }
}

#[async_trait]
impl Measure for Sizes {
    async fn round(&mut self, _: &Stand) -> Result<Vec<Figure>> {
        let mut figures = Vec::new();
        for (name, Weight { raw, brotli }) in self.weigh()? {
            let most = match name.split(' ').next() {
                Some("application") => Some(250.0),
                Some("area") => Some(60.0),
                _ => None,
            };
            let figure = Figure::new(format!("{name}, brotli"), brotli, "KiB");
            figures.push(Figure::new(format!("{name}, raw"), raw, "KiB").aside());
            figures.push(if let Some(most) = most { figure.at_most(most) } else { figure });
        }
        Ok(figures)
    }
}

/// `tertulia.HASH.wasm` is the application, `split_messages_page.HASH.wasm` an area, and `split_driver.HASH.wasm` what
/// makes a page live once it stands.
fn name(stem: &str, kind: &str) -> Option<String> {
    Some(match (kind, stem.strip_prefix("split_")) {
        ("wasm", Some(part)) => match part.strip_suffix("_page") {
            Some(area) => format!("area {area} (wasm)"),
            None => format!("{part} (wasm)"),
        },
        ("wasm", None) if stem.starts_with("chunk") => "what areas share (wasm)".into(),
        ("wasm", None) => "application (wasm)".into(),
        ("js" | "css", _) => format!("all {kind}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn files_are_called_what_people_call_them() {
        let found = |stem, kind| name(stem, kind).unwrap_or_default();
        assert_eq!(found("tertulia", "wasm"), "application (wasm)");
        assert_eq!(found("split_messages_page", "wasm"), "area messages (wasm)");
        assert_eq!(found("split_driver", "wasm"), "driver (wasm)");
        assert_eq!(found("chunk_7", "wasm"), "what areas share (wasm)");
        assert_eq!(found("tertulia", "css"), "all css");
        assert_eq!(found("tertulia", "br"), "");
    }
}
