//! A conversation as one of its people sees it.

use serde::{Deserialize, Serialize};

use super::{GroupRole, Mark, Message, Pins, Preview, Subject};
use crate::{
    features::accounts::model::Account,
    shared::{
        id::{AccountId, ConversationId},
        time::Time,
    },
};

/// Two people, a group, or what is said about one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two people; one conversation per pair, ever.
    Pair,
    /// A name and 2–256 people.
    Group,
    /// What is said about a message, beside the conversation in which it was said.
    Thread,
}

/// Somebody in a conversation, and how far the conversation reached them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Participant {
    /// Who.
    pub account: Account,
    /// Their part in a group.
    #[serde(default)]
    pub role: GroupRole,
    /// The newest message that reached a device of theirs.
    pub delivered_seq: i64,
    /// The newest message that they let others know they read.
    pub seen_seq: i64,
    /// Whether they are in the conversation of a thread and take no part in the thread: it is not in their list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
}

/// A conversation as one of its people sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// Which.
    pub id: ConversationId,
    /// Two people, a group, or what is said about one message.
    pub kind: Kind,
    /// A group's name; of a thread the beginning of its message, without words where that was deleted.
    pub name: Option<String>,
    /// Where the message was said on which the thread hangs; the thread has the id of that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_of: Option<ConversationId>,
    /// What that conversation is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub around: Option<Kind>,
    /// The message on which the thread hangs; only where the thread is read by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Message>,
    /// Who said that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_author: Option<AccountId>,
    /// What it is about, where somebody said so.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// Counts the changes of name and subject; of a thread those of its message.
    #[serde(default)]
    pub version: i64,
    /// Everyone in it: the viewer, then who has been there longest. In a list a thread has, besides the viewer, only those who
    /// take part in it.
    pub participants: Vec<Participant>,
    /// The `seq` of the newest message; 0 before the first.
    pub last_seq: i64,
    /// The newest message, shortened.
    pub last: Option<Preview>,
    /// What is pinned in it for all its people; only where it is read by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pins: Option<Pins>,
    /// What the viewer alone knows.
    pub mark: Mark,
    /// When it came to be there for the viewer: they opened it or were brought into it, or something was said in it.
    pub created_at: Time,
}

impl Conversation {
    /// How many messages of others the viewer has not read.
    #[must_use]
    pub fn unread(&self) -> i64 {
        self.mark.unread(self.last_seq)
    }

    /// Whether this is a group that somebody runs, or a thread in it: they may delete what others said in it, too.
    #[must_use]
    pub fn is_run_by(&self, account: AccountId) -> bool {
        let runs = |person: &Participant| person.account.id == account && person.role >= GroupRole::Admin;
        self.kind != Kind::Pair && self.participants.iter().any(runs)
    }

    /// Whether only two people ever speak in it: a pair, and the threads in one.
    #[must_use]
    pub fn is_of_two(&self) -> bool {
        self.around.unwrap_or(self.kind) == Kind::Pair
    }

    /// Leaves out who takes no part in a thread, besides this one, as a list does.
    pub fn leave_out_silent(&mut self, besides: AccountId) {
        self.participants.retain(|person| !person.silent || person.account.id == besides);
    }

    /// Whether somebody takes no part in this thread, so that it is not in their list.
    #[must_use]
    pub fn is_silent_for(&self, account: AccountId) -> bool {
        self.participants.iter().any(|person| person.account.id == account && person.silent)
    }

    /// Whose words it is called by, where those are folded away for who blocked them: the author of the message on which a
    /// thread in a group hangs.
    #[must_use]
    pub fn titled_by(&self) -> Option<AccountId> {
        self.root_author.filter(|_| !self.is_of_two())
    }

    /// How many people a group has; nothing for a pair.
    #[must_use]
    pub fn people(&self) -> Option<usize> {
        (self.kind == Kind::Group).then_some(self.participants.len())
    }

    /// The part that somebody has in it; nothing for whoever is not in it.
    #[must_use]
    pub fn role_of(&self, account: AccountId) -> Option<GroupRole> {
        self.participants.iter().find(|person| person.account.id == account).map(|person| person.role)
    }

    /// Whether somebody besides this one owns it; nobody does by an account that is deleted.
    #[must_use]
    pub fn is_owned_besides(&self, account: AccountId) -> bool {
        self.others_there(account).any(|person| person.role == GroupRole::Owner)
    }

    /// Whether nobody sees it any more once this one has left.
    #[must_use]
    pub fn is_left_to(&self, account: AccountId) -> bool {
        self.others_there(account).next().is_none()
    }

    /// Who owns it once this one, who is the last owner, has left: the admin who has been there longest, or else the member
    /// who has. Nobody where this one is no owner or not the last, or is alone with accounts that are deleted.
    #[must_use]
    pub fn heir_of(&self, account: AccountId) -> Option<&Account> {
        if self.role_of(account) != Some(GroupRole::Owner) || self.is_owned_besides(account) {
            return None;
        }
        let admin = self.others_there(account).find(|person| person.role == GroupRole::Admin);
        admin.or_else(|| self.others_there(account).next()).map(|person| &person.account)
    }

    /// Everybody in it besides this one whose account is not deleted: who has been there longest first.
    fn others_there(&self, account: AccountId) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(move |person| person.account.id != account && !person.account.deleted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::role::Role;

    #[test]
    fn a_group_is_run_by_its_owner_and_its_admins_and_a_pair_by_nobody() {
        let id = |number| AccountId(uuid::Uuid::from_u128(number));
        let person = |number: u128, role| {
            let (handle, display_name) = (format!("person_{number}"), format!("Person {number}"));
            let account = Account { id: id(number), handle, display_name, role: Role::Member, deleted: false };
            Participant { account, role, delivered_seq: 0, seen_seq: 0, silent: false }
        };
        let mut conversation = Conversation {
            id: ConversationId(uuid::Uuid::nil()),
            kind: Kind::Group,
            name: Some("Book club".to_owned()),
            thread_of: None,
            around: None,
            root: None,
            root_author: None,
            subject: None,
            version: 1,
            participants: vec![person(1, GroupRole::Owner), person(2, GroupRole::Admin), person(3, GroupRole::Member)],
            last_seq: 0,
            last: None,
            pins: None,
            mark: Mark::default(),
            created_at: Time::from_millis(0),
        };
        let run = |conversation: &Conversation| [1, 2, 3, 4].map(|number| conversation.is_run_by(id(number)));
        assert_eq!(run(&conversation), [true, true, false, false]);
        conversation.kind = Kind::Pair;
        assert_eq!(run(&conversation), [false; 4]);
    }
}
