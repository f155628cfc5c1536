//! Who did something.

use leptos::prelude::*;

use crate::{
    features::{
        accounts::model::Account,
        notifications::model::{Kind, Notification},
    },
    kit::{Avatar, Icon, Size, Symbol},
};

/// The faces of who did it last, one over the other where there are two; a symbol where it happened by itself.
#[component]
pub(super) fn Faces(of: Notification) -> impl IntoView {
    let mut actors = of.actors.into_iter();
    let face = |actor: Account, size| {
        let name = actor.name().to_owned();
        view! { <Avatar id=actor.id.0 name size decorative=true /> }
    };
    match (actors.next(), actors.next()) {
        (Some(last), Some(before)) => view! {
            <span class="relative size-10 shrink-0" aria-hidden="true">
                <span class="absolute end-0 top-0 inline-flex">{face(before, Size::Small)}</span>
                <span class="absolute start-0 bottom-0 inline-flex rounded-full ring-2 ring-surface">
                    {face(last, Size::Small)}
                </span>
            </span>
        }
        .into_any(),
        (Some(actor), None) => face(actor, Size::Medium).into_any(),
        (None, _) => {
            let icon = match of.kind {
                Kind::BadgeEarned | Kind::Milestone => Icon::Medal,
                Kind::Moderation => Icon::Info,
                _ => Icon::Bell,
            };
            view! {
                <span class="inline-flex size-10 shrink-0 items-center justify-center rounded-full border border-line text-muted">
                    <Symbol icon class="size-5" />
                </span>
            }
            .into_any()
        }
    }
}
