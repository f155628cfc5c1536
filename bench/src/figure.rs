//! Figures: what was measured, against what was asked.

use serde::Serialize;

/// The value of what this machine has no means to measure.
pub const MISSING: f64 = f64::NAN;

/// One measured value.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What was measured, for a person to read.
    pub name: String,
    /// How much of it.
    pub value: f64,
    /// In what.
    pub unit: &'static str,
    /// What was asked, where something was.
    pub target: Option<Target>,
    /// Whether it stands in the file alone, and not in the table.
    pub aside: bool,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

impl Figure {
    /// A figure without a target, for the table and the file.
    pub fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, target: None, aside: false }
    }

    /// The figure for the file alone.
    pub fn aside(self) -> Self {
        Self { aside: true, ..self }
    }

    /// The figure with what it must not pass.
    pub fn at_most(self, most: f64) -> Self {
        Self { target: Some(Target::AtMost(most)), ..self }
    }

    /// The figure with what it must reach.
    pub fn at_least(self, least: f64) -> Self {
        Self { target: Some(Target::AtLeast(least)), ..self }
    }
}

impl Target {
    /// Whether a value is as asked; what is missing is not.
    pub fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

/// The value below which a share of all lies (0.5 is the median); zero of nothing.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    values.get((last * share).ceil() as usize).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let mut values = [4.0, 1.0, 3.0, 2.0, 5.0];
        let found = [0.0, 0.5, 0.99].map(|share| quantile(&mut values, share).to_string());
        assert_eq!(found, ["1", "3", "5"]);
        assert_eq!(quantile(&mut [], 0.5).to_string(), "0");
    }

    #[test]
    fn a_target_is_met_at_its_very_bound() {
        assert!(Target::AtMost(5.0).is_met_by(5.0) && !Target::AtMost(5.0).is_met_by(5.1));
        assert!(Target::AtLeast(5.0).is_met_by(5.0) && !Target::AtLeast(5.0).is_met_by(4.9));
    }
}
