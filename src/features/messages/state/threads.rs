//! What threads are called, where they stand, and how much was said in them, in words.

use super::{change::CALLED, choosing::chosen, sharing};
use crate::{
    features::messages::model::{Conversation, Kind, Mark, Message, Participant, Pins, thread_on},
    shared::{
        id::{AccountId, ConversationId},
        markdown::plain,
    },
    sync::Pending,
};

/// How the title of a thread begins.
pub const SIGN: &str = "Thread: ";

/// What the thread of a message is called whose author the viewer blocked.
pub const FOLDED: &str = "Thread: message from somebody you blocked";

/// What a thread is called, by the beginning of its message: of what was deleted nothing is left.
#[must_use]
pub fn title(root: Option<&str>) -> String {
    match root.map(plain).filter(|words| !words.is_empty()) {
        Some(words) => format!("{SIGN}{words}"),
        None => format!("{SIGN}deleted message"),
    }
}

/// The same, where it is plain without words that it is a thread.
#[must_use]
pub fn untold(title: &str) -> &str {
    title.strip_prefix(SIGN).unwrap_or(title)
}

/// Where a conversation stands: a thread beside the one in which its message was said.
#[must_use]
pub fn address(id: ConversationId, thread_of: Option<ConversationId>) -> String {
    thread_of.map_or_else(|| sharing::address(id, ""), |around| format!("/messages/{around}/thread/{id}"))
}

/// The conversation that an address of messaging names: of a thread the thread itself.
#[must_use]
pub fn open_in(path: &str) -> Option<ConversationId> {
    let mut parts = path.strip_prefix("/messages/")?.split('/');
    let (first, second) = (parts.next()?, parts.next());
    let named = if second == Some("thread") { parts.next()? } else { first };
    named.parse().ok()
}

/// The conversation beside which an address of messaging names a thread.
#[must_use]
pub fn beside_in(path: &str) -> Option<ConversationId> {
    let (around, _) = path.strip_prefix("/messages/")?.split_once("/thread/")?;
    around.parse().ok()
}

/// The thread of a message as it is while nobody has said anything in it.
#[must_use]
pub fn unanswered(around: &Conversation, root: Message) -> Conversation {
    let silent = |person: &Participant| Participant { delivered_seq: 0, seen_seq: 0, silent: true, ..person.clone() };
    Conversation {
        id: thread_on(root.id),
        kind: Kind::Thread,
        name: Some(root.body.chars().take(CALLED).collect()),
        thread_of: Some(around.id),
        around: Some(around.kind),
        subject: None,
        version: root.version,
        participants: around.participants.iter().map(silent).collect(),
        last_seq: 0,
        last: None,
        pins: Some(Pins::default()),
        mark: Mark::default(),
        created_at: root.at,
        root_author: Some(root.author_id),
        root: Some(root),
    }
}

/// Whether somebody follows a thread, by what they chose for it: what is muted and put away stays away.
#[must_use]
pub const fn follows(mark: &Mark) -> bool {
    !(mark.muted && mark.archived)
}

/// Whether the viewer follows a thread, with what is on its way laid over it. Who takes no part in it does not.
#[must_use]
pub fn is_followed(conversation: &Conversation, viewer: AccountId, pending: &[Pending]) -> bool {
    let is_silent = conversation.is_silent_for(viewer);
    let mark =
        if is_silent { Mark { muted: true, archived: true, ..Mark::default() } } else { conversation.mark.clone() };
    follows(&chosen(conversation.id, &mark, pending))
}

