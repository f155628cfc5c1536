//! Who is signed in, on both sides.

use std::collections::HashSet;

use leptos::prelude::*;
use serde_json::Value;

use super::{away::settle_away, settings::settle_settings};
use crate::{
    client::{Client, Heard, Incoming, read_until, use_client},
    features::accounts::{
        model::{Appearance, Me, Profile},
        rpc,
        state::{self, PROFILE_CHANGE, Readings},
    },
    kit::Toasts,
    realtime::{Position, Snapshot, Topic},
    shared::{
        Error,
        effect::Effect,
        hydration::after_hydration,
        id::OperationId,
        json::{carried, typed},
    },
    sync::{Collection, PendingState, Replica, replica::LASTS},
};

/// The signed-in person, as this browser keeps them.
const ME: Collection = Collection { name: "me", most: 1, spare: false };

/// What the server confirmed of the signed-in person, and from where events go on.
#[derive(Clone, Copy)]
struct Confirmed {
    me: RwSignal<Option<Me>>,
    since: StoredValue<Option<Position>>,
    readings: StoredValue<Readings>,
    /// Whether the server has not been asked.
    is_copy: bool,
}

/// What the screen shows of the signed-in person.
#[derive(Clone, Copy)]
struct Shown(Signal<Option<Me>>);

/// The signed-in person as they were read before the page was drawn, and from where events go on; nobody for a
/// visitor. A context, where the document carries nothing of anybody.
#[derive(Clone, Default)]
pub struct Known {
    person: Option<(Me, Option<Position>)>,
    is_copy: bool,
}

/// Finds out who is signed in: who this browser last was alive for, or else whom the server knows.
///
/// # Errors
/// Why that cannot be known now.
#[cfg(feature = "hydrate")]
pub async fn read_known() -> crate::shared::Result<Known> {
    let known =
        |snapshot: Snapshot<Me>, is_copy| Known { person: Some((snapshot.data, Some(snapshot.position))), is_copy };
    let kept = crate::client::kept_of_resident::<Me>(ME).await;
    if let Some((_, snapshot)) = kept.filter(|(account, snapshot)| *account == snapshot.data.account.id) {
        return Ok(known(snapshot, true));
    }
    match rpc::read_me().await {
        Ok(snapshot) => Ok(known(snapshot, false)),
        Err(crate::shared::Error::SignIn) => Ok(Known::default()),
        // A server of another build may not know this call: that says nothing of who is signed in.
        Err(error) => Err(error),
    }
}

/// Provides [`use_me`] to everything below: on the server what the request carries, in the browser the same, carried by
/// the page, or what was read before the page was drawn. Whether somebody is signed in does not change while a page
/// stands: logging in and out load a new one.
pub fn provide_me() -> Signal<Option<Me>> {
    let known = use_context::<Known>().unwrap_or_else(|| Known { person: carried(of_request), is_copy: false });
    let (me, since) = known.person.map_or((None, None), |(me, since)| (Some(me), since));
    let confirmed = Confirmed {
        me: RwSignal::new(me),
        since: StoredValue::new(since),
        readings: StoredValue::default(),
        is_copy: known.is_copy,
    };
    provide_context(confirmed);
    provide_context(Shown(confirmed.me.into()));
    confirmed.me.into()
}

/// Keeps [`use_me`] alive by events and lays pending changes over it. Stands below `provide_me` and the client.
pub fn follow_me() {
    let confirmed = expect_context::<Confirmed>();
    let Some(account) = confirmed.me.read_untracked().as_ref().map(|me| me.account.id) else { return };
    let client = use_client();
    let pending = client.pending();
    let shown = Memo::new(move |_| Some(state::overlaid(confirmed.me.read().as_ref()?, &pending.read())));
    provide_context(Shown(shown.into()));
    let heard = StoredValue::new([None; 2]);
    keep_me(client, confirmed.me, heard);
    for (place, topic) in [Topic::Me, Topic::Account(account)].into_iter().enumerate() {
        let hear = move |incoming| {
            listen(confirmed, incoming, move || heard.try_get_value().and_then(|heard| heard[place]));
        };
        let subscription = client.subscribe(topic, confirmed.since.get_value(), hear);
        heard.update_value(|heard| heard[place] = Some(subscription));
    }
    if confirmed.is_copy {
        after_hydration(move || ask_who(client));
    }
    settle_settings(confirmed.me, client);
    settle_away(confirmed.me, client);
    settle_profile(client);
    Effect::new(move |_| {
        if let Some(me) = shown.get() {
            show_appearance(me.settings.appearance);
        }
    });
}

/// The signed-in person; `None` for visitors. Pending changes of settings are in it already.
#[must_use]
pub fn use_me() -> Signal<Option<Me>> {
    expect_context::<Shown>().0
}

/// The signed-in person as the server last said, without what is still on its way there; `None` for visitors.
pub(super) fn use_confirmed() -> Signal<Option<Me>> {
    expect_context::<Confirmed>().me.into()
}

/// Keeps the person over the end of the page, up to where both of their topics are heard without a gap.
fn keep_me(client: Client, me: RwSignal<Option<Me>>, heard: StoredValue<[Option<Heard>; 2]>) {
    let take = move || {
        let [one, other] = heard.try_get_value()?.map(|heard| heard.and_then(Heard::position));
        let position = if one?.is_after(other?) { other? } else { one? };
        let data = me.try_get_untracked().flatten()?;
        Some(Replica { stirred: LASTS, snapshot: Snapshot { position, data } })
    };
    client.keep(ME, String::new(), move || me.track(), take);
}

