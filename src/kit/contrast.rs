//! Reads the tokens and measures what stands on what, in both themes (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// What is read on what: at least 4.5 to 1.
const TEXT: [(&str, &[&str]); 15] = [
    ("text", &["surface", "raised", "accent-soft"]),
    ("muted", &["surface", "raised", "accent-soft"]),
    ("accent", &["surface", "raised", "accent-soft"]),
    ("danger", &["surface", "raised", "danger-soft"]),
    ("ok", &["surface", "raised", "ok-soft"]),
    ("warn", &["surface", "raised", "warn-soft"]),
    ("on-accent", &["accent"]),
    ("on-danger", &["danger"]),
    ("on-evening", &["amber-deep", "rose-deep", "violet-deep"]),
    ("surface", &["text"]),
    ("code-comment", &["surface"]),
    ("code-keyword", &["surface"]),
    ("code-text", &["surface"]),
    ("code-number", &["surface"]),
    ("code-name", &["surface"]),
];

/// What is only seen: at least 3 to 1.
const SHAPES: [(&str, &str); 6] = [
    ("edge", "surface"),
    ("edge", "raised"),
    ("accent", "surface"),
    ("rose", "surface"),
    ("violet", "surface"),
    ("rose-deep", "surface"),
];

#[test]
fn text_is_readable_on_every_ground_it_stands_on() {
    let avatars: Vec<(String, String)> = (0..8).map(|n| (format!("on-avatar-{n}"), format!("avatar-{n}"))).collect();
    let pairs = TEXT
        .iter()
        .flat_map(|(ink, grounds)| grounds.iter().map(|ground| ((*ink).to_owned(), (*ground).to_owned())))
        .chain(avatars);
    assert_eq!(too_faint(pairs, 4.5), Vec::<String>::new());
}

#[test]
fn shapes_are_visible() {
    let pairs = SHAPES.iter().map(|(ink, ground)| ((*ink).to_owned(), (*ground).to_owned()));
    assert_eq!(too_faint(pairs, 3.0), Vec::<String>::new());
}

#[test]
fn the_browser_is_told_the_colour_of_the_surface() {
    let [light, dark] = tokens()["surface"].map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
    let shell = include_str!("../app/shell.rs");
    assert!(shell.contains(&format!("(\"light\", \"{light}\"), (\"dark\", \"{dark}\")")));
}

fn too_faint(pairs: impl Iterator<Item = (String, String)>, least: f64) -> Vec<String> {
    let tokens = tokens();
    pairs
        .flat_map(|(ink, ground)| {
            ["light", "dark"]
                .into_iter()
                .enumerate()
                .map(move |(theme, name)| (theme, name, ink.clone(), ground.clone()))
        })
        .filter_map(|(theme, name, ink, ground)| {
            let ratio = contrast(tokens[&ink][theme], tokens[&ground][theme]);
            (ratio < least).then(|| format!("{ink} on {ground}, {name}: {ratio:.2}"))
        })
        .collect()
}

/// Every colour by its name, light then dark.
fn tokens() -> BTreeMap<String, [[u8; 3]; 2]> {
    TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--color-")?.split_once(':'))
        .filter_map(|(name, value)| {
            let mut colours = value.match_indices('#').filter_map(|(at, _)| colour(value.get(at + 1..at + 7)?));
            let light = colours.next()?;
            Some((name.to_owned(), [light, colours.next().unwrap_or(light)]))
        })
        .collect()
}

fn colour(hex: &str) -> Option<[u8; 3]> {
    let [_, r, g, b] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
    Some([r, g, b])
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}
