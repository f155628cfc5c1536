//! What has to hold of what people do in public: whatever is published somebody published, and says what they wanted; each
//! has one vote, the last that came, and every score, every count and every follow is what all of that comes to; each act has
//! come before the server; and every tab shows what the server holds, with what its person voted and keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::done_by;
use crate::{
    features::posts::{
        model::{Entry, Post, Thread},
        state::acts,
    },
    shared::id::AccountId,
    sync::Operation,
    tests::simulation::{
        browser::Browser,
        device::Device,
        page::What,
        room::NEVER,
        server::{Deed, Server, entry_of},
        square::{is_public, is_published},
    },
};

/// What people voted and whom they follow comes to what is stored of it, beside every entry and every person.
pub fn adds_up(server: &Server) -> Result<(), String> {
    let (votes, follows) = truth(server);
    let square = &server.square;
    if square.votes != votes || square.follows != follows {
        return Err(format!(
            "{votes:?} were cast, {follows:?} follow, stored are {:?}, {:?}",
            square.votes, square.follows
        ));
    }
    for stats in square.stats.values() {
        let number = |is_counted: &dyn Fn(&(AccountId, AccountId)) -> bool| {
            i64::try_from(follows.iter().filter(|pair| is_counted(pair)).count()).expect("few")
        };
        let followers = number(&|(_, whom)| *whom == stats.account_id);
        let following = number(&|(by, _)| *by == stats.account_id);
        if (followers, following) != (stats.followers, stats.following) {
            return Err(format!("{followers} follow and {following} are followed, counted are {stats:?}"));
        }
    }
    square.threads.values().try_for_each(|thread| numbers_are_true(thread, &votes))
}

/// The votes, by whom and on what, and who follows whom.
type Truth = (BTreeMap<(AccountId, Entry), i16>, BTreeSet<(AccountId, AccountId)>);

/// All votes, each person's last on each entry, and all follows, by what was done in its order.
fn truth(server: &Server) -> Truth {
    let (mut votes, mut follows) = (BTreeMap::new(), BTreeSet::new());
    for deed in &server.deeds {
        match *deed {
            Deed::Vote { by, on, value: 0 } => drop(votes.remove(&(by, on))),
            Deed::Vote { by, on, value } => drop(votes.insert((by, on), value)),
            Deed::Follow { by, whom, on: true } => drop(follows.insert((by, whom))),
            Deed::Follow { by, whom, on: false } => drop(follows.remove(&(by, whom))),
            Deed::Block { by, whom, on: true } => follows.retain(|pair| ![(by, whom), (whom, by)].contains(pair)),
            Deed::Block { .. } | Deed::Words { .. } => {}
        }
    }
    (votes, follows)
}

fn numbers_are_true(thread: &Thread, votes: &BTreeMap<(AccountId, Entry), i16>) -> Result<(), String> {
    let Thread { post, answers, comments } = thread;
    let score =
        |on| votes.iter().filter(|((_, voted), _)| *voted == on).map(|(_, value)| i64::from(*value)).sum::<i64>();
    let count = |parent| {
        let there = comments.iter().filter(|one| one.answer_id == parent && !one.is_deleted());
        i64::try_from(there.count()).expect("few")
    };
    let is_true_of_post = post.score == score(Entry::Post(post.id))
        && post.comments == count(None)
        && post.answers == i64::try_from(answers.items.iter().filter(|one| !one.is_deleted()).count()).expect("few");
    let is_true_of_answers = answers.items.iter().all(|one| {
        one.score == score(Entry::Answer(one.id))
            && one.comments == count(Some(one.id))
            && one.accepted == (post.accepted_id == Some(one.id))
    });
    let is_true_of_comments = comments.iter().all(|one| one.score == score(Entry::Comment(one.id)));
    if is_true_of_post && is_true_of_answers && is_true_of_comments {
        Ok(())
    } else {
        Err(format!("the numbers of {thread:?} are not those of {votes:?}"))
    }
}

