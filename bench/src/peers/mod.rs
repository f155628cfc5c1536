//! QUA-1, side by side: what else carries messages, under the very load that Tertulia is measured with.
//!
//! Matrix Synapse and Next.js with Socket.IO run beside Tertulia on its Postgres (`fsync` on), each in a
//! database of its own. In each round one after another is taken up the steps, a group of six each
//! time, the others idle; a step holds where 99 % of what was due arrived within a second. What was asked
//! of Tertulia, 200 a second, is asked of each whether it holds or not. Who comes first changes from
//! round to round.
//!
//! `engine` is Socket.IO's client, `process` a peer's program. `make bench-peers` installs and runs it.

mod engine;
mod process;
mod socketio;
mod synapse;

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Result;

use crate::{
    Options,
    database::DATABASE,
    figure::Figure,
    load::{Load, Messenger},
    machine::Machine,
    measures::{
        Stand,
        messages::{self, Tertulia},
    },
    report::Report,
};
use process::Process;

/// Messages a second.
const STEPS: [u32; 5] = [25, 50, 100, 200, 400];
/// What everybody is measured at.
const ASKED: u32 = 200;
/// A step holds where so much, in percent, arrived within so many milliseconds.
const ENOUGH: f64 = 99.0;
const IN_TIME: f64 = 1000.0;
/// What one leaves behind is over by then.
const PAUSE: Duration = Duration::from_secs(1);

/// One of those that are measured; its program ends with it.
struct Peer {
    name: &'static str,
    messenger: Arc<dyn Messenger>,
    /// Not of Tertulia: the stand holds it.
    _process: Option<Process>,
}

/// Starts what is installed in a folder beside the program and takes the rounds.
///
/// # Errors
/// Where a peer does not start or carries nothing.
pub async fn measure(stand: &Stand, options: &Options, installed: &Path, mut machine: Machine) -> Result<Report> {
    let installed = &installed.canonicalize()?;
    messages::populate(&stand.place.connect(DATABASE).await?).await?;
    let tertulia = Arc::new(Tertulia::at(stand.server.address()));
    let mut peers = vec![Peer { name: "tertulia", messenger: tertulia, _process: None }];
    eprintln!("preparing: socketio");
    peers.push(socketio::start(stand, options, installed, &mut machine).await?);
    eprintln!("preparing: synapse");
    peers.push(synapse::start(stand, installed, &mut machine).await?);
    let mut report = Report::new(machine, options.rounds);
    for round in 1..=options.rounds {
        for peer in &peers {
            eprintln!("round {round} of {}: {}", options.rounds, peer.name);
            report.add(peer.name, peer.climb(options.duration()).await?);
        }
        peers.rotate_left(1);
    }
    Ok(report)
}

impl Peer {
    /// Takes the steps until one does not hold.
    async fn climb(&self, lasting: Duration) -> Result<Vec<Figure>> {
        let (mut figures, mut highest, mut holds) = (Vec::new(), 0, true);
        for step in STEPS {
            if !holds && step != ASKED {
                continue;
            }
            tokio::time::sleep(PAUSE).await;
            let load = Load { per_second: f64::from(step), groups: 1, lasting };
            let outcome = load.run(&self.messenger).await?;
            let in_time = outcome.within(IN_TIME);
            figures.extend(outcome.figures());
            figures.push(Figure::new(format!("within 1 s at {step} messages a second"), in_time, "%"));
            holds &= in_time >= ENOUGH;
            if holds {
                highest = step;
            }
        }
        let [.., last] = STEPS;
        let name = format!("the highest step up to {last} with {ENOUGH} % within 1 s");
        figures.push(Figure::new(name, f64::from(highest), "/s"));
        Ok(figures)
    }
}
