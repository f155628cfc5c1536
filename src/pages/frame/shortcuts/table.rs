//! Which keys do what.

#[cfg(any(feature = "hydrate", test))]
use crate::kit::THEN;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Goes to the next item of the page.
    Next,
    /// Goes to the item before.
    Previous,
    /// Opens the item.
    Open,
    /// Leaves what is open for the list in which it stands.
    Leave,
    /// Votes for the item, or takes that back.
    Upvote,
    /// Votes against it, or takes that back.
    Downvote,
    /// Begins something new.
    Compose,
    /// Answers the item.
    Reply,
    /// Goes to where something is found.
    Search,
    /// Goes to a page.
    Go(Place),
    /// Shows the list of all keys.
    List,
    /// Something that is heard where it belongs, and only listed here.
    Elsewhere,
}

/// A page to which keys lead from everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    Messages,
    Notifications,
    Questions,
    Profile,
}

/// Some ways of keys to one act.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// What it does, in words.
    pub words: &'static str,
    /// The keys, each way as it is drawn: one key, or two with "then" between them.
    pub ways: &'static [&'static str],
    /// What it does.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "nothing is pressed on the server"))]
    pub act: Act,
}

const fn shortcut(words: &'static str, ways: &'static [&'static str], act: Act) -> Shortcut {
    Shortcut { words, ways, act }
}

/// Everywhere.
const EVERYWHERE: [Shortcut; 10] = [
    shortcut("Home", &["g then h"], Act::Go(Place::Home)),
    shortcut("Messages", &["g then m"], Act::Go(Place::Messages)),
    shortcut("Notifications", &["g then n"], Act::Go(Place::Notifications)),
    shortcut("Questions", &["g then q"], Act::Go(Place::Questions)),
    shortcut("Your profile", &["g then p"], Act::Go(Place::Profile)),
    shortcut("Search", &["/"], Act::Search),
    shortcut("Write something new", &["c"], Act::Compose),
    shortcut("Undo the last deletion, for some seconds", &["Ctrl + Z", "⌘ + Z"], Act::Elsewhere),
    shortcut("This list", &["?"], Act::List),
    shortcut("Close what is open", &["Esc"], Act::Elsewhere),
];

/// Where items stand one below the other.
const ITEMS: [Shortcut; 8] = [
    shortcut("Next item", &["j"], Act::Next),
    shortcut("Previous item", &["k"], Act::Previous),
    shortcut("Open it", &["o", "Enter"], Act::Open),
    shortcut("Back to the list", &["u"], Act::Leave),
    shortcut("Upvote", &["a"], Act::Upvote),
    shortcut("Downvote", &["z"], Act::Downvote),
    shortcut("Reply or comment", &["r"], Act::Reply),
    shortcut("A screen further, or back", &["Page Down", "Page Up"], Act::Elsewhere),
];

/// Where one writes to people.
const MESSAGES: [Shortcut; 4] = [
    shortcut("Edit the last message, where nothing is written", &["↑"], Act::Elsewhere),
    shortcut("Find a conversation", &["Ctrl + K", "⌘ + K"], Act::Elsewhere),
    shortcut("Conversation above", &["Alt + ↑"], Act::Elsewhere),
    shortcut("Conversation below", &["Alt + ↓"], Act::Elsewhere),
];

/// All of them, by where they are of use.
pub const GROUPS: [(&str, &[Shortcut]); 3] =
    [("Everywhere", &EVERYWHERE), ("In lists and threads", &ITEMS), ("In messages", &MESSAGES)];

/// What a key comes to.
#[cfg(any(feature = "hydrate", test))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An act.
    Act(Act),
    /// It is the first of two keys.
    Begun,
    /// Nothing.
    Nothing,
}

/// What a key comes to after the one that was begun with, if any.
#[cfg(any(feature = "hydrate", test))]
#[must_use]
pub fn find(begun: Option<&str>, key: &str) -> Found {
    let keys = begun.map_or_else(|| key.to_owned(), |begun| format!("{begun}{THEN}{key}"));
    let beginning = format!("{keys}{THEN}");
    let heard = || GROUPS.iter().flat_map(|(_, group)| *group).filter(|shortcut| shortcut.act != Act::Elsewhere);
    if let Some(shortcut) = heard().find(|shortcut| shortcut.ways.contains(&keys.as_str())) {
        return Found::Act(shortcut.act);
    }
    let is_begun = heard().any(|shortcut| shortcut.ways.iter().any(|way| way.starts_with(&beginning)));
    if is_begun { Found::Begun } else { Found::Nothing }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn one_key_acts_and_two_lead_to_a_page() {
        assert_eq!(find(None, "j"), Found::Act(Act::Next));
        assert_eq!(find(None, "Enter"), Found::Act(Act::Open));
        assert_eq!(find(None, "g"), Found::Begun);
        assert_eq!(find(Some("g"), "m"), Found::Act(Act::Go(Place::Messages)));
        for (begun, key) in [(None, "h"), (Some("g"), "j"), (Some("g"), "g"), (None, "Esc"), (None, "")] {
            assert_eq!(find(begun, key), Found::Nothing, "{begun:?} {key}");
        }
    }

    #[test]
    fn no_two_shortcuts_have_the_same_keys_or_words() {
        let all = || GROUPS.iter().flat_map(|(_, group)| *group);
        let (mut keys, mut words) = (HashSet::new(), HashSet::new());
        for shortcut in all() {
            assert!(words.insert(shortcut.words), "{shortcut:?}");
            assert!(shortcut.ways.iter().all(|way| keys.insert(*way)), "{shortcut:?}");
        }
    }

    #[test]
    fn whatever_is_listed_and_not_heard_elsewhere_acts() {
        for shortcut in GROUPS.iter().flat_map(|(_, group)| *group).filter(|shortcut| shortcut.act != Act::Elsewhere) {
            for way in shortcut.ways {
                let found = way.split_once(THEN).map_or_else(|| find(None, way), |(one, two)| find(Some(one), two));
                assert_eq!(found, Found::Act(shortcut.act), "{way}");
            }
        }
    }
}
