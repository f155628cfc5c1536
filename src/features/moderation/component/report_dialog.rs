//! Why something is reported.

use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    features::{
        accounts::{
            hook::use_change_away,
            model::{Account, Away},
        },
        moderation::{
            hook::{use_new_report, use_report},
            model::{About, MAX_WORDS, NewReport, Reason},
        },
    },
    kit::{Button, Dialog, Kind, Switch, TextArea, land},
    shared::{Error, effect::Effect, script::apart},
};

/// What is about to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// A message, a person, or something that is published.
    pub about: About,
    /// Who said it or is it, as far as that is known: they can be blocked at once.
    pub person: Option<Account>,
}

/// Opens once somebody wants to report something, and reports it only where they say why.
#[component]
pub fn ReportDialog(
    /// What.
    subject: RwSignal<Option<Subject>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(subject.read().is_some()));
    Effect::new(move || {
        if !open.get() && subject.read_untracked().is_some() {
            subject.set(None);
        }
    });
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog open title="Report">
            // Anew each time: what was said of one thing is not for the next.
            {move || subject.get().map(|subject| view! { <Form subject close /> })}
        </Dialog>
    }
}

#[component]
fn Form(subject: Subject, close: Callback<()>) -> impl IntoView {
    let Subject { about, person } = subject;
    let (report, new_id, block) = (use_report(), use_new_report(), use_change_away(Away::Blocked));
    let (reason, words) = (RwSignal::new(Reason::Spam), RwSignal::new(String::new()));
    let (blocks, error) = (RwSignal::new(false), RwSignal::new(None::<Error>));
    let label = person.as_ref().map(|person| format!("Block {} too", apart(person.name())));
    let person = StoredValue::new(person);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let id = new_id.run(());
        let (reason, words) = (reason.get_untracked(), words.get_untracked());
        let made = report.run((NewReport { id, about, reason, words }, person.get_value()));
        if let Err(refusal) = made {
            error.set(Some(refusal));
            return;
        }
        if let Some(person) = person.get_value().filter(|_| blocks.get_untracked()) {
            block.run((person, true));
            // On their page nothing is left of what was open.
            land("content");
        }
        close.run(());
    };
    let copied = match about {
        About::Message(_) => "The moderators get this message and the five before it, as they are now.",
        About::Person(_) => "The moderators get this profile, as it is now.",
        About::Post(_) => "The moderators get this post, as it is now.",
        About::Answer(_) => "The moderators get this answer, as it is now.",
        About::Comment(_) => "The moderators get this comment, as it is now.",
    };
    view! {
        <form class="flex flex-col gap-4" on:submit=submit>
            <p class="text-sm text-muted">{copied} " Nobody else learns that you reported it."</p>
            <fieldset class="flex flex-col">
                <legend class="pb-1 text-sm font-semibold">"What is wrong with it?"</legend>
                {Reason::ALL.map(|one| view! { <Choice one reason /> }).collect_view()}
            </fieldset>
            <TextArea
                label="What else should they know?"
                name="words"
                value=words
                maxlength=MAX_WORDS
                error=Signal::derive(move || error.get().map(|error| error.to_string()))
            />
            {label
                .map(|label| {
                    view! {
                        <Switch
                            label
                            name="block_too"
                            checked=blocks
                            hint="Neither of you can write to the other then. They are not told."
                            on_change=Callback::new(move |on| blocks.set(on))
                        />
                    }
                })}
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet on_click=move |_| close.run(())>
                    "Cancel"
                </Button>
                <Button kind=Kind::Danger type_="submit">
                    "Report"
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Choice(one: Reason, reason: RwSignal<Reason>) -> impl IntoView {
    view! {
        <label class="flex min-h-11 items-center gap-3">
            <input
                type="radio"
                name="reason"
                value=one.as_str()
                prop:checked=move || reason.get() == one
                aria-label=one.name()
                class="size-5 shrink-0 accent-accent"
                on:change=move |_| reason.set(one)
            />
            <span>{one.name()}</span>
        </label>
    }
}
