//! Groups in which the first account that can log in finds itself, and somebody who asks to be answered.

use super::{MINUTE, count, id};
use crate::{
    features::messages::import::{Import, Line},
    shared::{
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// Somebody's words in a group.
struct Said {
    /// Where among the people of the group they stand.
    who: usize,
    words: &'static str,
    /// Which line it answers, from 0 on.
    to: Option<usize>,
    /// Who chose which emoji.
    chosen: &'static [(&'static str, &'static [usize])],
}

/// A group.
struct Group {
    name: &'static str,
    /// Where among the demo people those of the group stand; its owner is the first.
    people: &'static [usize],
    /// How many of the newest messages the one who looks has not read.
    unread: i64,
    lines: &'static [Said],
}

const fn said(who: usize, words: &'static str) -> Said {
    Said { who, words, to: None, chosen: &[] }
}

const fn answered(who: usize, to: usize, words: &'static str) -> Said {
    Said { who, words, to: Some(to), chosen: &[] }
}

const fn liked(who: usize, words: &'static str, chosen: &'static [(&'static str, &'static [usize])]) -> Said {
    Said { who, words, to: None, chosen }
}

const GROUPS: [Group; 3] = [
    Group {
        name: "Film club",
        people: &[6, 13, 17, 38, 39],
        unread: 3,
        lines: &[
            said(0, "Friday: **something short and Czech**, then something long and Japanese. Doors at seven."),
            said(1, "How long is long?"),
            liked(0, "Three hours and twenty minutes. There is an interval, and soup.", &[("🍲", &[1, 2, 4])]),
            said(2, "I have seen it twice. The last hour passes like ten minutes."),
            answered(3, 2, "You had me at soup."),
            said(4, "I swim until six, so keep me a cushion near the door."),
            liked(
                0,
                "The list for December:\n\n1. The one with the lighthouse\n2. The one where nobody speaks\n3. Whatever Zoé brings",
                &[("👍", &[1, 2, 3]), ("😂", &[4])],
            ),
            answered(1, 6, "I bring puppets. You have been warned."),
            said(3, "Does the projector still hum?"),
            liked(0, "New fan, new lamp. It is so quiet that you hear people *think*.", &[("🎉", &[1, 2, 3, 4])]),
            answered(2, 8, "I will miss the hum a little."),
            said(4, "Who brings the bread?"),
            said(1, "I do. Two loaves, one of them edible."),
        ],
    },
    Group {
        name: "Sunday walks",
        people: &[1, 24, 29, 37, 34],
        unread: 0,
        lines: &[
            said(0, "Sunday along the old railway? Flat, eleven kilometres, a train back every hour."),
            liked(1, "Yes! And there is the rock at kilometre six.", &[("😂", &[0, 3])]),
            answered(0, 1, "It is a walk, Rosa. With the feet *down*."),
            said(2, "A front comes through at two. Before that it is dry, after that it is interesting."),
            said(3, "Please be quiet in the second tunnel: there is somebody asleep in the wall."),
            liked(3, "A little owl. It is the size of a pear and looks at you like a judge.", &[("❤️", &[0, 1, 2, 4])]),
            said(4, "I bring the pump and the tea."),
            answered(1, 6, "What is the pump for?"),
            liked(4, "You would not believe how often.", &[("😂", &[0, 1, 2, 3])]),
            said(0, "Half past nine at the north entrance, then."),
        ],
    },
    Group {
        name: "Repair evening",
        people: &[34, 3, 23, 27, 0],
        unread: 1,
        lines: &[
            said(
                0,
                "Last Tuesday: nine bicycles, two toasters, one accordion. All of them work, one of them too well.",
            ),
            said(3, "The accordion says thank you."),
            said(1, "Has anybody a valve `ECL86`, or knows what replaces it?"),
            answered(2, 2, "I have one in a keyboard that should not have one. It is yours."),
            liked(
                4,
                "The toaster reports its temperature now:\n\n```text\n$ toast status\nslot 1: 184 °C, golden\nslot 2: 171 °C, undecided\n```",
                &[("😂", &[0, 1, 2, 3]), ("🍞", &[3])],
            ),
            answered(0, 4, "Mira, it was brought in because of the *lever*."),
            said(4, "The lever works, too."),
            said(3, "Next Tuesday I bring the clamps, the long ones."),
            said(0, "And please, everybody: write your name on your screwdriver."),
        ],
    },
];

/// Where among the demo people the one stands who is not known yet, and what they write.
const ASKING: (usize, [&str; 2]) = (
    31,
    [
        "Hello! We do not know each other: I make woodcuts, and I am looking for people who would like one by post.",
        "One for one, anything in return: a poem, a recipe, a good stone. Would you like to?",
    ],
);

/// The conversations that wait for the first account.
pub fn waiting(people: &[AccountId], first: AccountId, now: Time) -> Vec<Import> {
    let groups = GROUPS.iter().enumerate().filter_map(|(n, group)| {
        let mut talking = group.people.iter().map(|place| people.get(*place).copied()).collect::<Option<Vec<_>>>()?;
        talking.push(first);
        let name = format!("group {} of {first}", group.name);
        let lines = lines(&name, group.lines, now.millis() - MINUTE * (9 + 48 * count(n)));
        let mut unread = vec![0; group.people.len()];
        unread.push(group.unread);
        let id = ConversationId(id(&name));
        Some(Import { id, name: Some(group.name.to_owned()), people: talking, unread, requested: false, lines })
    });
    groups.chain(request(people, first, now)).collect()
}

/// The last one at a time in milliseconds, those before ever longer ago.
fn lines(name: &str, all: &[Said], last: i64) -> Vec<Line> {
    let message = |place: usize| MessageId(id(&format!("{name} message {place}")));
    let mut at = last;
    let mut lines: Vec<_> = all
        .iter()
        .enumerate()
        .rev()
        .map(|(place, Said { who, words, to, chosen })| {
            let line = Line {
                id: message(place),
                author: *who,
                body: (*words).to_owned(),
                at: Time::from_millis(at),
                reply_to: to.map(message),
                reactions: chosen.iter().map(|(emoji, by)| ((*emoji).to_owned(), by.to_vec())).collect(),
            };
            // Some evenings, and some minutes of each.
            at -= MINUTE * if place % 5 == 4 { 19 * 60 } else { 2 + count(place * 13 % 31) };
            line
        })
        .collect();
    lines.reverse();
    lines
}

fn request(people: &[AccountId], first: AccountId, now: Time) -> Option<Import> {
    let (place, words) = ASKING;
    let asking = *people.get(place)?;
    let name = format!("request {asking} {first}");
    let lines: Vec<_> = (0..)
        .zip(words)
        .map(|(n, body)| {
            let at = Time::from_millis(now.millis() - MINUTE * (76 - n));
            Line::said(MessageId(id(&format!("{name} message {n}"))), 0, body, at)
        })
        .collect();
    let unread = vec![0, count(lines.len())];
    Some(Import {
        id: ConversationId(id(&name)),
        name: None,
        people: vec![asking, first],
        unread,
        requested: true,
        lines,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::seed::welcome::followed;

    #[test]
    fn in_a_group_time_goes_forward_and_everybody_who_speaks_answers_or_reacts_is_in_it() {
        let now = Time::from_millis(1_790_000_000_000);
        let people: Vec<_> = (0..40).map(|n| AccountId(id(&format!("person {n}")))).collect();
        let first = AccountId(id("first"));
        let all = waiting(&people, first, now);
        assert_eq!(all.len(), 4);
        for import in &all {
            let (at, ids): (Vec<_>, Vec<_>) = import.lines.iter().map(|line| (line.at, line.id)).unzip();
            assert!(at.is_sorted() && at.iter().all(|at| *at < now), "{:?}", import.name);
            assert!(import.people.last() == Some(&first) && import.people.len() == import.unread.len());
            for (place, line) in import.lines.iter().enumerate() {
                assert!(line.author + 1 < import.people.len(), "nobody says what the first account did not: {line:?}");
                assert!(line.reply_to.is_none_or(|to| ids[..place].contains(&to)), "{line:?}");
                let mut chosen = line.reactions.iter().flat_map(|(_, by)| by);
                assert!(chosen.all(|by| *by != line.author && by + 1 < import.people.len()), "{line:?}");
            }
        }
        let asking = people[ASKING.0];
        assert!(!followed(&people).contains(&asking), "who is followed asks nothing");
        let mut groups = all.iter().filter(|import| import.name.is_some());
        assert!(groups.all(|group| !group.people.contains(&asking)), "who is in a group with somebody asks nothing");
    }
}
