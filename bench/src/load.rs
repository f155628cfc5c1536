//! A load of messages: how many a second, and how long each took from its sender's call to its receivers.
//!
//! A group has six people: one sends, five listen. A message carries its number, by which it is known
//! again at each of them. How a message travels is no business of the load: Tertulia and its peers
//! are each a [`Messenger`], so that one clock and one way of counting serve all.

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use async_trait::async_trait;
use tokio::{
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    task::JoinSet,
};

use crate::{
    figure::{Figure, quantile},
    pace::Schedule,
};

/// The people of a group; the first of them sends.
pub const PEOPLE: u32 = 6;
/// What comes first warms caches and is not counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// A message that did not arrive by then after the last one that did counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// What carries messages from one person to others.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Connects a member of a group, who hears from then on what is said in it.
    async fn listen(&self, group: u32, member: u32) -> Result<Box<dyn Listener>>;
    /// Says words in a group as its first member; whether they were accepted.
    async fn send(&self, group: u32, words: String) -> bool;
}

/// Somebody who listens.
#[async_trait]
pub trait Listener: Send {
    /// Waits for what comes next: the words of any number of messages.
    ///
    /// # Errors
    /// Where the connection ended.
    async fn hear(&mut self) -> Result<Vec<String>>;
}

/// What is sent.
#[derive(Clone, Copy)]
pub struct Load {
    /// Messages a second, over all groups.
    pub per_second: f64,
    /// How many groups talk.
    pub groups: u32,
    /// For how long, the warm-up apart.
    pub lasting: Duration,
}

/// What became of a load.
pub struct Outcome {
    per_second: f64,
    schedule: Schedule,
    got: Vec<Arrival>,
    /// Milliseconds until each accepted call was answered.
    answered: Vec<f64>,
}

/// A message's number, who got it and when.
type Arrival = (u32, u32, Instant);

impl Load {
    /// Sends it and waits until everything arrived, or nothing more does.
    ///
    /// # Errors
    /// Where a listener cannot connect, or not one message arrives.
    pub async fn run(self, messenger: &Arc<dyn Messenger>) -> Result<Outcome> {
        let (arrived, mut arrivals) = mpsc::unbounded_channel();
        let mut listeners = JoinSet::new();
        for group in 0..self.groups {
            for member in 1..PEOPLE {
                let listener = messenger.listen(group, member).await?;
                listeners.spawn(listen(listener, group * PEOPLE + member, arrived.clone()));
            }
        }
        drop(arrived);
        let schedule = Schedule::new(self.per_second, WARM_UP + self.lasting);
        let (accepted, mut answers) = mpsc::unbounded_channel();
        let sending = tokio::spawn(self.send(schedule, Arc::clone(messenger), accepted));
        let got = gather(&mut arrivals, schedule.count * (PEOPLE - 1)).await;
        sending.await??;
        let answered = gather(&mut answers, schedule.count).await;
        ensure!(!got.is_empty(), "not one message arrived");
        Ok(Outcome { per_second: self.per_second, schedule, got, answered })
    }

    async fn send(
        self,
        schedule: Schedule,
        messenger: Arc<dyn Messenger>,
        accepted: UnboundedSender<f64>,
    ) -> Result<()> {
        let send = move |number: u32| {
            let (messenger, accepted) = (Arc::clone(&messenger), accepted.clone());
            async move {
                let words = format!("{number} Shall we meet at eight by the fountain?");
                if messenger.send(number % self.groups, words).await {
                    // Whoever counts may have lost patience.
                    let _ = accepted.send(schedule.since_due(number, Instant::now()));
                }
            }
        };
        schedule.run(send).await
    }
}

