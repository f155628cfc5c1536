//! What came out: a table for people, a file for programs.

use std::{collections::HashSet, fs, path::PathBuf};

use anyhow::Result;
use chrono::Utc;
use serde_json::{Value, json};

use crate::{
    figure::{Figure, Target, quantile},
    machine::Machine,
};

/// Every figure of every round.
pub struct Report {
    machine: Machine,
    rounds: usize,
    lines: Vec<Line>,
}

/// One figure over the rounds.
struct Line {
    measure: String,
    figure: Figure,
    values: Vec<f64>,
}

impl Report {
    /// An empty one.
    pub fn new(machine: Machine, rounds: usize) -> Self {
        Self { machine, rounds, lines: Vec::new() }
    }

    /// Takes in what a measure found in a round.
    pub fn add(&mut self, measure: &str, figures: Vec<Figure>) {
        for figure in figures {
            let value = figure.value;
            let known = self.lines.iter_mut().find(|line| line.measure == measure && line.figure.name == figure.name);
            match known {
                Some(line) => line.values.push(value),
                None => self.lines.push(Line { measure: measure.to_owned(), figure, values: vec![value] }),
            }
        }
    }

    /// Prints the table.
    pub fn print(&self) {
        println!(
            "{} UTC, medians of {} rounds, or of so many as stand beside\n",
            Utc::now().format("%Y-%m-%d %H:%M"),
            self.rounds
        );
        for (name, value) in &self.machine {
            println!("- {name}: {value}");
        }
        println!("\n| measure | figure | measured | target | met |\n| --- | --- | ---: | ---: | --- |");
        for row in self.rows() {
            println!("{row}");
        }
        let judged = self.lines.iter().filter_map(Line::is_met);
        let (met, all) = (judged.clone().filter(|met| *met).count(), judged.count());
        if all > 0 {
            println!("\n{met} of {all} targets are met.");
        }
    }

    /// The rows of the table: the measures in the order in which they came, without what is for the file alone.
    fn rows(&self) -> Vec<String> {
        let mut named = HashSet::new();
        let mut rows = Vec::new();
        for Line { measure, .. } in self.lines.iter().filter(|line| named.insert(&line.measure)) {
            let lines = self.lines.iter().filter(|line| line.measure == *measure && !line.figure.aside);
            rows.extend(lines.map(|line| line.row(self.rounds)));
        }
        rows
    }

    /// Writes the file under `bench/results`, the suffix behind the date; its path.
    pub fn write(&self, suffix: &str) -> Result<PathBuf> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("results");
        fs::create_dir_all(&folder)?;
        let now = Utc::now();
        let file = folder.join(format!("{}{suffix}.json", now.format("%Y-%m-%dT%H-%M-%SZ")));
        let figures: Vec<Value> = self.lines.iter().map(Line::json).collect();
        let report = json!({
            "date": now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "machine": self.machine,
            "rounds": self.rounds,
            "figures": figures,
        });
        fs::write(&file, serde_json::to_string_pretty(&report)?)?;
        Ok(file)
    }
}

impl Line {
    fn median(&self) -> f64 {
        quantile(&mut self.values.clone(), 0.5)
    }

    fn is_met(&self) -> Option<bool> {
        self.figure.target.map(|target| target.is_met_by(self.median()))
    }

    /// The figure as a row of the table; where not every round had it, with how many did.
    fn row(&self, rounds: usize) -> String {
        let Figure { name, unit, target, .. } = &self.figure;
        let target = target.map_or(String::new(), |target| match target {
            Target::AtMost(most) => format!("≤ {}", written(most)),
            Target::AtLeast(least) => format!("≥ {}", written(least)),
        });
        let met = self.is_met().map_or("", |met| if met { "yes" } else { "**no**" });
        let had = self.values.len();
        let few = if had < rounds { format!(" ({had} of {rounds})") } else { String::new() };
        format!("| {} | {name} | {} {unit}{few} | {target} | {met} |", self.measure, written(self.median()))
    }

    fn json(&self) -> Value {
        json!({
            "measure": self.measure,
            "name": self.figure.name,
            "value": self.median(),
            "unit": self.figure.unit,
            "target": self.figure.target,
            "met": self.is_met(),
            "rounds": self.values,
        })
    }
}

/// A number as a person writes it: thousands apart, and no digits that mean nothing.
fn written(value: f64) -> String {
    if !value.is_finite() {
        return "not to be had".into();
    }
    if value.abs() < 100.0 {
        let text = format!("{value:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_not_every_round_had_says_of_how_many_it_is() {
        let mut report = Report::new(Machine::default(), 2);
        let at = |step: u32, value| Figure::new(format!("at {step}"), value, "%");
        report.add("peer", vec![at(25, 100.0), at(50, 99.0)]);
        report.add("peer", vec![at(25, 90.0)]);
        assert_eq!(report.rows(), ["| peer | at 25 | 100 % |  |  |", "| peer | at 50 | 99 % (1 of 2) |  |  |"]);
    }

    #[test]
    fn what_is_for_the_file_alone_is_in_the_file_and_not_in_the_table() {
        let mut report = Report::new(Machine::default(), 1);
        report.add("sizes", vec![Figure::new("raw", 3.0, "KiB").aside(), Figure::new("brotli", 1.0, "KiB")]);
        assert_eq!(report.rows(), ["| sizes | brotli | 1 KiB |  |  |"]);
        let names: Vec<_> = report.lines.iter().map(|line| line.json()["name"].clone()).collect();
        assert_eq!(names, ["raw", "brotli"]);
    }

    #[test]
    fn numbers_are_written_to_be_read() {
        let all = [0.0, 2.4, 99.951, 100.4, 1234.0, 1_234_567.0, f64::NAN].map(written);
        assert_eq!(all, ["0", "2.4", "99.95", "100", "1,234", "1,234,567", "not to be had"]);
    }
}
