//! Somebody's face: for now their initials on a colour of their own.

use leptos::prelude::*;
use uuid::Uuid;

use crate::shared::{script::apart, text::initials};

/// How large something round is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 24 pixels, beside a line of text.
    Small,
    /// 40 pixels, in a row of a list.
    #[default]
    Medium,
    /// 56 pixels, on top of a page.
    Large,
    /// 96 pixels, on a profile.
    Huge,
}

impl Size {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "size-6 text-2xs tracking-tighter",
            Self::Medium => "size-10 text-sm",
            Self::Large => "size-14 text-lg",
            Self::Huge => "size-24 text-3xl",
        }
    }
}

/// Background and ink of each colour, AA in both themes.
const COLOURS: [&str; 8] = [
    "bg-avatar-0 text-on-avatar-0",
    "bg-avatar-1 text-on-avatar-1",
    "bg-avatar-2 text-on-avatar-2",
    "bg-avatar-3 text-on-avatar-3",
    "bg-avatar-4 text-on-avatar-4",
    "bg-avatar-5 text-on-avatar-5",
    "bg-avatar-6 text-on-avatar-6",
    "bg-avatar-7 text-on-avatar-7",
];

/// Around the face.
const RING: &str = "inline-flex shrink-0 rounded-full";

/// Every byte counts: ids made in the same millisecond begin alike.
pub(super) fn colour(id: Uuid) -> &'static str {
    let sum = id.as_bytes().iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    COLOURS[sum % COLOURS.len()]
}

/// Initials on a colour that stays the same for an id; a ring of evening around who is online, which
/// assistive technology hears too. Without a name the account is gone: "Deleted account".
#[component]
pub fn Avatar(
    /// Whose; decides the colour.
    id: Uuid,
    /// As they want to be called.
    #[prop(into)]
    name: Signal<String>,
    /// How large; the ring adds four pixels all around.
    #[prop(optional)]
    size: Size,
    /// Whether they are online.
    #[prop(optional, into)]
    online: Signal<bool>,
    /// Whether the name stands beside it anyway, so that it need not be said twice.
    #[prop(optional)]
    decorative: bool,
) -> impl IntoView {
    let said = move || {
        let name = name.get();
        let name = if name.is_empty() { "Deleted account".to_owned() } else { name };
        if online.get() { format!("{}, online", apart(&name)) } else { name }
    };
    let letters = move || match initials(&name.get()) {
        letters if letters.is_empty() => "·".to_owned(),
        letters => letters,
    };
    let look = format!(
        "flex items-center justify-center rounded-full font-semibold whitespace-nowrap select-none {} {}",
        size.class(),
        colour(id),
    );
    let face = view! { <span class=look aria-hidden="true">{letters}</span> };
    if decorative {
        return view! {
            <span class=RING class=("ring-evening", online)>
                {face}
                <span class="sr-only">{move || online.get().then_some("online")}</span>
            </span>
        }
        .into_any();
    }
    view! {
        <span class=RING class=("ring-evening", online) role="img" aria-label=said title=said>
            {face}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_stays_with_its_id_and_neighbours_differ() {
        let first = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        let next = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002);
        assert_eq!(colour(first), colour(first));
        assert_ne!(colour(first), colour(next));
    }
}
