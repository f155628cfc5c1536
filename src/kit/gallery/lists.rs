//! What is read, at any length, and the ways on.

use leptos::prelude::*;

use super::{Half, Story};
use crate::{
    kit::{Arrived, AsOf, Feed, Further, InfiniteList, KeyRow, PageLink, Prose, Room},
    shared::time::Time,
};

const HERE: &str = "/dev/gallery";
const BOX: &str = "flex h-48 w-full min-w-0 flex-col rounded-card border border-line";

const MARKDOWN: &str = "\
Words with *stress*, **weight**, `code` and [a way out](https://example.org); ~~others~~ were taken back.

- One thing
- Another
  1. The first of it
  2. The second

> What somebody else said.

| Bread | Hours | Flour[^1] |
|---|---:|:---:|
| Rye | 18 | 500 g |
| White | 3 | 450 g |

- [x] Buy flour
- [ ] Wait

[^1]: For one loaf.

---

```rust
// Colours by what words are.
let line: u32 = 7 + \"of code that scrolls where it has no room, by keys too, since whoever reads it counts on its spaces\".len();
```";

#[component]
pub(super) fn Stories(half: Half) -> impl IntoView {
    view! {
        <Story name="Prose">
            <Prose text=MARKDOWN name=half.pick("light", "dark") />
        </Story>
        <Story name="PageLink: here, elsewhere">
            <PageLink href=HERE class="rounded-control px-3 py-2 aria-[current=page]:bg-accent-soft">
                "Gallery"
            </PageLink>
            <PageLink href="/about" class="rounded-control px-3 py-2 aria-[current=page]:bg-accent-soft">
                "About"
            </PageLink>
        </Story>
        <Story name="Prose that leads to people and tags">
            <Prose text="@ann knows more about #walks." linked=true />
        </Story>
        <Story name="KeyRow">
            <dl class="w-full">
                <KeyRow act="Find a conversation" ways=Signal::stored(vec!["Ctrl + K", "⌘ + K"]) />
                <KeyRow act="Home" ways=Signal::stored(vec!["g then h"]) />
            </dl>
        </Story>
        <Story name="Arrived: one, many">
            {[1, 3]
                .map(|count: usize| {
                    view! {
                        <div class="h-14 grow">
                            <Arrived count=Signal::stored(count) what="post" on_show=Callback::new(|()| ()) />
                        </div>
                    }
                })
                .collect_view()}
        </Story>
        <Story name="AsOf">
            <AsOf time=Some(Time::from_millis(1_795_226_700_000)) />
        </Story>
        <Story name="Room: as high as it needs, with more in it">
            <Room name=half.pick("light", "dark") class="flex flex-col">
                "All of it is seen."
            </Room>
            <Room
                name=half.pick("low-light", "low-dark")
                class="flex h-9 w-full flex-col overflow-y-clip"
                attr:data-more=""
            >
                <p>"The first line is seen."</p>
                <p>"The second is there once one asks for it."</p>
            </Room>
        </Story>
        <Infinite half />
        <Articles half />
    }
}

/// Three articles, of more.
#[component]
fn Articles(half: Half) -> impl IntoView {
    let label = half.pick("Light articles", "Dark articles");
    let next = Signal::stored(Some(HERE.to_owned()));
    let article = |place: u32| {
        view! {
            <article
                aria-label=format!("Article {place}")
                aria-posinset=place.to_string()
                aria-setsize="-1"
                tabindex="0"
                class="border-b border-line px-4 py-3 -outline-offset-2"
            >
                {format!("Article {place}")}
            </article>
        }
    };
    view! {
        <Story name="Feed: goes on">
            <div class="flex w-full min-w-0 flex-col rounded-card border border-line">
                <Feed
                    label
                    what="articles"
                    next
                    further=Signal::stored(Further::Waits)
                    on_near=Callback::new(|()| ())
                    on_ask=Callback::new(|()| ())
                >
                    {(1..=3).map(article).collect_view()}
                </Feed>
            </div>
        </Story>
    }
}

/// The rows of a page.
const PAGE: u32 = 12;

#[component]
fn Infinite(half: Half) -> impl IntoView {
    let labels = [
        (half.pick("Light, goes on", "Dark, goes on"), Further::Waits),
        (half.pick("Light, is being read", "Dark, is being read"), Further::Comes),
        (half.pick("Light, could not be read", "Dark, could not be read"), Further::Failed),
    ];
    view! {
        <Story name="InfiniteList: goes on, is being read, could not be read">
            {labels.map(|(label, further)| view! { <Pages label further /> }).collect_view()}
        </Story>
    }
}

/// Ten pages, of which the next one comes at once.
#[component]
fn Pages(label: &'static str, further: Further) -> impl IntoView {
    let rows = RwSignal::new(PAGE);
    let numbers = move || 1..=rows.get();
    let next = Signal::derive(move || (rows.get() < 10 * PAGE).then(|| HERE.to_owned()));
    let more = Callback::new(move |()| {
        if next.read_untracked().is_some() {
            rows.update(|rows| *rows += PAGE);
        }
    });
    let row = |number: u32| {
        view! {
            <li>
                <a href=HERE class="block rounded-control px-4 py-2 text-text no-underline hover:bg-raised">
                    {format!("Row {number}")}
                </a>
            </li>
        }
    };
    view! {
        <div class=BOX>
            <InfiniteList label what="rows" next further=Signal::stored(further) on_near=more on_ask=more>
                <ul class="flex flex-col">
                    <For each=numbers key=|number| *number children=row />
                </ul>
            </InfiniteList>
        </div>
    }
}
