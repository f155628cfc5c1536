//! What a browser loads of the built site, raw and in brotli as it travels. The first chunk is the
//! application itself; every other one is an area that is loaded when it is entered.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use async_trait::async_trait;

use super::{Measure, Stand};
use crate::figure::Figure;

/// The site to weigh.
pub struct Sizes {
    folder: PathBuf,
}

/// A file's bytes as KiB.
struct Weight {
    name: String,
    wasm: bool,
    raw: f64,
    brotli: Option<f64>,
}

impl Sizes {
    /// Of the site beside the program.
    pub fn of(program: &Path) -> Result<Self> {
        let folder = program.with_file_name("site").join("pkg");
        ensure!(folder.is_dir(), "there is no site to weigh in {}", folder.display());
        Ok(Self { folder })
    }

    fn weigh(&self) -> Result<Vec<Weight>> {
        let files = fs::read_dir(&self.folder)?;
        let mut weights = Vec::new();
        for file in files {
            let path = file?.path();
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
            if ["wasm", "js", "css"].contains(&kind) {
                let compressed = path.with_extension(format!("{kind}.br"));
                weights.push(Weight {
                    wasm: kind == "wasm",
                    name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                    raw: fs::metadata(&path)?.len() as f64 / 1024.0,
                    brotli: fs::metadata(compressed).ok().map(|found| found.len() as f64 / 1024.0),
                });
            }
        }
        weights.sort_by(|one, other| other.raw.total_cmp(&one.raw));
        Ok(weights)
    }
}

#[async_trait]
impl Measure for Sizes {
    async fn round(&mut self, _: &Stand) -> Result<Vec<Figure>> {
        let mut figures = Vec::new();
        let mut first = true;
        for Weight { name, wasm, raw, brotli } in self.weigh()? {
            figures.push(Figure::new(format!("{name}, raw"), raw, "KiB"));
            let Some(brotli) = brotli else { continue };
            let figure = Figure::new(format!("{name}, brotli"), brotli, "KiB");
            figures.push(match (wasm, first) {
                (true, true) => figure.at_most(250.0),
                (true, false) => figure.at_most(60.0),
                (false, _) => figure,
            });
            first &= !wasm;
        }
        Ok(figures)
    }
}