impl Outcome {
    /// To the frame: p50, p99 and the slowest; to the answer: p50 and p99; delivered; failed requests.
    pub fn figures(&self) -> [Figure; 7] {
        let mut took: Vec<f64> = self.counted().map(|(_, took)| took).collect();
        let mut answered = self.answered.clone();
        let delivered = self.got.iter().map(|(number, person, _)| (number, person)).collect::<HashSet<_>>().len();
        let failed = (self.schedule.count as usize).saturating_sub(answered.len());
        let all = self.schedule.count;
        let at = |what: &str| format!("{what} at {:.0} messages a second", self.per_second);
        [
            Figure::new(at("p50 to the frame"), quantile(&mut took, 0.5), "ms"),
            Figure::new(at("p99 to the frame"), quantile(&mut took, 0.99), "ms"),
            Figure::new(at("the slowest"), quantile(&mut took, 1.0), "ms"),
            Figure::new(at("p50 to the answer"), quantile(&mut answered, 0.5), "ms"),
            Figure::new(at("p99 to the answer"), quantile(&mut answered, 0.99), "ms"),
            Figure::new(at("delivered"), percent(delivered, all * (PEOPLE - 1)), "%"),
            Figure::new(at("failed requests"), percent(failed, all), "%"),
        ]
    }

    /// How much of what was due arrived within so many milliseconds, in percent.
    pub fn within(&self, most: f64) -> f64 {
        let in_time = self.counted().filter(|(_, took)| *took <= most).map(|(arrival, _)| arrival);
        percent(in_time.collect::<HashSet<_>>().len(), (self.schedule.count - self.warm()) * (PEOPLE - 1))
    }

    /// What arrived after the warm-up: which message at whom, and how many milliseconds it took.
    fn counted(&self) -> impl Iterator<Item = ((u32, u32), f64)> {
        let warm = self.warm();
        let counted = self.got.iter().filter(move |(number, ..)| *number >= warm);
        counted.map(move |(number, person, when)| ((*number, *person), self.schedule.since_due(*number, *when)))
    }

    fn warm(&self) -> u32 {
        (self.per_second * WARM_UP.as_secs_f64()) as u32
    }
}

async fn listen(mut listener: Box<dyn Listener>, person: u32, arrived: UnboundedSender<Arrival>) {
    while let Ok(messages) = listener.hear().await {
        let now = Instant::now();
        for words in messages {
            if let Some(number) = words.split(' ').next().and_then(|number| number.parse().ok()) {
                let _ = arrived.send((number, person, now));
            }
        }
    }
}

/// So many, or as many as come before nobody sends any more or patience ends.
async fn gather<T>(from: &mut UnboundedReceiver<T>, most: u32) -> Vec<T> {
    let mut got = Vec::with_capacity(most as usize);
    while got.len() < most as usize
        && let Ok(Some(one)) = tokio::time::timeout(PATIENCE, from.recv()).await
    {
        got.push(one);
    }
    got
}

fn percent(part: usize, whole: u32) -> f64 {
    part as f64 / f64::from(whole) * 100.0
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    /// Says everything to everybody at once, but every tenth message to nobody.
    struct Forgetful(tokio::sync::broadcast::Sender<String>);
    struct Ear(Option<tokio::sync::broadcast::Receiver<String>>);

    #[async_trait]
    impl Messenger for Forgetful {
        async fn listen(&self, _: u32, _: u32) -> Result<Box<dyn Listener>> {
            Ok(Box::new(Ear(Some(self.0.subscribe()))))
        }

        async fn send(&self, _: u32, words: String) -> bool {
            let forgotten = words.split(' ').next().is_some_and(|number| number.ends_with('0'));
            forgotten || self.0.send(words).is_ok()
        }
    }

    #[async_trait]
    impl Listener for Ear {
        async fn hear(&mut self) -> Result<Vec<String>> {
            let words = self.0.as_mut().context("that was the last")?.recv().await?;
            if words.starts_with("599 ") {
                self.0 = None;
            }
            Ok(vec![words])
        }
    }

    #[tokio::test]
    async fn what_does_not_arrive_is_missed_though_it_was_accepted() {
        let messenger: Arc<dyn Messenger> = Arc::new(Forgetful(tokio::sync::broadcast::channel(1000).0));
        let load = Load { per_second: 200.0, groups: 1, lasting: Duration::from_secs(1) };
        let outcome = load.run(&messenger).await.expect("most messages arrive");
        let [.., delivered, failed] = outcome.figures();
        let found = [delivered.value, failed.value, outcome.within(1000.0)].map(|share| format!("{share:.1}"));
        assert_eq!(found, ["90.0", "0.0", "90.0"]);
    }
}