/// How many answers there are, in words.
#[must_use]
pub fn counted(answers: i64) -> String {
    if answers == 1 { "1 reply".to_owned() } else { format!("{answers} replies") }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::messages::{
            model::{Answers, Choice, NewAnswers, Stretch},
            state::{
                Change, Timeline, choosing,
                world::{ANN, BOB, HERE, World},
            },
        },
        realtime::{Position, Snapshot},
        shared::{id::OperationId, time::Time},
        sync::PendingState,
    };

    fn answered(message: &Message, count: i64) -> Change {
        let answers = Answers { count, people: vec![BOB], at: Time::from_millis(count) };
        Change::Answered(NewAnswers { id: message.id, conversation_id: HERE, seq: message.seq, answers })
    }

    fn count(timeline: &Timeline, seq: i64) -> Option<i64> {
        let mut messages = timeline.messages();
        let message = messages.find(|message| message.seq == seq).expect("it is here");
        message.answers.as_ref().map(|answers| answers.count)
    }

    fn position(world: &World) -> Position {
        world.snapshot().position
    }

    #[test]
    fn a_thread_is_called_by_the_words_of_its_message() {
        assert_eq!(title(Some("where do we **meet**?")), "Thread: where do we meet?");
        assert_eq!([title(Some("")), title(None)], ["Thread: deleted message", "Thread: deleted message"]);
        assert_eq!(untold(&title(Some("Thread: a story"))), "Thread: a story", "what somebody wrote stays whole");
        assert_eq!(untold(FOLDED), "message from somebody you blocked");
        assert_eq!([counted(1), counted(3)], ["1 reply", "3 replies"]);
    }

    #[test]
    fn an_address_names_the_open_conversation_and_beside_it_the_open_thread() {
        let (here, thread) = (ConversationId(Uuid::from_u128(7)), ConversationId(Uuid::from_u128(8)));
        assert_eq!(open_in(&address(here, None)), Some(here));
        assert_eq!(open_in(&address(thread, Some(here))), Some(thread));
        assert_eq!(open_in(&format!("/messages/{here}/details")), Some(here));
        let beside = [address(thread, Some(here)), address(here, None), "/messages/new".to_owned()];
        assert_eq!(beside.map(|path| beside_in(&path)), [Some(here), None, None]);
        let nowhere = ["/messages", "/messages/new", "/settings", "/messages/7/thread"];
        assert_eq!(nowhere.map(open_in), [None; 4]);
    }

    #[test]
    fn the_higher_count_of_answers_holds_in_whatever_order_they_are_heard() {
        let world = World::with(3);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
        assert_eq!(count(&timeline, 2), None);
        for (told, holds) in [(2, 2), (1, 2), (3, 3)] {
            timeline.apply(&answered(&world.messages[1], told), position(&world));
            assert_eq!(count(&timeline, 2), Some(holds));
        }
        assert_eq!((count(&timeline, 1), timeline.last(), timeline.unread()), (None, 3, 2), "the conversation goes on");
    }

    #[test]
    fn answers_that_are_heard_of_before_their_message_is_here_are_told_once_it_is() {
        let world = World::with(120);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(71, 120));
        timeline.apply(&answered(&world.messages[19], 4), position(&world));
        timeline.prepend(world.stretch(1, 70));
        assert_eq!(count(&timeline, 20), Some(4));
    }

    #[test]
    fn a_deleted_message_keeps_its_thread() {
        let mut world = World::with(2);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 2));
        timeline.apply(&answered(&world.messages[0], 3), position(&world));
        world.delete(1);
        for (change, position) in world.changes().split_off(2) {
            timeline.apply(&change, position);
        }
        let first = timeline.messages().next().expect("its place stays");
        assert!(first.is_deleted());
        assert_eq!(count(&timeline, 1), Some(3));
    }

    #[test]
    fn a_thread_that_nobody_has_answered_is_empty_and_knows_who_may() {
        let world = World::with(2);
        let thread = unanswered(&world.conversation, world.messages[0].clone());
        assert_eq!((thread.kind, thread.thread_of, thread.unread()), (Kind::Thread, Some(HERE), 0));
        assert!(thread.is_of_two(), "it hangs on a message of a pair");
        assert!(thread.participants.len() == 2 && thread.participants.iter().all(|person| person.silent));
        let timeline = Timeline::new(ANN, Snapshot { position: position(&world), data: thread }, Stretch::default());
        assert_eq!((timeline.messages().count(), timeline.older(), timeline.newer()), (0, false, false));
        assert_eq!(timeline.conversation().root.as_ref(), Some(&world.messages[0]));
    }

    #[test]
    fn a_thread_is_followed_by_who_takes_part_in_it_until_they_choose_otherwise() {
        let mut thread = World::with(2).conversation;
        let choose = |follows: bool| {
            let choice = Choice { muted: Some(!follows), archived: Some(!follows), ..Choice::default() };
            let operation = choosing::choose(OperationId(Uuid::from_u128(9)), thread.id, choice);
            [Pending { operation, state: PendingState::Waiting }]
        };
        let (follow, unfollow) = (choose(true), choose(false));
        let followed = |thread: &Conversation, pending: &[Pending]| is_followed(thread, ANN, pending);
        assert!(followed(&thread, &[]) && !followed(&thread, &unfollow));
        (thread.mark.muted, thread.mark.archived) = (true, false);
        assert!(followed(&thread, &[]), "it is only quiet");
        thread.mark.archived = true;
        assert!(!followed(&thread, &[]) && followed(&thread, &follow));
        thread.mark = Mark::default();
        for person in &mut thread.participants {
            person.silent = person.account.id == ANN;
        }
        assert!(!followed(&thread, &[]) && followed(&thread, &follow));
    }

    #[test]
    fn a_thread_follows_what_becomes_of_the_message_on_which_it_hangs() {
        let mut world = World::with(2);
        let root = world.messages.remove(0);
        world.conversation.id = thread_on(root.id);
        world.conversation.root = Some(root.clone());
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(3, 2));
        let edited = Message { body: "otherwise".to_owned(), version: 2, ..root.clone() };
        for change in [Change::Rooted(edited.clone()), Change::Rooted(root)] {
            timeline.apply(&change, position(&world));
            let conversation = timeline.conversation();
            assert_eq!((conversation.root.as_ref(), conversation.name.as_deref()), (Some(&edited), Some("otherwise")));
        }
    }
}
