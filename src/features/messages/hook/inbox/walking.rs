//! The way by keys from one conversation of the list to the next.

use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::Inbox;
use crate::{
    features::messages::{
        hook::focus::focus_on,
        state::{
            self,
            threads::{address, beside_in, open_in},
        },
    },
    kit::on_key,
    shared::id::ConversationId,
};

/// Which of its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Before,
    After,
}

impl Inbox {
    /// Which conversation of the list an address of messaging leads to: to a thread that does not stand there one comes from the
    /// conversation beside which it does.
    #[must_use]
    pub fn open_at(self, path: &str) -> Option<ConversationId> {
        let named = open_in(path)?;
        let stands = |state: &state::Inbox| state.known(named).is_some_and(|known| !known.mark.archived);
        let is_here = self.state.with(|state| state.as_ref().is_some_and(stands));
        beside_in(path).filter(|_| !is_here).or(Some(named))
    }

    /// Has Alt with an arrow lead to the conversation above or below the open one in the list as it is shown, wherever on
    /// the page one is; to the first one where none of them is open. It is as if its entry had been pressed.
    pub fn walk_by_keys(self) {
        let (listed, navigate, path) = (self.listed(), use_navigate(), use_location().pathname);
        on_key(move |event| {
            let Some(step) = Step::of(event) else { return false };
            let places: Vec<_> = listed.with_untracked(|all| all.iter().map(|one| (one.id, one.thread_of)).collect());
            let ids: Vec<_> = places.iter().map(|(id, _)| *id).collect();
            let open = open_among(&path.read_untracked(), &ids);
            match step.from(open, &ids) {
                Some(next) => {
                    let around = places.iter().find(|(id, _)| *id == next).and_then(|(_, around)| *around);
                    let address = address(next, around);
                    // So it is seen in the list, and where one comes back to.
                    focus_on(&format!("nav[aria-label=Conversations] a[href=\"{address}\"]"));
                    navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
                }
                None if step == Step::After => self.more(),
                None => {}
            }
            true
        });
    }
}

/// From which of these one goes on: from a thread that is not among them as from the conversation beside which it stands.
fn open_among(path: &str, all: &[ConversationId]) -> Option<ConversationId> {
    open_in(path).filter(|open| all.contains(open)).or_else(|| beside_in(path))
}

impl Step {
    /// What a key asks for; nothing where it is another one.
    fn of(event: &KeyboardEvent) -> Option<Self> {
        if !event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return None;
        }
        match event.key().as_str() {
            "ArrowUp" => Some(Self::Before),
            "ArrowDown" => Some(Self::After),
            _ => None,
        }
    }

    /// The conversation after this step from the open one.
    fn from(self, open: Option<ConversationId>, all: &[ConversationId]) -> Option<ConversationId> {
        let Some(place) = all.iter().position(|id| Some(*id) == open) else { return all.first().copied() };
        let place = match self {
            Self::Before => place.checked_sub(1)?,
            Self::After => place + 1,
        };
        all.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn steps_lead_to_the_neighbours_and_not_past_the_ends() {
        let all = [1, 2, 3].map(|number| ConversationId(Uuid::from_u128(number)));
        let [first, second, third] = all;
        assert_eq!(Step::After.from(Some(first), &all), Some(second));
        assert_eq!(Step::Before.from(Some(third), &all), Some(second));
        assert_eq!(Step::Before.from(Some(first), &all), None);
        assert_eq!(Step::After.from(Some(third), &all), None);
    }

    #[test]
    fn from_a_thread_one_goes_on_where_it_stands_in_the_list_or_else_its_conversation() {
        let [around, thread, next] = [1, 2, 3].map(|number| ConversationId(Uuid::from_u128(number)));
        let path = format!("/messages/{around}/thread/{thread}");
        let below = |all: &[ConversationId]| Step::After.from(open_among(&path, all), all);
        assert_eq!(below(&[thread, next, around]), Some(next), "who takes part in it");
        assert_eq!(below(&[around, next]), Some(next), "who only looks at it");
        assert_eq!(open_among(&format!("/messages/{next}"), &[around, next]), Some(next));
        assert_eq!(open_among("/messages/new", &[around, next]), None);
    }

    #[test]
    fn where_none_of_the_list_is_open_any_step_leads_to_the_first() {
        let all = [1, 2].map(|number| ConversationId(Uuid::from_u128(number)));
        let elsewhere = ConversationId(Uuid::from_u128(7));
        for open in [None, Some(elsewhere)] {
            assert_eq!([Step::Before, Step::After].map(|step| step.from(open, &all)), [Some(all[0]); 2]);
        }
        assert_eq!(Step::After.from(None, &[]), None);
    }
}
