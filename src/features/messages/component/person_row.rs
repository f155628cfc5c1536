//! Somebody in a group.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{people_list::HEADING, place_form::PlaceForm};
use crate::{
    features::messages::{
        hook::{Details, Presence, focus_on, use_inbox},
        model::{GroupRole, Participant},
        rpc::{RemovePerson, SetRole},
    },
    kit::{Avatar, Choice, Icon, Menu, TimeAgo, Verbatim},
    shared::{
        form::{Refused, use_refused},
        id::AccountId,
        script::apart,
    },
};

/// Who, their part, whether they are there, and what the viewer may do to that; under it, why it was refused.
#[component]
pub(super) fn PersonRow(
    details: Details,
    /// As they are in it; somebody, as long as they stand here.
    person: Memo<Option<Participant>>,
) -> impl IntoView {
    let inbox = use_inbox();
    let first = person.get_untracked();
    let id = first.as_ref().map(|first| first.account.id);
    let is_me = id == Some(details.viewer());
    if let Some(id) = id.filter(|_| !is_me) {
        inbox.presences.watch(id);
        inbox.follow_name(id);
    }
    let online = Memo::new(move |_| id.and_then(|id| inbox.presences.of(id)) == Some(Presence::Online));
    let name = Signal::derive(move || person.read().as_ref().map(|p| p.account.name().to_owned()).unwrap_or_default());
    let account = Memo::new(move |_| person.read().as_ref().map(|person| person.account.clone()));
    let role = Memo::new(move |_| person.read().as_ref().map(|person| person.role).unwrap_or_default());
    let who = move || {
        let account = account.get().filter(|account| !account.deleted);
        account.map_or_else(
            || view! { <Verbatim words=name class="truncate font-semibold" /> }.into_any(),
            |account| {
                let address = format!("/u/{}", account.handle);
                view! {
                    <a href=address class="truncate font-semibold text-text"><Verbatim words=name /></a>
                    <span class="truncate text-sm text-muted">"@" {account.handle}</span>
                }
                .into_any()
            },
        )
    };
    view! {
        <li class="flex flex-col border-b border-line py-2 last:border-b-0">
            <div class="flex items-center gap-3">
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=id.map(|id| id.0).unwrap_or_default() name online decorative=true />
                </span>
                <span class="flex min-w-0 grow flex-col">{who} <There id is_me /></span>
                <Part role />
                <Acts details person role is_me />
            </div>
            {first.clone().map(|person| view! { <PlaceForm details person is_me /> })}
            <Refusal details id handle=first.map(|first| first.account.handle).unwrap_or_default() />
        </li>
    }
}

/// Whether they are there, as far as they let it be known.
#[component]
fn There(id: Option<AccountId>, is_me: bool) -> impl IntoView {
    let inbox = use_inbox();
    let presence = Memo::new(move |_| id.filter(|_| !is_me).and_then(|id| inbox.presences.of(id)));
    let words = move || match presence.get() {
        _ if is_me => Some(view! { <span>"you"</span> }.into_any()),
        Some(Presence::Online) => Some(view! { <span>"online"</span> }.into_any()),
        Some(Presence::Away) => Some(view! { <span>"away"</span> }.into_any()),
        Some(Presence::Offline { last_seen: Some(at) }) => {
            Some(view! { <span>"last seen " <TimeAgo time=at class="" ago=true /></span> }.into_any())
        }
        Some(Presence::Offline { last_seen: None }) | None => None,
    };
    view! { <span class="text-sm text-muted empty:hidden">{words}</span> }
}

/// The part of who has one.
#[component]
fn Part(role: Memo<GroupRole>) -> impl IntoView {
    let words = move || match role.get() {
        GroupRole::Owner => Some("Owner"),
        GroupRole::Admin => Some("Admin"),
        GroupRole::Member => None,
    };
    view! { <span class="shrink-0 text-sm text-muted empty:hidden">{words}</span> }
}

