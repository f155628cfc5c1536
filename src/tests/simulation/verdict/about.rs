//! What has to hold of conversations besides what was said: every tab calls them as they are called, the list shows what its
//! person chose for each, an open one who is in it and as what; and two people have one conversation.

use crate::{
    features::messages::model::GroupRole,
    tests::simulation::{device::Device, page::What, server::Server},
};

/// Conversations that there are from the beginning.
const FIRST: usize = 2;

/// A tab shows what is stored.
pub fn is_shown(server: &Server, device: &Device) -> Result<(), String> {
    let account = device.account;
    for (what, page) in &device.pages {
        for (id, room) in &page.rooms {
            let (shown, stored) = (&room.about, &server.conversations[id].about);
            if (&shown.name, shown.version) != (&stored.name, stored.version) {
                return Err(format!("{what:?} of {account:?} calls {id} {:?}, not {:?}", shown.name, stored.name));
            }
            let chosen = (shown.chosen_by(account), stored.chosen_by(account));
            if *what == What::Inbox && chosen.0 != chosen.1 {
                return Err(format!("the list of {account:?} shows {:?} of {id}, not {:?}", chosen.0, chosen.1));
            }
            if *what != What::Inbox && shown.people != stored.people {
                return Err(format!("{what:?} of {account:?} shows {:?}, not {:?}", shown.people, stored.people));
            }
        }
    }
    Ok(())
}

/// Where somebody is in a conversation somebody owns it, and no two people have opened two.
pub fn is_sound(server: &Server) -> Result<(), String> {
    for (id, stored) in &server.conversations {
        let people = &stored.about.people;
        if !people.is_empty() && people.values().all(|role| *role != GroupRole::Owner) {
            return Err(format!("nobody owns {id}: {people:?}"));
        }
    }
    let (all, opened) = (server.conversations.len() - server.threads.len(), server.pairs.len());
    if all == FIRST + opened { Ok(()) } else { Err(format!("{opened} pairs have {} conversations", all - FIRST)) }
}
