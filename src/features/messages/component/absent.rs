//! What stands in the place of a conversation that is not there for the viewer.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::{
    features::messages::{hook::use_inbox, model::Kind, state::threads::open_in},
    kit::{EmptyState, Icon, LinkButton, land, use_toasts},
    shared::{effect::Effect, id::ConversationId, script::apart},
};

/// Says that the viewer is out of what they were in, or what is said of addresses that lead nowhere. It opens again once the
/// list has it, and for who presses it there: its address is the one at which they are.
#[component]
pub(super) fn Absent(
    /// Which.
    id: ConversationId,
    /// The conversation in which one has to be for it: of a thread the one beside which it stands.
    around: Option<ConversationId>,
    /// What is said of it where the viewer was in it as long as it stood here.
    told: Option<String>,
    /// Drawn where there never was such a conversation for the viewer.
    missing: fn() -> AnyView,
    /// Opens it once more.
    on_return: Callback<()>,
) -> impl IntoView {
    let inbox = use_inbox();
    let is_listed = inbox.is_listed(around.unwrap_or(id));
    Effect::watch(
        move || is_listed.get(),
        move |now, before, _| {
            if *now && before == Some(&false) {
                on_return.try_run(());
            }
        },
        false,
    );
    Effect::watch(
        move || inbox.pressed.get(),
        move |pressed, _, _| {
            if *pressed == Some(id) {
                on_return.try_run(());
            }
        },
        false,
    );
    match told {
        Some(words) => view! { <NoLonger id words /> }.into_any(),
        None => missing(),
    }
}

/// Says that the viewer is no longer in a conversation, and where to go on. The heading has the focus where that went with what
/// stood here; who is busy elsewhere hears it once, and stays there.
#[component]
pub(super) fn NoLonger(
    /// Which.
    id: ConversationId,
    /// What says so.
    words: String,
) -> impl IntoView {
    // Beside a thread, it is the thread that says so.
    let is_named = open_in(&use_location().pathname.read_untracked()) == Some(id);
    let toasts = use_toasts();
    let said = words.clone();
    Effect::new(move || {
        let said = said.clone();
        if is_named {
            request_animation_frame(move || {
                if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
                    land("content");
                } else {
                    toasts.say(said);
                }
            });
        }
    });
    let titled = words.clone();
    view! {
        {is_named.then(|| view! { <Title text=titled /> })}
        <EmptyState
            alone=is_named
            icon=Icon::Group
            title=words
            words="If somebody brings you back, it opens here again. What you wrote there and did not send is kept on this device."
        >
            <LinkButton href="/messages">"Back to conversations"</LinkButton>
        </EmptyState>
    }
}

/// What is said to somebody who is out of a conversation of this title; nothing of a pair, which nobody is taken out of.
pub(super) fn left_words(kind: Kind, title: &str) -> Option<String> {
    match kind {
        Kind::Pair => None,
        Kind::Group => Some(format!("You are no longer in {}.", apart(title))),
        // It is called by words that are not for them any more.
        Kind::Thread => Some("You are no longer in the conversation of this thread.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_out_is_told_of_a_group_by_its_name_and_of_a_thread_by_none_of_its_words() {
        assert_eq!(left_words(Kind::Group, "Book club").as_deref(), Some("You are no longer in Book club."));
        assert!(left_words(Kind::Thread, "tea?").is_some_and(|words| !words.contains("tea?")));
        assert_eq!(left_words(Kind::Pair, "Bob"), None);
    }
}
