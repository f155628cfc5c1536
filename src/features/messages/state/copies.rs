//! What of messaging outlives the page, each part as a reading from the server would give it; and when that serves.

use super::{Inbox, Tally, Timeline, View, drafts::Drafts};
use crate::{
    features::messages::model::{Conversation, KeptDraft, Mark, Message, Standing, Stretch},
    shared::page::Page,
};

impl Inbox {
    /// What a view shows as far down as it was read, in so many pages that they have `most` at most, or in one; nothing
    /// where something of it has to be read first.
    #[must_use]
    pub fn reading(&self, view: &View, most: usize) -> Option<Page<Conversation>> {
        if self.missing().next().is_some() {
            return None;
        }
        self.beginning(view, most)
    }
}

impl Tally {
    /// What holds something unread, is muted or is a request; nothing while that is being read anew.
    #[must_use]
    pub fn reading(&self) -> Option<Vec<Standing>> {
        let standings = self.known()?.map(|(standing, ahead)| {
            let mark = read_to(&standing.mark, ahead, standing.last_seq);
            Standing { mark, ..standing.clone() }
        });
        let counts = |standing: &Standing| {
            let Mark { muted, requested, .. } = standing.mark;
            standing.unread() > 0 || muted || requested
        };
        Some(standings.filter(counts).collect())
    }
}

impl Drafts {
    /// What is written everywhere, as much of it as `most` bytes have room for; nothing while that is being read anew.
    #[must_use]
    pub fn reading(&self, most: usize) -> Option<Vec<KeptDraft>> {
        let mut room = most;
        let fitting = self.known()?.filter(|draft| {
            let fits = draft.body.len() <= room;
            if fits {
                room -= draft.body.len();
            }
            fits
        });
        Some(fitting.collect())
    }
}

impl Timeline {
    /// The conversation with its newest messages, `most` of them; nothing where its end is not here, or where it has to
    /// be read afresh.
    #[must_use]
    pub fn newest(&self, most: usize) -> Option<(Conversation, Stretch)> {
        if self.newer() || self.regrouped() {
            return None;
        }
        let skipped = self.messages().count().saturating_sub(most);
        let messages: Vec<_> = self.messages().skip(skipped).map(|message| Message::clone(message)).collect();
        let mut conversation = self.conversation().clone();
        conversation.mark.read_seq = conversation.mark.read_seq.max(self.read());
        // Own words since the mark was last told are counted by who hears them.
        let after = conversation.last_seq - conversation.mark.read_seq;
        conversation.mark.own_past = (after - self.unread()).max(0);
        let (quotes, older) = (self.quoted_by(&messages), self.older() || skipped > 0);
        Some((conversation, self.with_former(Stretch { messages, quotes, older, ..Stretch::default() })))
    }
}

/// A stretch as two that are kept apart, where it holds more than so many messages: the newest of them, and those before.
#[must_use]
pub fn parted(mut history: Stretch, newest: usize) -> (Option<Stretch>, Stretch) {
    let cut = history.messages.len().saturating_sub(newest);
    if cut == 0 {
        return (None, history);
    }
    let (messages, newer, former) = (history.messages.split_off(cut), history.newer, history.former.clone());
    // What either part answers is told with the newest: the older one is of no use without them.
    let quotes = std::mem::take(&mut history.quotes);
    (Some(Stretch { newer: true, ..history }), Stretch { messages, quotes, older: true, newer, former })
}

/// The newest messages with those before that were kept apart, where they lead up to them.
#[must_use]
pub fn joined(older: Option<Stretch>, newest: Stretch) -> Stretch {
    let leads_up = |older: &Stretch| {
        let ends = older.messages.last().zip(newest.messages.first());
        ends.is_some_and(|(last, first)| last.seq + 1 == first.seq)
    };
    let Some(mut older) = older.filter(leads_up) else { return newest };
    older.messages.extend(newest.messages);
    // The newest know the people and the quotes of both.
    Stretch { quotes: newest.quotes, newer: newest.newer, former: newest.former, ..older }
}

/// Marks with what was read on this device, where that is all there is.
pub(super) fn read_to(mark: &Mark, ahead: i64, last_seq: i64) -> Mark {
    if ahead < last_seq || mark.read_seq >= last_seq {
        return mark.clone();
    }
    Mark { read_seq: last_seq, own_past: 0, ..mark.clone() }
}

