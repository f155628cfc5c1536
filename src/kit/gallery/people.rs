//! Who, how many, and when.

use leptos::prelude::*;
use uuid::Uuid;

use super::Story;
use crate::{
    kit::{Avatar, Badge, Cover, Dot, Size, TimeAgo, Verbatim},
    shared::time::Time,
};

const NAMES: [&str; 8] = ["Ann Lee", "Bob", "Chidi Okafor", "Daša Novák", "Eve", "Fumiko 田中", "Gül Ay", "Hal 9000"];

/// From the left, from the right, with a sign that turns what follows, with one before it that ends what sets the words
/// apart, and with marks that stand on each other.
const WORDS: [&str; 5] = [
    "Ann Lee",
    "دانا",
    "Ann \u{202e}eeL",
    "Ann \u{2069}\u{202e}eeL",
    "A\u{305}\u{33f}\u{346}\u{351}\u{30b}\u{307}\u{308}\u{30a}nn",
];

/// 21 November 2026, 14:05 UTC.
const MOMENT: i64 = 1_795_269_900_000;

#[component]
pub(super) fn Stories() -> impl IntoView {
    view! {
        <Story name="Avatar">
            {(1..)
                .zip(NAMES)
                .map(|(id, name)| view! { <Avatar id=Uuid::from_u128(id) name /> })
                .collect_view()}
        </Story>
        <Story name="Avatar: sizes, online, deleted">
            <Avatar id=Uuid::from_u128(1) name="Ann Lee" size=Size::Small />
            <Avatar id=Uuid::from_u128(1) name="Ann Lee" size=Size::Small online=true />
            <Avatar id=Uuid::from_u128(2) name="Bob" online=true />
            <Avatar id=Uuid::from_u128(3) name="Chidi Okafor" size=Size::Large online=true />
            <Avatar id=Uuid::from_u128(4) name="Daša Novák" size=Size::Huge online=true />
            <Avatar id=Uuid::from_u128(5) name="" />
        </Story>
        <Story name="Cover">
            <div class="w-full">
                <Cover id=Uuid::from_u128(5) />
            </div>
        </Story>
        <Story name="Badge, Dot">
            <Badge count=0 />
            <Badge count=1 />
            <Badge count=42 />
            <Badge count=1234 />
            <Dot />
        </Story>
        <Story name="Verbatim">
            {WORDS
                .map(|words| {
                    view! {
                        <p class="w-full truncate">
                            "Said by " <Verbatim words class="font-semibold" /> " at 14:05"
                        </p>
                    }
                })
                .collect_view()}
        </Story>
        <Story name="TimeAgo">
            <TimeAgo time=Time::from_millis(MOMENT) />
            <TimeAgo time=Time::from_millis(0) class="text-base text-text" />
        </Story>
    }
}
