//! The client by the thousand: tabs in the browsers of several people against a model server, under loss, delay,
//! duplication, reordering and crashes of either side, everything drawn from one seed.
//!
//! `world` is time and the network, `server` the model of the server, `browser` what tabs share and what outlives them,
//! `device` a tab around the real machine, `page`, `room` and `pinned` what such a tab shows, `verdict` what has to hold.
//! `about` is what there is to know of a conversation besides what was said in it, and `choices` what its person chooses;
//! `previewed` is the page that a message shows, `plans` what a tab makes of answers about what is said later. Of what is a
//! person's own `owned` is what the server keeps, `own` what a tab shows, `lineage` which words replaced which; `square` is
//! what a tab knows of what is published, voted and followed; of what a person is told of that `notices` is what the server
//! keeps, `bell` what a tab shows, and `suggested` both of whom they may want to follow.
//!
//! A run has a wild part and a quiet end. After it every tab must show what the server holds, each message be stored once
//! and in the order of its author, marks be where they were set, names, roles, members and choices be the same wherever
//! they are shown, no draft be replaced by who had not seen it, and nothing be pending; all the while, what a person did
//! must be on their screen. Who was sent out of a conversation then holds nothing of it nor of its threads, and what they
//! did there was refused. What was to be said later was said once, or its author sees that it could not be, or took it back;
//! nobody who was blocked was heard; messages show no page but the one that they lead to; and what was reported was
//! reported once. Of what is done in public every score and count is what all votes and acts come to, the last of each
//! person's counts, and a block ends follows. What somebody read of what they were told is read for good, as many are unread
//! as are counted, and nobody is suggested again who was dismissed.
//!
//! `faults` are mistakes that have to be found. `TERTULIA_SEEDS` says how many seeds to run, from one that the clock draws
//! or that `TERTULIA_SEEDS_FROM` names, and as many again while something was not met in any; `TERTULIA_SEED` names a single
//! one, whose trace is then printed. What ever failed is run each time.

mod about;
mod bell;
mod browser;
mod choices;
mod device;
mod faults;
mod lineage;
mod notices;
mod own;
mod owned;
mod page;
mod pinned;
mod plans;
mod previewed;
mod refusal;
mod room;
mod server;
mod square;
mod suggested;
mod verdict;
mod world;

use std::{
    collections::BTreeMap,
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use super::operations::KINDS;
use crate::shared::time::Time;
use world::World;

pub use faults::Fault;

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
const FAILED: [u64; 38] = [
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
    1_795_812_908_927,
    1_795_815_276_693,
    1_795_836_865_006,
    1_795_839_132_379,
    1_795_842_126_272,
    1_795_842_136_579,
    1_795_843_761_690,
    1_795_843_790_697,
    1_795_846_007_071,
    1_795_872_695_965,
    1_795_872_696_008,
    1_795_873_093_292,
    1_795_873_093_636,
    1_795_873_417_462,
    1_795_873_597_975,
    1_795_873_598_069,
    1_795_873_716_046,
    1_795_874_106_041,
    1_795_874_678_068,
    1_795_915_452_309,
    1_795_947_334_928,
];

/// What else has to happen than that each kind of operation is done.
const WILD: [&str; 82] = [
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
    "refused over a crash",
    "withdrawn",
    "taken back",
    "undone",
    "undone in public",
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
    "not opened",
    "forwards",
    "previews",
    "previews taken off",
    "blocks",
    "mutes",
    "refused closed",
    "reports",
    "scheduled",
    "rescheduled",
    "taken off",
    "said at once",
    "said later",
    "not said later",
    "plan refused",
    "job killed",
    "follow refused",
];

/// Runs a world that has to end well.
fn run_well(seed: u64) -> Counts {
    run(seed, None).unwrap_or_else(|words| panic!("{}\n{words}", trace(seed)))
}

fn add(counts: &mut Counts, found: Counts) {
    for (name, number) in found {
        *counts.entry(name).or_default() += number;
    }
}

/// Runs all seeds, on all cores, and returns how often what happened.
fn run_all(seeds: Range<u64>) -> Counts {
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut counts = Counts::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return counts;
            }
            add(&mut counts, run_well(seed));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut counts = Counts::new();
        for worker in workers {
            add(&mut counts, worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        counts
    })
}

/// What has to happen and has not.
fn unmet(counts: &Counts) -> Vec<&'static str> {
    let wanted = WILD.into_iter().chain(KINDS.iter().map(String::as_str));
    wanted.filter(|name| !counts.contains_key(name)).collect()
}

#[test]
fn every_client_ends_with_what_the_server_holds_and_each_operation_is_applied_once() {
    if let Some(seed) = told("TERTULIA_SEED") {
        println!("{}", trace(seed));
        run(seed, None).expect("a good verdict");
        return;
    }
    let from = told("TERTULIA_SEEDS_FROM").unwrap_or_else(|| Time::now().millis().unsigned_abs());
    let number = told("TERTULIA_SEEDS").unwrap_or(1_000);
    for seed in FAILED {
        run_well(seed);
    }
    let mut counts = Counts::new();
    // What is rare may be met by no world of as many: then there are as many more.
    for again in 0..5 {
        let seeds = from + again * number..from + (again + 1) * number;
        println!("seeds {seeds:?}");
        add(&mut counts, run_all(seeds));
        if unmet(&counts).is_empty() {
            break;
        }
    }
    println!("{counts:?}");
    assert_eq!(unmet(&counts), Vec::<&str>::new(), "the simulation never got to these");
}
