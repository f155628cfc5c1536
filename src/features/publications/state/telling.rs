//! What people are told of publications: for one person, for two, for many.

use crate::{
    features::publications::model::{self, Consent, Part, Publication},
    shared::{id::AccountId, script::apart},
};

/// Names as one says them; past three the first two, and how many others.
#[must_use]
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first, last] => format!("{first} and {last}"),
        [first, second, last] => format!("{first}, {second} and {last}"),
        [first, second, others @ ..] => format!("{first}, {second} and {} others", others.len()),
    }
}

/// What is to be known before one asks.
#[must_use]
pub fn before_asking(parts: &[Part]) -> String {
    let others = names(parts.iter().filter(|part| part.consent != Consent::Own));
    match &*others {
        [] => "All of it is yours: it is published at once.".to_owned(),
        [one] => format!(
            "{one} is shown their words and asked. Nothing is public before they have answered and you publish it; \
             what they do not want is left out."
        ),
        more => format!(
            "{} are each shown their own words and asked. Nothing is public before all of them have answered and you \
             publish it; what somebody does not want is left out.",
            listed(more)
        ),
    }
}

/// Of what the asker said themselves.
const OWN_CHANGED: &str = "You changed something that you said. It is left out.";

/// A line for each of the others, in the order in which they speak, and for the asker where they changed something.
#[must_use]
pub fn answers(one: &Publication) -> Vec<String> {
    let mut people: Vec<(AccountId, Vec<Consent>, String)> = Vec::new();
    for part in one.parts.iter().filter(|part| part.consent != Consent::Own) {
        match people.iter_mut().find(|(id, ..)| *id == part.author.id) {
            Some((_, said, _)) => said.push(part.consent),
            None => people.push((part.author.id, vec![part.consent], apart(part.author.name()))),
        }
    }
    let line = |(id, said, name): (AccountId, Vec<Consent>, String)| {
        if id == one.asker.id { OWN_CHANGED.to_owned() } else { format!("{name} {}", answer(&said)) }
    };
    people.into_iter().map(line).collect()
}

/// What one person says to all that they said, of which some may have changed since.
fn answer(said: &[Consent]) -> &'static str {
    let has = |consent| said.contains(&consent);
    match (has(Consent::Asked), has(Consent::Allowed), has(Consent::Ended)) {
        _ if has(Consent::Declined) => "does not want it. It is left out.",
        (true, _, false) => "has not answered yet.",
        (true, _, true) => "has not answered yet. What they changed is left out.",
        (false, true, false) => "allows it.",
        (false, true, true) => "allows it. What they changed is left out.",
        (false, false, _) => "changed it, or cannot be asked. It is left out.",
    }
}

/// What waits for the viewer of one, on a line; nothing while others are waited for.
#[must_use]
pub fn open_line(one: &Publication, viewer: AccountId) -> Option<String> {
    if one.asker.id != viewer {
        let is_asked = one.parts.iter().any(|part| part.author.id == viewer && part.consent == Consent::Asked);
        return is_asked.then(|| format!("{} wants to publish what you said.", apart(one.asker.name())));
    }
    let is_answer = |part: &&Part| matches!(part.consent, Consent::Allowed | Consent::Declined);
    let answered = match &*names(one.parts.iter().filter(is_answer)) {
        [] => "Nobody is left to be asked".to_owned(),
        [name] => format!("{name} has answered"),
        more => format!("{} have answered", listed(more)),
    };
    let is_left = model::words(&one.parts).is_some();
    let follows = if is_left { "you can publish it." } else { "nothing of it may be public." };
    (!one.waits()).then(|| format!("{answered}: {follows}"))
}

