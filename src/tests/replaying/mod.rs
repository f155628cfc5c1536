//! What everybody sees, and what was told of every act since, is what they see afresh (SYN-3): for each kind of operation
//! that there is, against a real Postgres.
//!
//! `acts` is the table of what is done, a line for each kind; `stage` is where it is done, `sight` what somebody sees there.

mod acts;
mod sight;
mod stage;

use super::operations::KINDS;
use sight::Sight;
use stage::{Act, Stage};

/// What nobody sees but who looks for it: no event tells it.
const UNTOLD: [&str; 1] = ["report.make"];

/// What only people see whom a page shows who was kept away until then: it is read when one opens it.
const MAY_BE_UNKNOWN: &str = "person ";

/// What stands open in a thread of whom a block keeps apart goes at once for who blocks. For whoever was blocked, who is told
/// nothing, it goes when it is read again, and so it comes back for both.
const STAYS_OPEN: [&str; 2] = ["answers", "comments"];

async fn sights(stage: &Stage) -> Vec<Sight> {
    let mut sights = Vec::new();
    for who in stage.people() {
        sights.push(Sight::read(stage, who).await);
    }
    sights
}

/// Does it, and has everybody hear of it, twice; what is wrong then.
async fn replay(stage: &Stage, kind: &str, act: &Act) -> Vec<String> {
    let mut told = sights(stage).await;
    let before: Vec<_> = told.iter().map(|sight| sight.shown(stage)).collect();
    let since = stage.last_event().await;
    stage.act(kind, act).await;
    let events = stage.events_since(since).await;
    for sight in &mut told {
        for (owner, event) in events.iter().chain(&events) {
            sight.hear(stage, *owner, event).await;
        }
    }
    let fresh: Vec<_> = sights(stage).await.iter().map(|sight| sight.shown(stage)).collect();
    let mut wrong = Vec::new();
    if events.is_empty() != UNTOLD.contains(&kind) || (fresh == before) != UNTOLD.contains(&kind) {
        wrong.push(format!("{kind} {act:?}: {} events, and what is seen is another {}", events.len(), fresh != before));
    }
    let blocks = act.body["blocked"] == true;
    for ((who, told), fresh) in stage.people().into_iter().zip(&told).zip(&fresh) {
        let (told, blocks) = (told.shown(stage), blocks && who.account == act.who.account);
        for (name, seen) in fresh {
            let heard = told.get(name);
            let stays_open = kind == "person.block" && !blocks && STAYS_OPEN.contains(&name.as_str());
            let is_read_later = stays_open || heard.is_none() && name.starts_with(MAY_BE_UNKNOWN);
            if !is_read_later && heard != Some(seen) {
                wrong.push(format!("{kind} {act:?}, {name}:\n{heard:?}\nis not\n{seen}"));
            }
        }
    }
    wrong
}

#[tokio::test]
async fn what_is_seen_and_what_is_told_of_any_act_is_what_is_seen_afresh() {
    let mut wrong = Vec::new();
    for kind in KINDS.iter() {
        let stage = Stage::set().await;
        let acts = acts::of(kind, &stage).unwrap_or_else(|| panic!("{kind} has no line in replaying/acts.rs"));
        for act in acts {
            wrong.extend(replay(&stage, kind, &act).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
