//! Which of the demo people publish what, when, and what they think of each other.

use std::collections::BTreeMap;

use super::{
    MINUTE, PERIOD, count, id, millis,
    threads::{Part, Place, Script, scripts},
};
use crate::{
    features::posts::{
        import::{Draft, Edit, Import, Opinions},
        model::{AnswerDraft, CommentDraft, Entry, Kind, Parent, PostDraft, Vote},
    },
    shared::{
        id::{AccountId, AnswerId, CommentId, PostId},
        time::Time,
    },
};

/// How long a thread goes on at most, in minutes.
const LONGEST: i64 = 26 * 60;

/// How soon others have thought something of it, in milliseconds.
const JUDGED: i64 = 95 * MINUTE;

/// What is published, what of it is edited later, and which answers are accepted by whom.
pub struct Forum {
    pub imports: Vec<Import>,
    pub edits: Vec<Edit>,
    pub accepted: Vec<(AccountId, PostId, AnswerId)>,
}

/// The threads of at least two people, spread over the period, the newest some hours ago.
pub fn forum(people: &[AccountId], now: Time) -> Forum {
    let mut forum = Forum { imports: Vec::new(), edits: Vec::new(), accepted: Vec::new() };
    let scripts = scripts();
    let step = millis(PERIOD) / count(scripts.len().max(1));
    for (n, script) in scripts.iter().enumerate() {
        let at = now.millis() - step * count(n) - MINUTE * (170 + 53 * count(n % 11));
        let whole = (now.millis() - at - MINUTE).min(MINUTE * LONGEST);
        let pause = whole / count(script.parts.len() + 1);
        let post = PostId(id(&format!("post {}", script.title)));
        let thread = Thread { people, first: n * 7 + 3, id: post, title: script.title, at, pause };
        thread.begin(script, &mut forum);
        thread.go_on(script, &mut forum);
    }
    forum
}

/// A thread that goes on.
struct Thread<'p> {
    people: &'p [AccountId],
    /// Where among the people the one stands who began it.
    first: usize,
    id: PostId,
    title: &'static str,
    /// Milliseconds.
    at: i64,
    /// Milliseconds between one part and the next.
    pause: i64,
}

impl Thread<'_> {
    fn begin(&self, script: &Script, forum: &mut Forum) {
        let draft = PostDraft {
            id: self.id,
            kind: if script.is_question { Kind::Question } else { Kind::Post },
            title: Some(script.title.to_owned()),
            body: script.body.to_owned(),
            tags: script.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        };
        forum.imports.push(Import {
            author: self.person(0),
            at: Time::from_millis(self.at),
            draft: Draft::Post(draft),
        });
        self.edit(script.edited, forum);
    }

    /// Has what was published last say something else, before anything else is said.
    fn edit(&self, words: Option<&'static str>, forum: &mut Forum) {
        if let Some((body, said)) = words.zip(forum.imports.last()) {
            let at = Time::from_millis(said.at.millis() + self.pause / 3);
            forum.edits.push(Edit { author: said.author, at, entry: said.draft.entry(), body: body.to_owned() });
        }
    }

    fn go_on(&self, script: &Script, forum: &mut Forum) {
        let (mut on, mut whose, mut last) = (Parent::Post(self.id), self.person(0), None);
        for (k, Part { place, is_mine, body, edited }) in script.parts.iter().enumerate() {
            let body = (*body).to_owned();
            let author = match place {
                _ if *is_mine => self.person(0),
                Place::Reply => whose,
                _ => self.person(k + 1),
            };
            let name = format!("part {k} of {}", self.title);
            let draft = if let Place::Answer(is_accepted) = place {
                let answer = AnswerId(id(&name));
                if *is_accepted {
                    forum.accepted.push((self.person(0), self.id, answer));
                }
                (on, whose, last) = (Parent::Answer(answer), author, None);
                Draft::Answer(AnswerDraft { id: answer, post_id: self.id, body })
            } else {
                let comment = CommentId(id(&name));
                let reply_to = last.filter(|_| *place == Place::Reply);
                last = Some(comment);
                Draft::Comment(CommentDraft { id: comment, on, reply_to, body })
            };
            let at = Time::from_millis(self.at + self.pause * count(k + 1));
            forum.imports.push(Import { author, at, draft });
            self.edit(*edited, forum);
        }
    }

    /// Whoever comes so many after the one who began it; of forty people nobody twice.
    fn person(&self, place: usize) -> AccountId {
        self.people[(self.first + place * 11) % self.people.len()]
    }
}

impl Forum {
    /// What each of the people thinks of what the others published.
    pub fn opinions(&self, people: &[AccountId]) -> Vec<(AccountId, Opinions)> {
        let mut all: Vec<_> = people.iter().map(|person| (*person, Opinions::default())).collect();
        for (n, import) in self.imports.iter().enumerate() {
            let on = import.draft.entry();
            for place in 0..self.voters(n, on) {
                let (person, opinions) = &mut all[(n * 3 + place * 7 + 1) % people.len()];
                if *person == import.author {
                    continue;
                }
                let is_down = place % 9 == 8 && !matches!(on, Entry::Comment(_));
                opinions.votes.push(Vote { on, value: if is_down { -1 } else { 1 } });
                if let Entry::Post(post) = on
                    && place % 5 == 4
                {
                    opinions.bookmarks.push(post);
                }
            }
        }
        for (asker, post, answer) in &self.accepted {
            if let Some((_, opinions)) = all.iter_mut().find(|(person, _)| person == asker) {
                opinions.accepted.push((*post, *answer));
            }
        }
        all
    }

    /// How many vote on it.
    fn voters(&self, n: usize, on: Entry) -> usize {
        let is_accepted = |answer| self.accepted.iter().any(|(_, _, accepted)| *accepted == answer);
        match on {
            Entry::Post(_) => 2 + n * 13 % 15,
            Entry::Answer(answer) if is_accepted(answer) => 6 + n % 9,
            Entry::Answer(_) => 1 + n % 5,
            Entry::Comment(_) => n % 4,
        }
    }
}

impl Forum {
    /// When each of the people earned which badge, as far as they did: with their first post and answer, and for what others
    /// thought of it some time later, be that yet to come.
    pub fn earned(&self) -> Vec<(AccountId, &'static str, Time)> {
        let mut earned = BTreeMap::new();
        for Import { author, at, draft } in &self.imports {
            let (badge, later) = match draft {
                Draft::Post(_) => ("first_post", "upvotes_10"),
                Draft::Answer(answer) if self.accepted.iter().any(|(.., accepted)| *accepted == answer.id) => {
                    ("first_answer", "first_accepted")
                }
                Draft::Answer(_) => ("first_answer", "upvotes_10"),
                Draft::Comment(_) => continue,
            };
            for (badge, at) in [(badge, *at), (later, Time::from_millis(at.millis() + JUDGED))] {
                let first = earned.entry((*author, badge)).or_insert(at);
                *first = at.min(*first);
            }
        }
        earned.into_iter().map(|((author, badge), at)| (author, badge, at)).collect()
    }
}

/// Whom each of the people follows; some follow the first account that can log in, too.
pub fn follows(people: &[AccountId], first: Option<AccountId>) -> Vec<(AccountId, Vec<AccountId>)> {
    let follows = people.iter().enumerate().map(|(n, person)| {
        let others = (0..6 + n % 5).map(|step| people[(n + 1 + step * (step + 1) / 2) % people.len()]);
        let others = others.chain(first.filter(|_| n % 6 == 0)).filter(|other| other != person);
        (*person, others.collect())
    });
    follows.collect()
}