/// The menu of who may do something to them.
#[component]
fn Acts(details: Details, person: Memo<Option<Participant>>, role: Memo<GroupRole>, is_me: bool) -> impl IntoView {
    let mine = details.role();
    // Whose account is gone has no handle by which a place could be changed.
    let has_account = Memo::new(move |_| person.read().as_ref().is_some_and(|person| !person.account.deleted));
    let choices =
        Memo::new(
            move |_| {
                if has_account.get() { offered(details, mine.get(), role.get(), is_me) } else { Vec::new() }
            },
        );
    let acts =
        Signal::derive(move || choices.get().into_iter().map(|offer| act(details, person, offer)).collect::<Vec<_>>());
    let label = Memo::new(move |_| {
        let name = person.read().as_ref().map(|person| apart(person.account.name())).unwrap_or_default();
        format!("Options for {name}")
    });
    view! {
        <Show when=move || !choices.read().is_empty()>
            <Menu label choices=acts class="noscript:hidden" />
        </Show>
    }
}

/// What may be done to somebody's place: another part, or none at all.
pub(super) type Offer = Option<GroupRole>;

/// What the viewer may do to the place of somebody. An owner gives up their own part where somebody else owns the group,
/// and leaves below.
pub(super) fn offered(details: Details, mine: GroupRole, theirs: GroupRole, is_me: bool) -> Vec<Offer> {
    use GroupRole::{Admin, Member, Owner};
    let steps = match theirs {
        Member => [Some(Admin), Some(Owner)],
        Admin => [Some(Member), Some(Owner)],
        Owner => [Some(Admin), None],
    };
    let may_give = mine.may_give() && (!is_me || details.conversation.read().is_owned_besides(details.viewer()));
    let parts = steps.into_iter().flatten().filter(|_| may_give).map(Some);
    parts.chain((!is_me && mine.may_remove(theirs)).then_some(None)).collect()
}

/// What an offer is called to whom it is made.
pub(super) fn words_for(offer: Offer, theirs: GroupRole) -> &'static str {
    match (offer, theirs) {
        (None, _) => "Remove from the group",
        (Some(GroupRole::Owner), _) => "Make owner",
        (Some(GroupRole::Admin), GroupRole::Owner) => "Make admin, not owner",
        (Some(GroupRole::Admin), _) => "Make admin",
        (Some(GroupRole::Member), _) => "Make member, not admin",
    }
}

fn act(details: Details, person: Memo<Option<Participant>>, offer: Offer) -> Choice {
    let theirs = person.with(|person| person.as_ref().map(|person| person.role)).unwrap_or_default();
    let run = move |()| {
        let Some(person) = person.get_untracked() else { return };
        if let Some(role) = offer {
            details.give(&person, role);
        } else {
            details.remove(&person);
            // Their row goes, and the menu with it.
            focus_on(&format!("#{HEADING}"));
        }
    };
    let icon = if offer.is_some() { Icon::Person } else { Icon::Trash };
    Choice { label: words_for(offer, theirs).to_owned(), icon, danger: offer.is_none(), act: Callback::new(run) }
}

/// Why the last act on them was refused.
#[component]
fn Refusal(details: Details, id: Option<AccountId>, handle: String) -> impl IntoView {
    let forms = [SetRole::url(), RemovePerson::url()];
    let is_about = move |form: &Refused| form.typed("handle") == Some(handle.as_str());
    let before = forms.into_iter().filter_map(use_refused).find(is_about);
    let before = StoredValue::new(before.map(|form| form.error.to_string()));
    let words = move || {
        let now = details.refused.get().filter(|refused| refused.person.is_some() && refused.person == id);
        now.map(|refused| refused.error.to_string()).or_else(|| before.get_value())
    };
    view! {
        <p role="alert" class="pl-15 text-sm text-danger empty:hidden">
            {words}
        </p>
    }
}
