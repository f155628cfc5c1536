//! The people who write, each to each other, as their devices would: a message is sent until it is
//! acknowledged, under one id, and the next one of the same conversation only then.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{sync::watch, task::JoinSet};

use super::{Said, people::People, program::Program};
use crate::{
    features::messages::model::Message,
    shared::id::{ConversationId, MessageId},
};

const PER_SECOND: u32 = 300;
/// How long nothing may be acknowledged after a kill.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between one attempt and the next.
const AGAIN: Duration = Duration::from_millis(50);

/// Everybody writing.
pub struct Traffic {
    writers: JoinSet<()>,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    progress: watch::Receiver<u64>,
}

/// What everybody was told.
#[derive(Default)]
struct Shared {
    acknowledged: Mutex<BTreeMap<(ConversationId, i64), (MessageId, String)>>,
    /// What was answered by 500 or by an acknowledgement that cannot be.
    faults: Mutex<Vec<String>>,
    unavailable: AtomicU64,
    cut: AtomicU64,
    progress: watch::Sender<u64>,
}

impl Traffic {
    /// Lets everybody write in each of their conversations, evenly, 300 messages a second in all.
    pub fn start(people: &Arc<People>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::new(Shared::default());
        let mut writers = JoinSet::new();
        let places = |person| people.conversations(person).into_iter().map(move |id| (person, id));
        let all: Vec<_> = people.everybody().flat_map(places).collect();
        let every = Duration::from_secs(1) * u32::try_from(all.len()).expect("a few") / PER_SECOND;
        for (person, conversation) in all {
            let writer = Writer { people: Arc::clone(people), person, conversation, shared: Arc::clone(&shared) };
            writers.spawn(writer.write(every, stopped.clone()));
        }
        let progress = shared.progress.subscribe();
        Self { writers, shared, stop, progress }
    }

    /// Waits until so many more messages are acknowledged.
    pub async fn flow(&mut self, messages: u64, program: &Program) {
        let goal = *self.progress.borrow() + messages;
        let reached = tokio::time::timeout(PATIENCE, self.progress.wait_for(|sent| *sent >= goal)).await.is_ok();
        assert!(reached, "nothing is acknowledged any more; the program said:\n{}", program.last_words());
    }

    /// Waits until somebody is told to come back.
    pub async fn refusal(&self, program: &Program) {
        let told = || self.shared.unavailable.load(Ordering::Relaxed);
        let (before, deadline) = (told(), Instant::now() + PATIENCE);
        while told() == before {
            assert!(Instant::now() < deadline, "nobody is told anything; the program said:\n{}", program.last_words());
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Stops, once everything that was begun is acknowledged.
    pub async fn stop(mut self) -> Sent {
        self.stop.send_replace(true);
        while let Some(writer) = self.writers.join_next().await {
            writer.expect("a writer is only refused what passes");
        }
        let mut said = Said::new();
        for ((conversation, seq), message) in &*self.shared.acknowledged.lock().expect("no writer panicked") {
            let messages = said.entry(*conversation).or_default();
            messages.push(message.clone());
            assert_eq!(messages.len(), usize::try_from(*seq).expect("seq counts from 1"), "seq has no hole");
        }
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let faults = self.shared.faults.lock().expect("no writer panicked").clone();
        Sent { said, faults, unavailable: count(&self.shared.unavailable), cut: count(&self.shared.cut) }
    }
}

/// What the writers know in the end.
pub struct Sent {
    /// Everything that was acknowledged.
    pub said: Said,
    /// What should not have been answered.
    pub faults: Vec<String>,
    unavailable: u64,
    cut: u64,
}

impl Sent {
    /// How many messages there are.
    pub fn count(&self) -> usize {
        self.said.values().map(Vec::len).sum()
    }

    /// For a person to read.
    pub fn account(&self) -> String {
        format!("{} attempts were answered by 503, {} were cut", self.unavailable, self.cut)
    }
}

/// Whoever said one thing before another finds it stored so.
pub fn assert_in_order(stored: &Said) {
    for messages in stored.values() {
        let mut next = BTreeMap::new();
        for (_, body) in messages {
            let (name, number) = body.split_once(' ').expect("a name and a number");
            let next = next.entry(name).or_insert(0);
            assert_eq!(number.parse(), Ok(*next), "what {name} said comes in the order of saying");
            *next += 1;
        }
    }
}

/// Somebody's device, in one conversation.
struct Writer {
    people: Arc<People>,
    person: usize,
    conversation: ConversationId,
    shared: Arc<Shared>,
}

impl Writer {
    async fn write(self, every: Duration, stopped: watch::Receiver<bool>) {
        // What was missed while nothing could be sent is sent afterwards.
        let mut pace = tokio::time::interval(every);
        for number in 0_u32.. {
            pace.tick().await;
            if *stopped.borrow() {
                return;
            }
            let (id, body) = (MessageId::new(), format!("{} {number}", People::name(self.person)));
            while !self.attempt(id, &body).await {
                tokio::time::sleep(AGAIN).await;
            }
        }
    }

    /// Whether it was acknowledged.
    async fn attempt(&self, id: MessageId, body: &str) -> bool {
        let message = json!({"id": id, "conversation_id": self.conversation, "body": body});
        let request = self.people.client.post(format!("{}/api/messages", self.people.url));
        let request = request.bearer_auth(self.people.token(self.person)).json(&message);
        let answer = match request.send().await {
            Ok(answer) => (answer.status().as_u16(), answer.text().await.ok()),
            Err(_) => (0, None),
        };
        match answer {
            (200 | 201, Some(text)) => {
                self.acknowledge(id, body, &serde_json::from_str(&text).expect("a message"));
                return true;
            }
            (503, _) => _ = self.shared.unavailable.fetch_add(1, Ordering::Relaxed),
            (500, text) => self.fault(text.unwrap_or_default()),
            (0, _) | (_, None) => _ = self.shared.cut.fetch_add(1, Ordering::Relaxed),
            (status, Some(text)) => panic!("a message is refused with {status}: {text}"),
        }
        false
    }

    fn acknowledge(&self, id: MessageId, body: &str, message: &Message) {
        if (message.id, message.conversation_id, message.body.as_str()) != (id, self.conversation, body) {
            self.fault(format!("{id} is acknowledged as {message:?}"));
        }
        let place = (self.conversation, message.seq);
        let mut acknowledged = self.shared.acknowledged.lock().expect("no writer panicked");
        if let Some((other, _)) = acknowledged.insert(place, (id, body.to_owned())) {
            self.fault(format!("{id} and {other} are both acknowledged as {place:?}"));
        }
        self.shared.progress.send_modify(|sent| *sent += 1);
    }

    fn fault(&self, what: String) {
        self.shared.faults.lock().expect("no writer panicked").push(what);
    }
}
