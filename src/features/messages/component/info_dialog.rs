//! How far a message of one's own came, and when.

use leptos::prelude::*;

use super::steps::Steps;
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Thread, Told},
            state::journey::{Step, to_person, to_server},
        },
    },
    kit::{Avatar, Dialog, ErrorState, Verbatim},
    shared::{effect::Effect, id::AccountId},
};

/// Opens once somebody asks for it, and goes on with what becomes of the message while it stands open.
#[component]
pub fn InfoDialog(thread: Thread) -> impl IntoView {
    let told = thread.editing.info;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(told.read().is_some()));
    Effect::new(move || {
        if !open.get() && told.read_untracked().is_some() {
            told.set(None);
        }
    });
    let read = Memo::new(move |_| told.get().and_then(|Told { read, .. }| read));
    let draw = move || match read.get() {
        None => view! { <p role="status">"Loading"</p> }.into_any(),
        Some(Err(error)) => {
            let on_retry = Callback::new(move |()| thread.retry_info());
            view! { <ErrorState error on_retry /> }.into_any()
        }
        Some(Ok(info)) => {
            let people = info.reached.iter().map(|reached| (reached.account_id, to_person(&info, reached)));
            view! { <Way thread steps=to_server(&info) people=people.collect() /> }.into_any()
        }
    };
    view! {
        <Dialog open title="Message info">
            {draw}
        </Dialog>
    }
}

/// From the device to the server, and from there to each of the others.
#[component]
fn Way(thread: Thread, steps: Vec<Step>, people: Vec<(AccountId, Vec<Step>)>) -> impl IntoView {
    let me = use_me();
    let sends_none = move || me.read().as_ref().is_some_and(|me| !me.settings.send_receipts);
    let nobody = people.is_empty();
    let people = people.into_iter().map(|(id, steps)| view! { <Person thread id steps /> });
    view! {
        <div class="flex flex-col gap-4">
            <Steps thread steps />
            <hr class="border-line" />
            {nobody.then(|| view! { <p class="text-muted">"Nobody else was here."</p> })}
            <ul role="list" aria-label="Whom it reached" class="flex flex-col gap-4 empty:hidden">
                {people.collect_view()}
            </ul>
            <Show when=sends_none>
                <p class="text-sm text-muted">
                    "You let nobody know what you read, so you are not told what others read either."
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Person(thread: Thread, id: AccountId, steps: Vec<Step>) -> impl IntoView {
    let name = Signal::derive(move || thread.name_of(id));
    let is_on_its_way = steps.is_empty();
    view! {
        <li class="flex items-start gap-3">
            <Avatar id=id.0 name decorative=true />
            <div class="flex min-w-0 grow flex-col">
                <Verbatim words=name class="truncate font-semibold" />
                {is_on_its_way.then(|| view! { <p class="text-sm text-muted">"Not delivered yet"</p> })}
                <Steps thread steps />
            </div>
        </li>
    }
}