/// Whether a kept reading of a conversation shows what one would open it for: the list knows of nothing newer, and what
/// is unread begins in it.
#[must_use]
pub fn serves(kept: &(Conversation, Stretch), listed: Option<&Conversation>) -> bool {
    let (conversation, history) = kept;
    let next = conversation.mark.read_seq + 1;
    let begins_here = !history.older || history.messages.first().is_some_and(|first| first.seq <= next);
    let is_newest = listed.is_none_or(|listed| listed.last_seq <= conversation.last_seq);
    is_newest && (conversation.unread() == 0 || begins_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::messages::{
            model::KeptDrafts,
            state::{
                Change, Filter,
                world::{ANN, BOB, HERE, World},
            },
        },
        realtime::{Position, Snapshot},
        shared::{id::ConversationId, time::Time},
    };

    fn open(world: &World) -> Timeline {
        Timeline::new(ANN, world.snapshot(), world.stretch(1, world.conversation.last_seq))
    }

    fn inbox(world: &World) -> Inbox {
        let mut inbox = Inbox::new(ANN);
        let page = Page { items: vec![world.conversation.clone()], next: Some("on".to_owned()), total: None };
        inbox.take_page(View::default(), page);
        inbox
    }

    fn hear(world: &World, from: usize, mut take: impl FnMut(&Change, Position)) {
        world.changes().split_off(from).iter().for_each(|(change, position)| take(change, *position));
    }

    #[test]
    fn a_conversation_that_is_kept_and_opened_again_is_the_one_that_was_looked_at() {
        let mut world = World::with(5);
        let mut timeline = open(&world);
        timeline.read_to(5);
        world.say(ANN, "mine");
        world.say(BOB, "theirs");
        world.receipt(6, 6);
        hear(&world, 5, |change, position| timeline.apply(change, position));
        let (conversation, history) = timeline.newest(100).expect("its end is here");
        let again = Timeline::new(ANN, Snapshot { position: timeline.position(), data: conversation }, history);
        assert_eq!((again.read(), again.unread(), again.line()), (5, 1, Some(5)));
        let seqs = |timeline: &Timeline| timeline.messages().map(|message| message.seq).collect::<Vec<_>>();
        assert_eq!(seqs(&again), seqs(&timeline));
        assert_eq!(again.conversation().participants, timeline.conversation().participants);
        assert!(!again.older());
    }

    #[test]
    fn of_a_long_conversation_the_newest_messages_are_kept() {
        let timeline = open(&World::with(9));
        let (_, history) = timeline.newest(4).expect("its end is here");
        assert_eq!(history.messages.iter().map(|message| message.seq).collect::<Vec<_>>(), [6, 7, 8, 9]);
        assert!(history.older && !history.newer);
    }

    #[test]
    fn a_conversation_that_is_kept_in_two_parts_is_one_again_where_both_are_there() {
        let (_, history) = open(&World::with(9)).newest(6).expect("its end is here");
        let (older, newest) = parted(history.clone(), 4);
        let seqs = |history: &Stretch| history.messages.iter().map(|message| message.seq).collect::<Vec<_>>();
        assert_eq!(older.as_ref().map(seqs), Some(vec![4, 5]));
        assert_eq!((seqs(&newest), newest.older, newest.newer), (vec![6, 7, 8, 9], true, false));
        assert_eq!(joined(older.clone(), newest.clone()), history);
        assert_eq!(joined(None, newest.clone()), newest, "the older part has gone");
        let (_, later) = parted(history.clone(), 3);
        assert_eq!(joined(older, later.clone()), later, "between them one is missing");
        assert_eq!(parted(newest.clone(), 4), (None, newest));
    }

    #[test]
    fn a_conversation_whose_end_is_not_here_is_not_kept() {
        let world = World::with(9);
        assert!(Timeline::new(ANN, world.snapshot(), world.stretch(1, 5)).newest(100).is_none());
    }

    #[test]
    fn the_list_is_kept_as_far_down_as_it_was_read_with_what_was_read_on_this_device() {
        let mut world = World::with(3);
        let mut list = inbox(&world);
        world.say(BOB, "hello");
        hear(&world, 3, |change, _| list.apply(change));
        let unread = |page: Option<Page<Conversation>>| page.map(|page| (page.items[0].unread(), page.next));
        let next = Some("on".to_owned());
        assert_eq!(unread(list.reading(&View::default(), 1)), Some((3, next.clone())));
        list.read_ahead(HERE, 4);
        assert_eq!(unread(list.reading(&View::default(), 1)), Some((0, next)));
        assert!(list.reading(&View::new(Filter::Unread, ""), 9).is_none(), "nobody has read that");
        let mut unknown = world.changes()[3].0.clone();
        if let Change::Sent(message) = &mut unknown {
            message.conversation_id = ConversationId(uuid::Uuid::from_u128(7));
        }
        list.apply(&unknown);
        assert!(list.reading(&View::default(), 9).is_none(), "one of them has to be read first");
    }

    #[test]
    fn of_a_long_list_the_first_pages_are_kept_with_where_the_next_begins() {
        let mut list = Inbox::new(ANN);
        let conversation = |at| {
            let id = ConversationId(uuid::Uuid::from_u128(200 + u128::from(at)));
            Conversation { id, created_at: Time::from_millis(i64::from(at)), ..World::new().conversation }
        };
        let page = |ats: [u32; 2], next: Option<&str>| {
            let items = ats.map(conversation).to_vec();
            Page { items, next: next.map(str::to_owned), total: None }
        };
        for page in [page([9, 8], Some("7")), page([6, 5], Some("4")), page([3, 2], None)] {
            list.take_page(View::default(), page);
        }
        let kept = |list: &Inbox, most| {
            let page = list.reading(&View::default(), most).expect("it was read");
            (page.items.iter().map(|one| one.created_at.millis()).collect::<Vec<_>>(), page.next)
        };
        assert_eq!(kept(&list, 6), (vec![9, 8, 6, 5, 3, 2], None));
        assert_eq!(kept(&list, 5), (vec![9, 8, 6, 5], Some("4".to_owned())));
        assert_eq!(kept(&list, 3), (vec![9, 8], Some("7".to_owned())));
        assert_eq!(kept(&list, 1), (vec![9, 8], Some("7".to_owned())), "less than a page is none");
        list.insert(conversation(10));
        assert_eq!(kept(&list, 4), (vec![10, 9, 8], Some("7".to_owned())), "somebody new stands before them");
    }

    #[test]
    fn what_is_unread_is_kept_until_it_is_read_on_this_device() {
        let mut world = World::with(3);
        world.choose(|mark| mark.pinned = true);
        let standing =
            Standing { conversation_id: HERE, last_seq: 3, delivered_seq: 0, mark: world.conversation.mark.clone() };
        let mut tally = Tally::new(ANN, vec![standing]);
        assert_eq!(tally.reading().map(|kept| kept.len()), Some(1));
        tally.read_ahead(HERE, 3);
        assert_eq!(tally.reading().map(|kept| kept.len()), Some(0));
        tally.expect();
        assert_eq!(tally.reading(), None, "it is being read anew");
    }

    #[test]
    fn a_request_is_kept_read_or_not() {
        let mark = Mark { requested: true, ..Mark::default() };
        let standing = Standing { conversation_id: HERE, last_seq: 1, delivered_seq: 0, mark };
        let mut tally = Tally::new(ANN, vec![standing]);
        tally.read_ahead(HERE, 1);
        let kept = Tally::new(ANN, tally.reading().expect("nothing is being read"));
        assert_eq!(kept.requests(), 1);
    }

    #[test]
    fn drafts_are_kept_unless_they_are_being_read_and_as_many_as_there_is_room_for() {
        let draft = |body: &str, version| KeptDraft { conversation_id: HERE, body: body.to_owned(), version };
        let mut drafts = Drafts::default();
        assert_eq!(drafts.reading(9), Some(Vec::new()));
        drafts.take(draft("half", 1));
        assert_eq!(drafts.reading(4), Some(vec![draft("half", 1)]));
        let elsewhere =
            KeptDraft { conversation_id: ConversationId(uuid::Uuid::from_u128(7)), ..draft("a thought", 2) };
        drafts.take(elsewhere.clone());
        assert_eq!(drafts.reading(13), Some(vec![elsewhere, draft("half", 1)]));
        assert_eq!(drafts.reading(8), Some(vec![draft("half", 1)]));
        assert_eq!(drafts.reading(3), Some(Vec::new()));
        drafts.expect();
        assert_eq!(drafts.reading(9), None);
        drop(drafts.refresh(KeptDrafts { is_whole: true, ..KeptDrafts::default() }, 1, &[]));
        assert_eq!(drafts.reading(9), Some(Vec::new()), "it was sent");
    }

    #[test]
    fn a_kept_conversation_serves_until_there_is_more_to_see() {
        let mut world = World::with(30);
        let kept = |world: &World, most| open(world).newest(most).expect("its end is here");
        assert!(!serves(&kept(&world, 10), None), "what is unread began before it");
        assert!(serves(&kept(&world, 30), None));
        world.read(30);
        let here = kept(&world, 10);
        assert!(serves(&here, None) && serves(&here, Some(&world.conversation)));
        world.say(BOB, "one more");
        assert!(!serves(&here, Some(&world.conversation)));
    }
}
