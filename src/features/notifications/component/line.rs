//! What happened, in one sentence.

use leptos::prelude::*;

use crate::{
    features::notifications::{
        model::Notification,
        state::{Piece, sentence},
    },
    kit::Verbatim,
};

/// The sentence. What people call themselves and what they wrote turns nothing around it.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
pub(super) fn Line(of: Notification) -> impl IntoView {
    let piece = |piece| match piece {
        Piece::Name(words) => view! { <Verbatim words class="font-semibold" /> }.into_any(),
        Piece::Words(words) => words.into_any(),
        Piece::Quote(words) => view! { "“" <Verbatim words /> "”" }.into_any(),
    };
    sentence(&of).into_iter().map(piece).collect_view()
}