/// Who said these parts, each once.
fn names<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<String> {
    let mut seen: Vec<AccountId> = Vec::new();
    let mut names = Vec::new();
    for part in parts {
        if !seen.contains(&part.author.id) {
            seen.push(part.author.id);
            names.push(apart(part.author.name()));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::{accounts::model::Account, publications::model::Stage},
        shared::{
            id::{ConversationId, MessageId, PublicationId},
            role::Role,
            time::Time,
        },
    };

    fn person(name: &str) -> Account {
        let (id, handle) = (AccountId::new(), name.to_lowercase());
        Account { id, handle, display_name: name.to_owned(), role: Role::Member, deleted: false }
    }

    fn part(author: &Account, consent: Consent) -> Part {
        Part { message_id: MessageId::new(), author: author.clone(), body: "Up".to_owned(), consent }
    }

    fn publication(asker: &Account, parts: Vec<Part>) -> Publication {
        Publication {
            id: PublicationId::new(),
            conversation_id: ConversationId::new(),
            thread_of: None,
            asker: asker.clone(),
            question_id: None,
            title: Some("Where to?".to_owned()),
            tags: Vec::new(),
            state: Stage::Asked,
            parts,
            at: Time::from_millis(0),
            version: 1,
        }
    }

    #[test]
    fn names_are_listed_as_one_says_them() {
        let names: Vec<_> = ["Ann", "Bob", "Cleo", "Dora", "Eve"].map(str::to_owned).into();
        let said = ["", "Ann", "Ann and Bob", "Ann, Bob and Cleo", "Ann, Bob and 2 others", "Ann, Bob and 3 others"];
        for (number, said) in said.into_iter().enumerate() {
            assert_eq!(listed(&names[..number]), said);
        }
    }

    #[test]
    fn who_asks_reads_whom_they_ask() {
        let (ann, bob, eve) = (person("Ann"), person("Bob"), person("Eve"));
        let mut parts = vec![part(&ann, Consent::Own)];
        assert!(before_asking(&parts).starts_with("All of it is yours"));
        parts.extend([part(&bob, Consent::Asked), part(&bob, Consent::Asked)]);
        assert!(before_asking(&parts).starts_with("Bob is shown their words and asked."));
        parts.push(part(&eve, Consent::Asked));
        assert!(before_asking(&parts).starts_with("Bob and Eve are each shown their own words"));
    }

    #[test]
    fn each_has_one_line_whatever_they_said() {
        let (ann, bob, eve) = (person("Ann"), person("Bob"), person("Eve"));
        let parts = vec![
            part(&ann, Consent::Own),
            part(&bob, Consent::Allowed),
            part(&eve, Consent::Declined),
            part(&bob, Consent::Ended),
            part(&ann, Consent::Ended),
        ];
        let said = [
            "Bob allows it. What they changed is left out.",
            "Eve does not want it. It is left out.",
            "You changed something that you said. It is left out.",
        ];
        assert_eq!(answers(&publication(&ann, parts)), said);
    }

    #[test]
    fn a_line_says_who_has_answered_and_what_follows() {
        let (ann, bob, eve) = (person("Ann"), person("Bob"), person("Eve"));
        let line = |said: &[(&Account, Consent)], viewer: &Account| {
            let parts = said.iter().map(|(author, consent)| part(author, *consent)).collect();
            open_line(&publication(&ann, parts), viewer.id)
        };
        let one = line(&[(&bob, Consent::Allowed)], &ann);
        assert_eq!(one.as_deref(), Some("Bob has answered: you can publish it."));
        let two = line(&[(&bob, Consent::Declined), (&eve, Consent::Declined)], &ann);
        assert_eq!(two.as_deref(), Some("Bob and Eve have answered: nothing of it may be public."));
        let none = line(&[(&ann, Consent::Own), (&bob, Consent::Ended)], &ann);
        assert_eq!(none.as_deref(), Some("Nobody is left to be asked: you can publish it."));
        assert_eq!(line(&[(&bob, Consent::Asked)], &ann), None);
        let asked = line(&[(&bob, Consent::Asked)], &bob);
        assert_eq!(asked.as_deref(), Some("Ann wants to publish what you said."));
    }
}
