//! With whom something is shared that stands elsewhere on this site.

use leptos::prelude::*;

use super::choose_targets::{ChooseTargets, told};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Asked, provide_inbox},
            state::inbox::Goal,
        },
    },
    kit::{Dialog, ErrorState, SkeletonRows, use_toasts},
    shared::{effect::Effect, id::AccountId},
};

/// Opens once somebody wants to share something: it is said in the conversations that they choose, and to people with whom one
/// begins by it, all found by name. For pages without messages: it brings the list of conversations along.
#[component]
pub fn ShareDialog(
    /// What is said there, as a link.
    shared: RwSignal<Option<String>>,
) -> impl IntoView {
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    let open = RwSignal::new(false);
    Effect::new(move || open.set(shared.read().is_some()));
    Effect::new(move || {
        if !open.get() && shared.read_untracked().is_some() {
            shared.set(None);
        }
    });
    view! {
        <Dialog open title="Share">
            // Anew each time: with whom one thing was shared the next is not.
            {move || shared.get().zip(viewer).map(|(words, viewer)| view! { <Sharing words viewer open /> })}
        </Dialog>
    }
}

#[component]
fn Sharing(words: String, viewer: AccountId, open: RwSignal<bool>) -> impl IntoView {
    let (inbox, toasts) = (provide_inbox(viewer, Asked::default()), use_toasts());
    let on_choose = Callback::new(move |chosen: Vec<Goal>| {
        inbox.share_with(chosen, words.clone(), move |chosen, done| match done {
            Ok(goes) => toasts.say(told("Shared with", chosen, goes)),
            Err(error) => toasts.warn(format!("It was not shared. {error}")),
        });
        open.set(false);
    });
    let on_cancel = Callback::new(move |()| open.set(false));
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match inbox.ready().await {
                    Ok(()) => {
                        let note = "A link to it is sent as a message of yours.";
                        view! {
                            <ChooseTargets label="Share with" act="Share" note with_people=true on_choose on_cancel />
                        }
                        .into_any()
                    }
                    Err(error) => {
                        let on_retry = Callback::new(move |()| inbox.again());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}
