//! What stands below a conversation: the field, or why there is none.

use leptos::{ev::MouseEvent, prelude::*};

use super::{composer::Composer, replying::Replying};
use crate::{
    features::{
        accounts::{
            hook::{use_block, use_me},
            model::{Account, Me},
        },
        messages::{
            hook::{Thread, focus_on},
            model::{Conversation, Kind},
        },
    },
    kit::{Button, Verbatim},
};

/// The composer, and above it what is answered. In the place of both, in the conversation with somebody whom one blocked,
/// that, and the way back.
#[component]
pub fn Writing(thread: Thread) -> impl IntoView {
    let me = use_me();
    let is_group = thread.is_group();
    let blocked = Memo::new(move |_| {
        let me = me.read();
        // Of a group nothing is copied to find that out.
        let me = me.as_ref().filter(|me| !is_group && !me.blocked.is_empty())?;
        blocked_in(&thread.conversation(), me)
    });
    move || match blocked.get() {
        Some(account) => view! { <Blocked account /> }.into_any(),
        None => view! {
            <Replying thread />
            <Composer thread />
        }
        .into_any(),
    }
}

/// The other one of a pair, where the viewer blocked them.
pub(super) fn blocked_in(conversation: &Conversation, me: &Me) -> Option<Account> {
    if conversation.kind != Kind::Pair {
        return None;
    }
    let other = conversation.participants.iter().find(|person| person.account.id != me.account.id)?;
    me.blocks(other.account.id).then(|| other.account.clone())
}

#[component]
fn Blocked(account: Account) -> impl IntoView {
    let act = use_block();
    let (name, address) = (account.name().to_owned(), format!("/u/{}", account.handle));
    let account = StoredValue::new(account);
    let unblock = move |_: MouseEvent| {
        if let Some(account) = account.try_get_value() {
            act.run((account, false));
        }
        // The button goes; where the field brings up no keyboard it has the focus right after.
        request_animation_frame(|| _ = focus_on("[role=log]"));
    };
    view! {
        <div class="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:px-6">
            <p class="min-w-0 text-muted wrap-anywhere">
                "You blocked " <a href=address class="font-semibold text-text"><Verbatim words=name /></a>
                ". Neither of you can write here."
            </p>
            // Without JavaScript their page has it.
            <Button class="noscript:hidden" on_click=unblock>
                "Unblock"
            </Button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::{
            accounts::model::{Appearance, MessagesFrom, Settings},
            messages::state::world::{ANN, World},
        },
        shared::{id::AccountId, role::Role},
    };

    #[test]
    fn nothing_is_written_to_whom_one_blocked_and_everything_to_a_group_that_they_are_in() {
        let mut conversation = World::with(1).conversation;
        let other = conversation.participants.iter().map(|person| &person.account).find(|account| account.id != ANN);
        let other = other.expect("a pair has two people").clone();
        let settings = Settings {
            appearance: Appearance::System,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from: MessagesFrom::Everyone,
            version: 1,
        };
        let (handle, display_name) = ("ann".to_owned(), "Ann".to_owned());
        let account = Account { id: ANN, handle, display_name, role: Role::Member, deleted: false };
        let mut me = Me { account, settings, blocked: Vec::new() };
        assert_eq!(blocked_in(&conversation, &me), None);
        me.blocked = vec![Account { id: AccountId::new(), ..other.clone() }, other.clone()];
        assert_eq!(blocked_in(&conversation, &me), Some(other));
        conversation.kind = Kind::Group;
        assert_eq!(blocked_in(&conversation, &me), None);
    }
}
