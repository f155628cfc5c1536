//! What people do in public: they publish, answer, comment, vote, bookmark, accept, rewrite and delete, and follow others.

use rand::Rng;

use super::World;
use crate::{
    features::{
        follows::{model::FollowChange, state::follow_operation},
        posts::{
            model::{AnswerDraft, CommentDraft, Entry, Kind, Parent, PostDraft, Rewrite, Vote},
            state::{Talk, acts},
        },
    },
    shared::id::{AnswerId, CommentId, PostId},
    sync::{Input, Operation, operation::HOLD, overlaid},
    tests::simulation::{own::person, page::What},
};

/// So many posts there are in a world.
const MOST_POSTS: usize = 3;

impl World {
    /// Does something or other in public: first of all there has to be something to talk about.
    pub(super) fn act_in_public(&mut self, device: usize) -> Result<(), String> {
        if self.server.square.threads.is_empty() && self.chance(0.7) {
            return self.write_post(device);
        }
        match self.rng.random_range(0..14) {
            0 => self.write_post(device),
            1 => self.turn_page(device),
            2 | 3 => self.follow(device),
            12 => self.read_notice(device),
            13 => self.dismiss(device),
            act => self.act_in_thread(device, act),
        }
    }

    fn write_post(&mut self, device: usize) -> Result<(), String> {
        if self.server.square.threads.len() >= MOST_POSTS {
            return self.turn_page(device);
        }
        let id = PostId(self.next_id(device).0);
        let (kind, title) =
            if self.chance(0.7) { (Kind::Question, Some("So?".to_owned())) } else { (Kind::Post, None) };
        let draft = PostDraft { id, kind, title, body: self.words(), tags: Vec::new() };
        self.do_in_public(device, acts::publish(&draft))
    }

    /// Opens a thread or the page of a person, or leaves it.
    fn turn_page(&mut self, device: usize) -> Result<(), String> {
        let threads = self.server.square.threads.keys().copied().map(What::Thread);
        let people = self.server.own.keys().copied().map(What::Person);
        let places: Vec<_> = threads.chain(people).collect();
        let what = places[self.rng.random_range(0..places.len())];
        if self.devices[device].pages.contains_key(&what) && self.chance(0.3) {
            return self.close(device, what);
        }
        self.reread(device, what);
        Ok(())
    }

    /// Opens some of what there is, as one does who begins anew.
    pub(super) fn look_around(&mut self, device: usize) {
        let threads: Vec<_> = self.server.square.threads.keys().copied().map(What::Thread).collect();
        for what in threads {
            if self.chance(0.6) {
                self.reread(device, what);
            }
        }
        let people: Vec<_> = self.server.own.keys().copied().map(What::Person).collect();
        let what = people[self.rng.random_range(0..people.len())];
        self.reread(device, what);
    }

    fn open_thread(&mut self, device: usize) {
        let threads: Vec<_> = self.server.square.threads.keys().copied().collect();
        if !threads.is_empty() {
            let what = What::Thread(threads[self.rng.random_range(0..threads.len())]);
            self.reread(device, what);
        }
    }

    fn follow(&mut self, device: usize) -> Result<(), String> {
        let account = self.devices[device].account;
        let others: Vec<_> = self.server.own.keys().copied().filter(|other| *other != account).collect();
        let whom = others[self.rng.random_range(0..others.len())];
        let change = FollowChange { account: person(whom), follows: self.chance(0.7) };
        let operation = follow_operation(self.next_id(device), &change);
        self.do_in_public(device, operation)
    }