/// Whatever stands there was published by its author, once, and says what that or an edit of theirs says.
pub fn is_of_somebody(server: &Server, devices: &[Device]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for thread in server.square.threads.values() {
        let Post { id, author, body, deleted_at, .. } = &thread.post;
        let post = (Entry::Post(*id), author.id, body, deleted_at.is_some());
        let answers = thread.answers.items.iter();
        let answers = answers.map(|one| (Entry::Answer(one.id), one.author.id, &one.body, one.is_deleted()));
        let comments = thread.comments.iter();
        let comments = comments.map(|one| (Entry::Comment(one.id), one.author.id, &one.body, one.is_deleted()));
        for (entry, author, body, is_deleted) in [post].into_iter().chain(answers).chain(comments) {
            let of_entry = |operation: &&Operation| is_about(operation, entry);
            let published = done_by(author, devices).filter(|one| is_published(one) && of_entry(one)).count();
            let says_so = |operation: &Operation| operation.body["body"] == **body;
            let deletes = |operation: &Operation| acts::deleted(operation).is_some();
            let wants_it = |one: &&Operation| if is_deleted { deletes(one) } else { says_so(one) };
            let is_wanted = done_by(author, devices).filter(of_entry).any(|one| wants_it(&one));
            if published != 1 || !is_wanted || body.starts_with(NEVER) || !seen.insert(entry) {
                return Err(format!("nobody had {entry:?} say {body:?}"));
            }
        }
    }
    Ok(())
}

fn is_about(operation: &Operation, entry: Entry) -> bool {
    let is_rewritten = acts::edited(operation).is_some() || acts::deleted(operation).is_some();
    (is_published(operation) || is_rewritten) && entry_of(operation) == entry
}

/// What was written down has come before the server, unless it was given up, or one that takes its place has; what was not
/// written down never left.
pub fn is_judged(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for (number, browser) in browsers.iter().enumerate() {
        let of_browser = devices.iter().filter(|device| device.browser == number);
        let done: Vec<_> = of_browser.flat_map(|device| &device.done).filter(|one| is_public(one)).collect();
        let is_over = |one: &Operation| {
            server.judged.contains(&one.id) || !browser.kept.contains(&one.id) || browser.may_lack(one.id)
        };
        if let Some(early) = done.iter().find(|one| server.judged.contains(&one.id) && !browser.kept.contains(&one.id))
        {
            return Err(format!("{early:?} left before it was written down"));
        }
        let replaces = |other: &Operation, one: &Operation| {
            let lays_over = one.is_choice() || one.is_change();
            lays_over && other.kind == one.kind && other.object == one.object && is_over(other)
        };
        let is_lost = |one: &&&Operation| !is_over(one) && !done.iter().any(|other| replaces(other, one));
        if let Some(lost) = done.iter().find(is_lost) {
            return Err(format!("{lost:?} never arrived"));
        }
    }
    Ok(())
}

/// A tab shows what is stored, with what its person voted and keeps.
pub fn is_shown(server: &Server, device: &Device) -> Result<(), String> {
    let account = device.account;
    for what in device.pages.keys() {
        match *what {
            What::Thread(id) => {
                let stored = server.square.thread(id, account).expect("it was read");
                let shown = &device.square.talks[&id];
                let (mut answers, mut comments) = (shown.answers.clone(), shown.comments.clone());
                answers.sort_by_key(|one| (one.at, one.id));
                comments.sort_by_key(|one| (one.at, one.id));
                let mut stored = stored;
                stored.answers.items.sort_by_key(|one| (one.at, one.id));
                stored.comments.sort_by_key(|one| (one.at, one.id));
                if (&shown.post, &answers, &comments) != (&stored.post, &stored.answers.items, &stored.comments) {
                    return Err(format!("{account:?} is shown {shown:?}, not {stored:?}"));
                }
            }
            What::Person(who) => {
                let stored = server.square.standing(who, account);
                let graph = &device.square.graph;
                let shown = (graph.stored_stats(who), graph.stored_tie(who));
                if who != account && shown != (Some(stored.stats), stored.tie) {
                    return Err(format!("{account:?} is shown {shown:?}, not {stored:?}"));
                }
            }
            What::Inbox | What::Room(_) => {}
        }
    }
    Ok(())
}
