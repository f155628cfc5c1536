//! A list or a panel that could not be had.

use leptos::prelude::*;

use super::{Button, Icon, Symbol};
use crate::shared::{Error, answer_with};

/// Says what went wrong in the error's own words, and the page answers with its status. Trying again is
/// offered where it may help.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub fn ErrorState(
    /// What went wrong.
    error: Error,
    /// What trying again does.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    answer_with(&error);
    let icon = if error == Error::Offline { Icon::Offline } else { Icon::Alert };
    let retry = on_retry.filter(|_| error.is_transient());
    view! {
        <div role="alert" class="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-12 text-center">
            <span class="mb-2 inline-flex size-16 items-center justify-center rounded-full bg-danger-soft text-danger">
                <Symbol icon class="size-7" />
            </span>
            <p class="text-balance">{error.to_string()}</p>
            {retry
                .map(|retry| {
                    view! {
                        <Button class="mt-4" on_click=move |_| retry.run(())>
                            <Symbol icon=Icon::Retry class="size-5" />
                            "Try again"
                        </Button>
                    }
                })}
        </div>
    }
}
