//! Where one is logged in.

use leptos::{prelude::*, server_fn::ServerFn};

use super::next_row::go_on;
use crate::{
    features::accounts::{
        hook::{Sessions, use_sessions},
        model::Session,
        rpc::{LogOut, LogOutEverywhere, RevokeSession},
    },
    kit::{Button, EmptyState, ErrorState, Icon, Kind, SkeletonRows, Symbol, TimeAgo, Toasts},
    realtime::Snapshot,
    shared::form,
};

/// Where the forms come back.
const PAGE: &str = "/settings/sessions";
/// The id of the list.
const LIST: &str = "sessions";

/// Every session with its device, and a button that ends it.
#[component]
pub fn SessionList() -> impl IntoView {
    let sessions = use_sessions();
    view! {
        <p role="alert" class="text-danger empty:hidden">
            {move || sessions.refusal.get()}
        </p>
        <Transition fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match sessions.list.await {
                    Ok(Snapshot { data, .. }) if data.is_empty() => {
                        view! { <EmptyState icon=Icon::Device title="No sessions" words="This one has just ended." /> }.into_any()
                    }
                    Ok(Snapshot { position, data: list }) => {
                        sessions.follow(position, &list);
                        view! { <Rows list sessions /> }.into_any()
                    }
                    Err(error) => {
                        let on_retry = Callback::new(move |()| sessions.list.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Rows(list: Vec<Session>, sessions: Sessions) -> impl IntoView {
    let others = list.len() > 1;
    if let Some(place) = sessions.ended(&list) {
        if let Some(toasts) = use_context::<Toasts>() {
            toasts.say("Session ended.");
        }
        go_on(LIST, place, list.len(), LIST);
    }
    view! {
        <ul id=LIST tabindex="-1" aria-label="Sessions" class="divide-y divide-line rounded-card border border-line">
            {list
                .into_iter()
                .enumerate()
                .map(|(place, session)| view! { <Row session place sessions /> })
                .collect_view()}
        </ul>
        {others
            .then(|| {
                view! {
                    <form method="post" action=form::action(LogOutEverywhere::url(), PAGE) class="flex flex-col items-start gap-2">
                        <Button kind=Kind::Danger type_="submit">"Log out everywhere"</Button>
                        <p class="text-sm text-muted">"This device too. Everyone who knows your password can come back in."</p>
                    </form>
                }
            })}
    }
}

#[component]
fn Row(
    session: Session,
    /// Where it stands in the list, from zero.
    place: usize,
    sessions: Sessions,
) -> impl IntoView {
    let Session { id, device, address, created_at, last_seen_at, current } = session;
    let device = if device.is_empty() { "Unknown device".to_owned() } else { device };
    let name = format!(" {device}");
    view! {
        <li class="flex items-start gap-3 px-4 py-3">
            <Symbol icon=Icon::Device class="size-6 shrink-0 text-muted" />
            <div class="min-w-0 grow">
                <p class="flex flex-wrap items-baseline gap-x-2 font-semibold wrap-anywhere">
                    {device}
                    {current.then(|| view! { <span class="text-xs font-semibold text-ok">"This device"</span> })}
                </p>
                <p class="text-sm text-muted wrap-anywhere">{address}</p>
                <p class="flex flex-wrap text-sm text-muted">
                    <span class="max-sm:w-full">"Active " <TimeAgo time=last_seen_at class="text-sm" ago=true /></span>
                    <span class="max-sm:w-full max-sm:first-letter:uppercase sm:before:mx-1.5 sm:before:content-['·']">
                        "logged in " <TimeAgo time=created_at class="text-sm" ago=true />
                    </span>
                </p>
            </div>
            {if current {
                view! {
                    <form method="post" action=form::action(LogOut::url(), PAGE) class="shrink-0 self-center">
                        <Button type_="submit" class="whitespace-nowrap">"Log out"</Button>
                    </form>
                }
                    .into_any()
            } else {
                view! {
                    <form
                        method="post"
                        action=form::action(RevokeSession::url(), PAGE)
                        class="shrink-0 self-center"
                        on:submit=move |event| {
                            sessions.ends(id, place);
                            form::dispatch(&event, sessions.revoke);
                        }
                    >
                        <input type="hidden" name="id" value=id.to_string() />
                        <Button type_="submit">"Revoke"<span class="sr-only">{name}</span></Button>
                    </form>
                }
                    .into_any()
            }}
        </li>
    }
}
