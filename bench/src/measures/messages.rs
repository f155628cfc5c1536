//! QUA-1: how long a message takes from its sender's call to the frame at each of five receivers.
//!
//! A conversation has six people: one sends, five listen on a socket each. At 200 messages a second
//! there is one conversation; at 1,000 there are ten of them with sixty people, 100 a second in each,
//! as many deliveries a second as one conversation of five receivers would have. A message carries its
//! number, by which it is known again at each socket.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use async_trait::async_trait;
use hyper::StatusCode;
use serde_json::json;
use tokio::{sync::mpsc, task::JoinSet};
use uuid::Uuid;

use super::{Measure, Stand};
use crate::{
    Options,
    database::DATABASE,
    figure::{Figure, quantile},
    http::{Call, Connections},
    pace::Schedule,
    socket::Socket,
    world,
};

const GROUPS: u32 = 10;
const PEOPLE: u32 = 6;
const FIRST: u32 = 0;
/// What comes first warms caches and is not counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// A message that did not arrive by then after the last one that did counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// Ready to send.
pub struct Messages {
    lasting: Duration,
}

/// A message's number, who got it and when.
type Arrival = (u32, u32, Instant);

/// What a load is asked for.
struct Load {
    per_second: f64,
    groups: u32,
    p50: f64,
    p99: f64,
}

impl Messages {
    /// Makes the people and their groups.
    pub async fn prepare(stand: &Stand, options: &Options) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..FIRST + GROUPS * PEOPLE).await?;
        let groups: Vec<_> = (0..GROUPS).map(|group| (FIRST + group, members(group).collect())).collect();
        world::conversations(&database, &groups).await?;
        Ok(Self { lasting: options.duration() })
    }
}

#[async_trait]
impl Measure for Messages {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let mut figures = Vec::new();
        for load in [
            Load { per_second: 200.0, groups: 1, p50: 5.0, p99: 20.0 },
            Load { per_second: 1000.0, groups: GROUPS, p50: 8.0, p99: 30.0 },
        ] {
            figures.extend(load.run(stand, self.lasting).await?);
        }
        Ok(figures)
    }
}

impl Load {
    async fn run(&self, stand: &Stand, lasting: Duration) -> Result<Vec<Figure>> {
        let address = stand.server.address();
        let (arrived, mut arrivals) = mpsc::unbounded_channel();
        let mut listeners = JoinSet::new();
        for group in 0..self.groups {
            for person in members(group).skip(1) {
                let topics = ["me".to_owned(), format!("conversation:{}", world::conversation(FIRST + group))];
                let socket = Socket::open(address, &world::token(person), &topics).await?;
                listeners.spawn(listen(socket, person, arrived.clone()));
            }
        }
        drop(arrived);
        let schedule = Schedule::new(self.per_second, WARM_UP + lasting);
        let answered = Arc::new(Mutex::new(Vec::new()));
        let sending = tokio::spawn(self.send(schedule, Arc::new(Connections::new(address)), Arc::clone(&answered)));
        let expected = (schedule.count * (PEOPLE - 1)) as usize;
        let mut got: Vec<Arrival> = Vec::with_capacity(expected);
        while got.len() < expected
            && let Ok(Some(arrival)) = tokio::time::timeout(PATIENCE, arrivals.recv()).await
        {
            got.push(arrival);
        }
        sending.await??;
        ensure!(!got.is_empty(), "not one message arrived");
        let answered = answered.lock().expect("nobody panics holding it").clone();
        Ok(self.figures(schedule, &got, answered))
    }

    fn send(
        &self,
        schedule: Schedule,
        connections: Arc<Connections>,
        answered: Arc<Mutex<Vec<f64>>>,
    ) -> impl Future<Output = Result<()>> + use<> {
        let groups = self.groups;
        schedule.run(move |number| {
            let (connections, answered) = (Arc::clone(&connections), Arc::clone(&answered));
            async move {
                let group = number % groups;
                let body = json!({
                    "id": Uuid::now_v7(),
                    "conversation_id": world::conversation(FIRST + group),
                    "body": format!("{number} Shall we meet at eight by the fountain?"),
                });
                let token = world::token(members(group).start);
                let answer = connections.call(Call::post("/api/messages", &token, body.to_string())).await;
                if matches!(answer, Ok((StatusCode::CREATED, _))) {
                    let took = schedule.since_due(number, Instant::now());
                    answered.lock().expect("nobody panics holding it").push(took);
                }
            }
        })
    }

    fn figures(&self, schedule: Schedule, got: &[Arrival], mut answered: Vec<f64>) -> Vec<Figure> {
        let Self { per_second, p50, p99, .. } = self;
        let warm = (per_second * WARM_UP.as_secs_f64()) as u32;
        let mut took: Vec<f64> = got
            .iter()
            .filter(|(number, ..)| *number >= warm)
            .map(|(number, _, when)| schedule.since_due(*number, *when))
            .collect();
        let delivered = got.iter().map(|(number, person, _)| (number, person)).collect::<HashSet<_>>().len();
        let failed = (schedule.count as usize).saturating_sub(answered.len());
        let share = |part: usize, whole: u32| part as f64 / f64::from(whole) * 100.0;
        let at = |what: &str| format!("{what} at {per_second:.0} messages a second");
        vec![
            Figure::new(at("p50 to the frame"), quantile(&mut took, 0.5), "ms").at_most(*p50),
            Figure::new(at("p99 to the frame"), quantile(&mut took, 0.99), "ms").at_most(*p99),
            Figure::new(at("the slowest"), quantile(&mut took, 1.0), "ms"),
            Figure::new(at("p50 to the answer"), quantile(&mut answered, 0.5), "ms"),
            Figure::new(at("p99 to the answer"), quantile(&mut answered, 0.99), "ms"),
            Figure::new(at("delivered"), share(delivered, schedule.count * (PEOPLE - 1)), "%").at_least(100.0),
            Figure::new(at("failed requests"), share(failed, schedule.count), "%").at_most(0.1),
        ]
    }
}

async fn listen(mut socket: Socket, person: u32, arrived: mpsc::UnboundedSender<Arrival>) {
    while let Ok(frame) = socket.next().await {
        let now = Instant::now();
        for words in frame.messages() {
            if let Some(number) = words.split(' ').next().and_then(|number| number.parse().ok()) {
                let _ = arrived.send((number, person, now));
            }
        }
    }
}

fn members(group: u32) -> std::ops::Range<u32> {
    FIRST + group * PEOPLE..FIRST + (group + 1) * PEOPLE
}
