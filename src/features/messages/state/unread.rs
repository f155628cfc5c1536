//! What of several devices of one person must hold of what is unread, whatever each of them hears and reads, and when.

use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::{
    Inbox, Tally, Timeline, View,
    world::{ANN, BOB, HERE, World},
};
use crate::{
    features::messages::model::{Conversation, Standing},
    shared::page::Page,
};

/// What a device of ann's knows of her only conversation.
struct Device {
    inbox: Inbox,
    tally: Tally,
    timeline: Timeline,
    heard: usize,
}

impl Device {
    fn open(world: &World) -> Self {
        let mut inbox = Inbox::new(ANN);
        inbox.take_page(View::default(), page(world));
        Self {
            inbox,
            tally: Tally::new(ANN, standings(world)),
            timeline: Timeline::new(ANN, world.snapshot(), world.stretch(1, world.conversation.last_seq)),
            heard: world.events.len(),
        }
    }

    /// Hears what is told up to there, and some of what it knows once more.
    fn hear(&mut self, world: &World, again: usize, until: usize) {
        let changes = world.changes();
        for (change, position) in &changes[self.heard.saturating_sub(again)..until] {
            self.inbox.apply(change);
            self.tally.apply(change);
            self.timeline.apply(change, *position);
        }
        self.heard = until.max(self.heard);
    }

    /// Reads all afresh; what it hears after that may be from before.
    fn read_afresh(&mut self, world: &World) {
        self.inbox.snapshot(View::default(), page(world));
        self.tally.expect();
        self.tally.refresh(standings(world));
        self.timeline.refresh(world.snapshot(), world.stretch(1, world.conversation.last_seq));
    }

    /// Ann looks at all that is here; up to where that is.
    fn read(&mut self) -> i64 {
        let last = self.timeline.last();
        self.timeline.read_to(last);
        self.inbox.read_ahead(HERE, last);
        self.tally.read_ahead(HERE, last);
        last
    }

    /// What the list says, and what the conversation says.
    fn unread(&self) -> [i64; 2] {
        [self.inbox.unread_in(HERE), self.timeline.unread()]
    }

    /// Whether the number beside the way to messages counts the conversation.
    fn is_counted(&self) -> bool {
        self.tally.calling() > 0
    }
}

fn page(world: &World) -> Page<Conversation> {
    Page { items: vec![world.conversation.clone()], next: None, total: None }
}

/// What a server would say: what holds something unread, is muted or is a request.
fn standings(world: &World) -> Vec<Standing> {
    let Conversation { last_seq, mark, .. } = &world.conversation;
    let standing = Standing { conversation_id: HERE, last_seq: *last_seq, delivered_seq: 0, mark: mark.clone() };
    if standing.unread() > 0 || mark.muted || mark.requested { vec![standing] } else { Vec::new() }
}

/// What bob said after ann's mark, counted one by one.
fn truly_unread(world: &World) -> i64 {
    let read = world.conversation.mark.read_seq;
    let unread = world.messages.iter().filter(|message| message.author_id == BOB && message.seq > read);
    i64::try_from(unread.count()).expect("few")
}

#[test]
fn unread_is_never_stuck_on_any_device_and_in_the_end_is_what_others_said_after_the_mark() {
    for seed in 0..2_000 {
        let mut chance = SmallRng::seed_from_u64(seed);
        let mut world = World::with(chance.random_range(0..9));
        let mut devices = [0; 3].map(|_| Device::open(&world));
        // Up to where ann has read, as her devices are about to tell the server.
        let mut on_the_way = Vec::new();
        for _ in 0..chance.random_range(1..60) {
            let seq = chance.random_range(0..=world.conversation.last_seq);
            let device = &mut devices[chance.random_range(0..3)];
            match chance.random_range(0..15) {
                0 => world.edit(seq, "otherwise"),
                1 => world.delete(seq),
                2 => world.choose(|mark| mark.archived = !mark.archived),
                3 => world.choose(|mark| mark.muted = !mark.muted),
                4 => drop(world.say(ANN, "x")),
                5 => device.read_afresh(&world),
                6 => {
                    on_the_way.push(device.read());
                    assert_eq!((device.unread(), device.is_counted()), ([0, 0], false), "seed {seed}");
                }
                7 if !on_the_way.is_empty() => {
                    world.read(on_the_way.swap_remove(chance.random_range(0..on_the_way.len())));
                }
                14 => world.choose(|mark| mark.requested = !mark.requested),
                8..11 => {
                    let until = chance.random_range(device.heard..=world.events.len());
                    device.hear(&world, chance.random_range(0..4), until);
                }
                _ => speak(&mut world),
            }
        }
        for seq in on_the_way {
            world.read(seq);
        }
        agree(&world, &mut devices, seed);
        let last = devices[0].read();
        world.read(last);
        agree(&world, &mut devices, seed);
        assert_eq!(truly_unread(&world), 0, "seed {seed}");
    }
}

/// Bob says something: what ann has put away comes back by that.
fn speak(world: &mut World) {
    world.say(BOB, "x");
    if world.conversation.mark.archived {
        world.choose(|mark| mark.archived = false);
    }
}

/// Once all have heard all, each tells of what is unread.
fn agree(world: &World, devices: &mut [Device], seed: u64) {
    let unread = truly_unread(world);
    for device in devices {
        device.hear(world, 0, world.events.len());
        let mark = &world.conversation.mark;
        let is_counted = unread > 0 && !mark.archived && !mark.muted && !mark.requested;
        assert_eq!((device.unread(), device.is_counted()), ([unread; 2], is_counted), "seed {seed}");
    }
}
