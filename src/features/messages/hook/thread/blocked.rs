//! A conversation of two, or a thread in one, in which nothing is said, as the viewer blocked the other one.

use leptos::prelude::*;

use crate::features::{
    accounts::model::{Account, Me},
    messages::{model::Conversation, state::Timeline},
};

/// The other one, for as long as the viewer has them blocked. Who is blocked is never told so.
pub(super) fn blocked(state: RwSignal<Timeline>, me: Signal<Option<Me>>) -> Memo<Option<Account>> {
    Memo::new(move |_| {
        let me = me.read();
        // Who blocked nobody is not bothered with what happens in the conversation.
        let me = me.as_ref().filter(|me| !me.blocked.is_empty())?;
        state.with(|state| blocked_in(state.conversation(), me))
    })
}

fn blocked_in(conversation: &Conversation, me: &Me) -> Option<Account> {
    if !conversation.is_of_two() {
        return None;
    }
    let other = conversation.participants.iter().find(|person| person.account.id != me.account.id)?;
    me.blocks(other.account.id).then(|| other.account.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::messages::{
            model::Kind,
            state::world::{self, ANN, World},
        },
        shared::id::AccountId,
    };

    #[test]
    fn nothing_is_written_to_whom_one_blocked_and_everything_to_a_group_that_they_are_in() {
        let mut conversation = World::with(1).conversation;
        let other = conversation.participants.iter().map(|person| &person.account).find(|account| account.id != ANN);
        let other = other.expect("a pair has two people").clone();
        let mut me = world::me();
        assert_eq!(blocked_in(&conversation, &me), None);
        me.blocked = vec![Account { id: AccountId::new(), ..other.clone() }, other.clone()];
        assert_eq!(blocked_in(&conversation, &me), Some(other.clone()));
        (conversation.kind, conversation.around) = (Kind::Thread, Some(Kind::Pair));
        assert_eq!(blocked_in(&conversation, &me), Some(other), "a thread in the pair");
        conversation.around = Some(Kind::Group);
        assert_eq!(blocked_in(&conversation, &me), None, "a thread in a group");
        (conversation.kind, conversation.around) = (Kind::Group, None);
        assert_eq!(blocked_in(&conversation, &me), None);
    }
}
