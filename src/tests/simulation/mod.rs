//! The client by the thousand: tabs in the browsers of several people against a model server, under loss, delay,
//! duplication, reordering and crashes of either side, everything drawn from one seed.
//!
//! `world` is time and the network, `server` the model of the server, `browser` what tabs share and what outlives them,
//! `device` a tab around the real machine, `page`, `room` and `pinned` what such a tab shows, `verdict` what has to hold.
//! `about` is what there is to know of a conversation besides what was said in it, and `choices` what its person chooses.
//! Of what is a person's own `owned` is what the server keeps, `own` what a tab shows, `lineage` which words replaced
//! which.
//!
//! A run has a wild part and a quiet end. After it every tab must show what the server holds, each
//! message be stored once and in the order of its author, marks be where they were set, names, roles, members and choices be
//! the same wherever they are shown, no draft be replaced by who had
//! not seen it, and nothing be pending; all the while, what a person did must be on their screen. Who was sent out of a
//! conversation then holds nothing of it nor of its threads, and what they did there was refused. `TERTULIA_SEEDS` says how many
//! seeds to run, from one that the clock draws or that `TERTULIA_SEEDS_FROM` names, and `TERTULIA_SEED` names a single one,
//! whose trace is then printed. What ever failed is run each time.

mod about;
mod browser;
mod choices;
mod device;
mod lineage;
mod own;
mod owned;
mod page;
mod pinned;
mod refusal;
mod room;
mod server;
mod verdict;
mod world;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::shared::time::Time;
use world::World;

/// A mistake put around the engine on purpose, to see that the verdict finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Listeners get what the wire brings, however often.
    NoDedupe,
    /// Now and then one event does not reach a connection that goes on.
    SkippedPosition,
    /// Now and then the server says that it has stored what it has not.
    LostAcknowledgement,
    /// Now and then what was done second goes to the outbox first.
    ReorderedSend,
    /// The screen shows the confirmed state alone.
    DroppedOverlay,
    /// The server saves a draft over whatever is kept.
    OverwrittenDraft,
    /// Tabs name what is done by the clock alone.
    TrustedClock,
    /// The server applies a change anew whenever it comes again.
    ForgottenChange,
    /// Nobody reads anew who is in a conversation once that has changed.
    ForgottenMember,
}

/// How often something happened, over all runs.
pub type Counts = BTreeMap<&'static str, u64>;

/// One run; where the verdict is bad, its words.
fn run(seed: u64, fault: Option<Fault>) -> Result<Counts, String> {
    let mut world = World::new(seed, fault);
    match catch_unwind(AssertUnwindSafe(|| world.run())) {
        Ok(verdict) => verdict.map(|()| world.counts),
        Err(_) => Err("panicked".into()),
    }
}

/// What happened in a run, and its verdict.
fn trace(seed: u64) -> String {
    let mut world = World::new(seed, None).traced();
    let verdict = catch_unwind(AssertUnwindSafe(|| world.run()));
    format!("{}\nseed {seed}: {verdict:?}", world.trace())
}

/// The number in a variable of the environment.
#[expect(clippy::disallowed_methods, reason = "a test is told how long to run by whoever starts it")]
fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Seeds that once failed.
const FAILED: [u64; 17] = [
    2_869,
    2_938,
    3_195,
    4_814,
    5_847,
    21_936,
    28_765,
    37_858,
    52_653,
    55_960,
    1_795_770_601_274,
    1_795_774_460_822,
    1_795_790_057_857,
    1_795_790_058_295,
    1_795_790_300_523,
    1_795_790_300_604,
    1_795_769_212_004,
];

/// Runs what once failed and all seeds, on all cores, and returns how often what happened.
fn run_all(seeds: std::ops::Range<u64>) -> Counts {
    for seed in FAILED {
        run(seed, None).unwrap_or_else(|words| panic!("{}\n{words}", trace(seed)));
    }
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut counts = Counts::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return counts;
            }
            let found = run(seed, None).unwrap_or_else(|words| panic!("{}\n{words}", trace(seed)));
            for (name, number) in found {
                *counts.entry(name).or_default() += number;
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut counts = Counts::new();
        for worker in workers {
            let found = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            for (name, number) in found {
                *counts.entry(name).or_default() += number;
            }
        }
        counts
    })
}

#[test]
fn every_client_ends_with_what_the_server_holds_and_each_operation_is_applied_once() {
    if let Some(seed) = told("TERTULIA_SEED") {
        println!("{}", trace(seed));
        run(seed, None).expect("a good verdict");
        return;
    }
    let from = told("TERTULIA_SEEDS_FROM").unwrap_or_else(|| Time::now().millis().unsigned_abs());
    let seeds = from..from.saturating_add(told("TERTULIA_SEEDS").unwrap_or(1_000));
    println!("seeds {seeds:?}");
    let counts = run_all(seeds);
    println!("{counts:?}");
    for wild in [
        "messages",
        "marks",
        "refused",
        "repeated call",
        "lost call",
        "lost answer",
        "slow",
        "reconnect",
        "refetch",
        "device crash",
        "server crash",
        "lost in crash",
        "resumed",
        "held",
        "coalesced",
        "repeated event",
        "dead",
        "applied before",
        "change applied before",
        "event before answer",
        "tried again",
        "taken back",
        "kept over a crash",
        "lost with a crash",
        "browser crash",
        "elected",
        "stolen",
        "frozen",
        "followed",
        "tab gone",
        "left and back",
        "clock set back",
        "new epoch",
        "new epoch under a connection",
        "unknown topic",
        "socket refused",
        "event stream",
        "socket tried again",
        "stream given up",
        "edits",
        "deletions",
        "reactions",
        "pins",
        "answers",
        "answers in threads",
        "refused of nothing",
        "drafts",
        "two drafts",
        "settings",
        "profiles",
        "joined",
        "left",
        "topic ended",
        "refused outside",
        "ended",
        "choices",
        "choice refused outside",
        "named",
        "roles",
        "opened",
        "opened before",
    ] {
        assert!(counts.contains_key(wild), "the simulation never got to: {wild}");
    }
}

/// The first of the seeds that shows the fault.
fn finds(fault: Fault) -> bool {
    (0..1_000).any(|seed| run(seed, Some(fault)).is_err())
}

#[test]
fn a_client_without_dedupe_is_found() {
    assert!(finds(Fault::NoDedupe));
}

#[test]
fn a_skipped_position_is_found() {
    assert!(finds(Fault::SkippedPosition));
}

#[test]
fn a_lost_acknowledgement_is_found() {
    assert!(finds(Fault::LostAcknowledgement));
}

#[test]
fn a_reordered_send_is_found() {
    assert!(finds(Fault::ReorderedSend));
}

#[test]
fn a_dropped_overlay_is_found() {
    assert!(finds(Fault::DroppedOverlay));
}

#[test]
fn an_overwritten_draft_is_found() {
    assert!(finds(Fault::OverwrittenDraft));
}

#[test]
fn a_forgotten_change_is_found() {
    assert!(finds(Fault::ForgottenChange));
}

#[test]
fn a_forgotten_member_is_found() {
    assert!(finds(Fault::ForgottenMember));
}

#[test]
fn a_trusted_clock_is_found() {
    assert!(finds(Fault::TrustedClock));
}
