//! To which conversations something is taken, or to whom.

use leptos::{ev::MouseEvent, prelude::*};

use super::target::Target;
use crate::{
    features::messages::{
        hook::{MOST_TARGETS, Targets, use_targets},
        state::inbox::Goal,
    },
    kit::{Button, Field, Kind},
    shared::script::apart,
};

/// Has somebody choose some conversations, found by name, and people with whom one begins where that is wanted.
#[component]
pub(super) fn ChooseTargets(
    /// What the list of them is called.
    label: &'static str,
    /// What it says on the button that takes it there.
    act: &'static str,
    /// What else they should know.
    note: &'static str,
    /// Whether people are found too.
    #[prop(optional)]
    with_people: bool,
    /// Told which were chosen.
    on_choose: Callback<Vec<Goal>>,
    /// Told where it goes nowhere.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let targets = use_targets(with_people);
    let chosen = RwSignal::new(Vec::<Goal>::new());
    let nothing = Signal::derive(move || chosen.read().is_empty());
    view! {
        <Field
            label=if with_people { "Find a person or a conversation" } else { "Find a conversation" }
            name="find-target"
            type_="search"
            label_hidden=true
            placeholder="Find by name"
            autocomplete="off"
            on_input=Callback::new(move |words: String| targets.typed.set(words))
        />
        <Choices targets chosen label with_people />
        <p class="pt-3 text-sm text-muted">{note}</p>
        <div class="flex items-center justify-end gap-2 pt-4">
            <p role="status" class="me-auto text-sm text-muted tabular-nums">
                {move || counted(chosen.read().len())}
            </p>
            <Button kind=Kind::Quiet on_click=move |_: MouseEvent| on_cancel.run(())>
                "Cancel"
            </Button>
            <Button kind=Kind::Primary disabled=nothing on_click=move |_: MouseEvent| on_choose.run(chosen.get_untracked())>
                {act}
            </Button>
        </div>
    }
}

/// Those to choose from; what was chosen stays among them whatever is looked for.
#[component]
fn Choices(targets: Targets, chosen: RwSignal<Vec<Goal>>, label: &'static str, with_people: bool) -> impl IntoView {
    let rows = Memo::new(move |_| with_chosen(chosen.get(), targets.shown.get()));
    let words = move || match (rows.read().is_empty(), targets.reading.get(), targets.trouble.get()) {
        (_, _, Some(error)) => Some(format!("Only what this device knows is here. {error}")),
        (true, true, None) => Some("Loading".to_owned()),
        (true, false, None) if targets.typed.read().trim().is_empty() => {
            let further = if with_people { " Find somebody by their name." } else { "" };
            Some(format!("You have no conversations yet.{further}"))
        }
        (true, false, None) if with_people => Some("Nobody of this name, and no conversation.".to_owned()),
        (true, false, None) => Some("No conversation of this name.".to_owned()),
        (false, _, None) => None,
    };
    view! {
        <ul role="list" aria-label=label class="-mx-2 flex max-h-[45dvh] flex-col overflow-y-auto pt-2">
            <For
                each=move || rows.get()
                key=|goal| goal.face
                children=move |goal: Goal| view! { <Target goal chosen /> }
            />
        </ul>
        <p role="status" class="pt-2 text-sm text-muted empty:hidden">
            {words}
        </p>
    }
}

/// Those that are shown, and before them what was chosen of others.
fn with_chosen(mut chosen: Vec<Goal>, shown: Vec<Goal>) -> Vec<Goal> {
    chosen.retain(|one| shown.iter().all(|goal| goal.face != one.face));
    chosen.extend(shown);
    chosen
}

/// How many are chosen; nothing where none is.
fn counted(chosen: usize) -> Option<String> {
    (chosen > 0).then(|| format!("{chosen} of at most {MOST_TARGETS} chosen"))
}

/// Where it was taken, or will be once the server can be reached; `done` as in "Shared with Bob".
pub(super) fn told(done: &str, chosen: &[Goal], goes: bool) -> String {
    let targets = match chosen {
        [one] => apart(&one.title),
        all => format!("{} conversations", all.len()),
    };
    if goes {
        format!("{done} {targets}.")
    } else {
        format!("Will be {} {targets} once the server can be reached.", done.to_lowercase())
    }
}