    fn act_in_thread(&mut self, device: usize, act: u32) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        let talks: Vec<_> = self.devices[device].square.talks.values().map(|talk| overlaid(talk, &pending)).collect();
        if talks.is_empty() {
            self.open_thread(device);
            return Ok(());
        }
        let mut choices: Vec<_> =
            talks.iter().flat_map(|talk| entries(talk).into_iter().map(move |entry| (talk, entry))).collect();
        if matches!(act, 6 | 7) {
            choices.retain(|(talk, entry)| talk.is_own(*entry));
            // Most of what people wrote are posts: what else there is would hardly ever be rewritten.
            let is_post = |(_, entry): &(&Talk, Entry)| matches!(entry, Entry::Post(_));
            if !choices.iter().all(is_post) && self.chance(0.7) {
                choices.retain(|choice| !is_post(choice));
            }
        }
        if choices.is_empty() {
            return Ok(());
        }
        let (talk, entry) = choices[self.rng.random_range(0..choices.len())];
        let (post, is_own) = (talk.post.id, talk.is_own(entry));
        let operation = match act {
            4 if talk.post.is_question() => {
                let id = AnswerId(self.next_id(device).0);
                acts::answer(&AnswerDraft { id, post_id: post, body: self.words() })
            }
            4 | 5 => self.comment(device, talk, entry),
            6 => {
                let version = version(talk, entry).filter(|_| self.chance(0.5));
                let rewrite = Rewrite { body: Some(self.words()), version, ..Rewrite::default() };
                acts::edit(self.next_id(device), post, entry, rewrite)
            }
            7 if self.chance(0.6) => {
                let deletion = acts::delete(self.next_id(device), post, entry);
                if self.chance(0.5) { deletion.postponed(self.now + HOLD) } else { deletion }
            }
            8 => acts::bookmark(self.next_id(device), post, !talk.post.bookmarked),
            9 if talk.is_own(Entry::Post(post)) && !talk.answers.is_empty() => {
                let answer = talk.answers[self.rng.random_range(0..talk.answers.len())].id;
                acts::accept(self.next_id(device), post, Some(answer).filter(|_| self.chance(0.8)))
            }
            _ if is_own => return Ok(()),
            _ => {
                let least = if matches!(entry, Entry::Comment(_)) { 0 } else { -1 };
                let value = self.rng.random_range(least..=1);
                acts::vote(self.next_id(device), Vote { on: entry, value })
            }
        };
        self.do_in_public(device, operation)
    }

    fn comment(&mut self, device: usize, talk: &Talk, entry: Entry) -> Operation {
        let (on, reply_to) = match entry {
            Entry::Post(id) => (Parent::Post(id), None),
            Entry::Answer(id) => (Parent::Answer(id), None),
            Entry::Comment(id) => {
                let replied = talk.comment(id).expect("it stands there");
                (replied.answer_id.map_or(Parent::Post(talk.post.id), Parent::Answer), Some(id))
            }
        };
        let id = CommentId(self.next_id(device).0);
        acts::comment(talk.post.id, &CommentDraft { id, on, reply_to, body: self.words() })
    }

    /// What people vote, keep and follow themselves is told with what is their own: where that was read afresh, because something
    /// was missed, the open threads and people are, too.
    pub(super) fn reread_public(&mut self, device: usize, what: What) {
        let is_public = |what: &&What| matches!(what, What::Thread(_) | What::Person(_));
        let open: Vec<_> = self.devices[device].pages.keys().filter(is_public).copied().collect();
        if what == What::Inbox {
            for what in open {
                self.reread(device, what);
            }
        }
    }

    pub(super) fn do_in_public(&mut self, device: usize, operation: Operation) -> Result<(), String> {
        self.devices[device].done.push(operation.clone());
        self.tell_done(device, operation)
    }

    /// Takes up what the server has answered. Who published something then looks at it.
    pub(super) fn follow_square(&mut self, device: usize) -> Result<(), String> {
        let own = &mut self.devices[device];
        let pending = own.tab.pending();
        let done = own.square.settle(&pending);
        for id in done.unopened {
            if !self.devices[device].pages.contains_key(&What::Thread(id)) {
                self.reread(device, What::Thread(id));
            }
        }
        done.inputs.into_iter().try_for_each(|input| self.tell(device, input))?;
        for id in done.refused {
            self.count("follow refused");
            self.give_up(device, id);
            self.tell(device, Input::Discard(id))?;
        }
        Ok(())
    }
}

/// All that stands in a thread and was not deleted; the post in any case.
fn entries(talk: &Talk) -> Vec<Entry> {
    let answers = talk.answers.iter().filter(|one| !one.is_deleted()).map(|one| Entry::Answer(one.id));
    let comments = talk.comments.iter().filter(|one| !one.is_deleted()).map(|one| Entry::Comment(one.id));
    std::iter::once(Entry::Post(talk.post.id)).chain(answers).chain(comments).collect()
}

fn version(talk: &Talk, entry: Entry) -> Option<i64> {
    match entry {
        Entry::Post(_) => Some(talk.post.version),
        Entry::Answer(id) => talk.answer(id).map(|answer| answer.version),
        Entry::Comment(id) => talk.comment(id).map(|comment| comment.version),
    }
}