/// Asks the server once whether the person is logged in here for whom this page was drawn from what was kept. Where it
/// cannot be reached the connection learns it later, and says so.
fn ask_who(client: Client) {
    leptos::task::spawn_local(async move {
        if rpc::read_me().await == Err(Error::SignIn) {
            client.draw_anew();
        }
    });
}

fn listen(confirmed: Confirmed, incoming: Incoming, heard: impl FnOnce() -> Option<Heard> + 'static) {
    let Confirmed { me, since, readings, .. } = confirmed;
    match incoming {
        Incoming::Events(events) => {
            let hear = |readings: &mut Readings| events.iter().filter(|event| readings.hear(event)).collect::<Vec<_>>();
            let news = readings.try_update_value(hear).unwrap_or_default();
            me.update(|me| {
                if let Some(me) = me {
                    for event in news {
                        state::apply(me, event);
                    }
                }
            });
        }
        Incoming::Refetch => {
            let number = readings.try_update_value(Readings::ask).unwrap_or_default();
            let is_wanted = move || me.try_with_untracked(|_| ()).is_some();
            read_until(rpc::read_me, is_wanted, move |answer| {
                if let Ok(Snapshot { position, mut data }) = answer {
                    // In another life of the database versions count anew.
                    let known = since.try_get_value().flatten();
                    let is_same_life = known.is_some_and(|known| known.epoch == position.epoch);
                    since.try_set_value(Some(position));
                    me.update(|me| {
                        if let Some(known) = me.as_ref() {
                            readings.try_with_value(|readings| readings.catch_up(number, &mut data, known));
                        }
                        match me {
                            Some(me) if is_same_life => state::refresh(me, data),
                            _ => *me = Some(data),
                        }
                    });
                    heard().into_iter().for_each(Heard::was_reread);
                }
            });
        }
        Incoming::CaughtUp | Incoming::Signal { .. } => {}
    }
}

/// The changes of the profile that are made on this page; a context.
#[derive(Clone, Copy)]
struct ProfileChanges {
    /// The profile as the server last confirmed one.
    saved: RwSignal<Option<Value>>,
    /// Those that were made in this tab, where somebody waits to hear of them.
    made: StoredValue<HashSet<OperationId>>,
}

/// The profile as the server last confirmed a change that was made on this page; read by who shows it.
pub(super) fn use_saved_profile() -> Signal<Option<Profile>> {
    let changes = use_context::<ProfileChanges>();
    Signal::derive(move || typed::<Profile>(&changes?.saved.get()?).ok())
}

/// Takes note of a change that is made in this tab: it is said here, and in no other tab, that it was saved.
pub(super) fn use_note_profile_change() -> Callback<OperationId> {
    let changes = use_context::<ProfileChanges>();
    Callback::new(move |id| {
        if let Some(changes) = changes {
            changes.made.update_value(|made| _ = made.insert(id));
        }
    })
}

/// Takes what the server answered to changes of the profile. What was refused stays, with what was typed, until the
/// form has taken it up.
fn settle_profile(client: Client) {
    let (toasts, pending) = (use_context::<Toasts>(), client.pending());
    let (saved, made) = (RwSignal::new(None), StoredValue::new(HashSet::new()));
    provide_context(ProfileChanges { saved, made });
    let told = StoredValue::new(HashSet::new());
    Effect::new(move |_| {
        for (id, answer) in pending.with(|pending| state::answered(pending, PROFILE_CHANGE)) {
            match answer {
                PendingState::Acknowledged(profile) => {
                    saved.set(Some(profile));
                    let is_ours = made.try_update_value(|made| made.remove(&id)) == Some(true);
                    if let Some(toasts) = toasts.filter(|_| is_ours) {
                        toasts.say("Profile saved.");
                    }
                    client.settle(id);
                }
                PendingState::Failed(error) if told.try_update_value(|told| told.insert(id)) == Some(true) => {
                    if let Some(toasts) = toasts {
                        toasts.warn(format!("Your profile was not changed. {error}"));
                    }
                }
                PendingState::Failed(_) | PendingState::Waiting | PendingState::Slowed => {}
            }
        }
    });
}

fn show_appearance(appearance: Appearance) {
    if let Some(html) = document().document_element() {
        // A page without the attribute follows the device; nothing is lost where it cannot be set.
        drop(match appearance.theme() {
            Some(theme) => html.set_attribute("data-theme", theme),
            None => html.remove_attribute("data-theme"),
        });
    }
}

/// The `data-theme` of the document for who asks for this page, so that it never flashes.
#[cfg(feature = "ssr")]
#[must_use]
pub fn theme_of_request() -> Option<&'static str> {
    of_request().and_then(|(me, _)| me.settings.appearance.theme())
}

#[cfg(feature = "ssr")]
fn of_request() -> Option<(Me, Option<Position>)> {
    let parts = use_context::<http::request::Parts>()?;
    Some((parts.extensions.get::<Me>()?.clone(), parts.extensions.get::<Position>().copied()))
}

#[cfg(not(feature = "ssr"))]
const fn of_request() -> Option<(Me, Option<Position>)> {
    None
}
