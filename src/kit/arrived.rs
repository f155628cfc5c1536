//! What has come to a list while somebody reads it.

use leptos::{ev::MouseEvent, prelude::*};

use super::{Button, Icon, Symbol, land};

/// How far down the page somebody has to be so that nothing comes in above what they read, in pixels.
const READING: f64 = 80.0;

/// How many have come, as "3 new posts": they are shown when one asks for them, at the top of the page, and nothing that is
/// read moves before. Nothing at zero.
#[component]
pub fn Arrived(
    /// How many.
    #[prop(into)]
    count: Signal<usize>,
    /// What one of them is, in small letters.
    what: &'static str,
    /// Whether nothing stands below that is read: then the button takes room of its own.
    #[prop(optional, into)]
    alone: Signal<bool>,
    /// Shows them.
    on_show: Callback<()>,
) -> impl IntoView {
    let words = move || match count.get() {
        1 => format!("1 new {what}"),
        count => format!("{count} new {what}s"),
    };
    let show = move |_: MouseEvent| {
        on_show.run(());
        window().scroll_to_with_x_and_y(0.0, 0.0);
        land("content");
    };
    view! {
        <div role="status" class="sticky top-2 z-20 flex justify-center overflow-visible" class=("h-0", move || !alone.get())>
            <Show when=move || { count.get() > 0 }>
                <Button class="mt-2" on_click=show>
                    <Symbol icon=Icon::Up class="size-4" />
                    {words}
                </Button>
            </Show>
        </div>
    }
}

/// Whether somebody has gone down the page to read what stands there. In a browser only.
#[must_use]
pub fn is_reading() -> bool {
    window().scroll_y().is_ok_and(|place| place > READING)
}
