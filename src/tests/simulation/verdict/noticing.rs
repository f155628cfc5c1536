//! What has to hold of what people are told: as many are unread as there are, what was read up to a place is read for good,
//! and every tab shows what the server holds. Whoever was dismissed is suggested no more.

use serde::Deserialize;

use super::done_by;
use crate::{
    features::{follows::model::Dismissal, notifications::model::Notification},
    shared::id::NotificationId,
    sync::Operation,
    tests::simulation::{
        bell::as_shown,
        browser::Browser,
        device::Device,
        room::{DISMISS, READ, READ_ALL},
        server::Server,
    },
};

/// As many are counted as unread as are.
pub fn is_counted(server: &Server) -> Result<(), String> {
    for (account, own) in &server.own {
        let listing = own.notices.listing();
        let unread = listing.page.items.iter().filter(|one| !one.is_read()).count();
        if i64::try_from(unread).expect("few") != listing.unread.unread {
            return Err(format!("{unread} are unread of {account:?}, counted are {:?}", listing.unread));
        }
    }
    Ok(())
}

/// What somebody read and their browser wrote down is read, whatever they did after that, unless something happened since.
pub fn stays_read(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for device in devices {
        let browser = &browsers[device.browser];
        let is_kept = |one: &&Operation| browser.kept.contains(&one.id) && !browser.may_lack(one.id);
        let all = server.own[&device.account].notices.listing().page.items;
        for reading in device.done.iter().filter(is_kept) {
            let through = reading.body["through"].as_i64().unwrap_or_default();
            let id = NotificationId::deserialize(&reading.body["notification_id"]).ok();
            let is_meant = |one: NotificationId| match reading.kind.as_str() {
                READ => id == Some(one),
                READ_ALL => true,
                _ => false,
            };
            let is_unread = |one: &&Notification| !one.is_read() && one.number <= through && is_meant(one.id);
            if let Some(unread) = all.iter().find(is_unread) {
                return Err(format!("{:?} read {unread:?} with {reading:?}", device.account));
            }
        }
    }
    Ok(())
}

/// Whoever was dismissed is not suggested.
pub fn is_dismissed(server: &Server, devices: &[Device]) -> Result<(), String> {
    for (account, own) in &server.own {
        let is_done = |one: &&Operation| one.kind == DISMISS && server.applied.contains_key(&one.id);
        for done in done_by(*account, devices).filter(is_done) {
            let Dismissal { account: whom } = Dismissal::deserialize(&done.body).expect("ours");
            if own.suggested.people.contains(&whom.id) {
                return Err(format!("{:?} is suggested to {account:?} again", whom.id));
            }
        }
    }
    Ok(())
}

/// A tab shows what its person was told, how much of it is unread, and nobody whom the server does not suggest.
pub fn is_shown(server: &Server, device: &Device) -> Result<(), String> {
    let own = &server.own[&device.account];
    let stored = own.notices.listing();
    let listed = stored.page.items.iter().map(|one| as_shown(one.clone(), one.is_read())).collect();
    let shown = device.own.bell.anew();
    if shown != (listed, stored.unread.unread) {
        return Err(format!("{:?} was told {stored:?}, shown is {shown:?}", device.account));
    }
    let (suggested, shown) = (&own.suggested, &device.own.suggesting);
    let is_stray = shown.shown(&[]).iter().any(|who| !suggested.people.contains(who));
    if is_stray || shown.read.as_ref().map(|read| read.data.version) != Some(suggested.version) {
        return Err(format!("{:?} is suggested {suggested:?}, shown is {:?}", device.account, shown.read));
    }
    Ok(())
}
