//! What people want to make public of what was said, and what those who said it say to that.

use serde_json::{Value, json};

use super::Server;
use crate::{
    features::publications::{
        model::{Consent, Stage},
        state::{ASK, CONSENT},
    },
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
    },
    sync::Operation,
    tests::simulation::{Fault, room::place},
};

/// Something that somebody wants to make public.
#[derive(Debug)]
pub struct Wanted {
    pub id: OperationId,
    pub by: AccountId,
    pub place: ConversationId,
    pub parts: Vec<Quoted>,
    pub state: Stage,
}

/// A message of it, and what its author said to that.
#[derive(Debug)]
pub struct Quoted {
    pub message: OperationId,
    pub author: AccountId,
    pub consent: Consent,
}

impl Server {
    /// Somebody asks for consent, gives it or not, or publishes what was asked for; each once.
    pub(super) fn act_on_wanted(&mut self, account: AccountId, operation: &Operation) -> Result<Value> {
        self.judged.insert(operation.id);
        if self.rewritten.contains(&operation.id) {
            return Ok(json!({}));
        }
        match operation.kind.as_str() {
            ASK => self.want(account, operation)?,
            CONSENT => self.consent(account, operation)?,
            _ => self.settle_wanted(account, operation)?,
        }
        self.rewritten.insert(operation.id);
        Ok(json!({}))
    }

    fn want(&mut self, account: AccountId, operation: &Operation) -> Result<()> {
        let id = place(&operation.body);
        let stored = self.conversations.get(&id).filter(|stored| stored.about.people.contains_key(&account));
        let stored = stored.ok_or(Error::Missing)?;
        let names = operation.body["messages"].as_array().expect("ours");
        let mut parts = Vec::new();
        for name in names {
            let said = stored.messages.iter().find(|said| *name == json!(said.id) && !said.body.is_empty());
            let said = said.ok_or(Error::Missing)?;
            let is_there = stored.about.people.contains_key(&said.author) && !self.are_apart([account, said.author]);
            let consent = match said.author {
                author if author == account => Consent::Own,
                _ if is_there => Consent::Asked,
                _ => Consent::Ended,
            };
            parts.push(Quoted { message: said.id, author: said.author, consent });
        }
        let is_own = parts.iter().all(|part| part.consent == Consent::Own);
        let state = if is_own { Stage::Published } else { Stage::Asked };
        self.wanted.push(Wanted { id: operation.id, by: account, place: id, parts, state });
        Ok(())
    }

    fn consent(&mut self, account: AccountId, operation: &Operation) -> Result<()> {
        let is_it =
            |one: &&mut Wanted| operation.body["publication_id"] == json!(one.id) && one.state != Stage::Withdrawn;
        let wanted = self.wanted.iter_mut().find(is_it).ok_or(Error::Missing)?;
        let allowed = operation.body["allowed"] == true;
        let mut given = false;
        for part in wanted.parts.iter_mut().filter(|part| part.author == account) {
            if matches!(part.consent, Consent::Asked | Consent::Allowed) {
                part.consent = if allowed { Consent::Allowed } else { Consent::Declined };
                given = true;
            }
        }
        if wanted.state == Stage::Published && !wanted.parts.iter().any(|part| part.consent.is_given()) {
            wanted.state = Stage::Withdrawn;
        }
        if given { Ok(()) } else { Err(Error::Missing) }
    }

    /// What waits for somebody is refused as what is not there.
    fn settle_wanted(&mut self, account: AccountId, operation: &Operation) -> Result<()> {
        let (publishes, is_hasty) = (operation.body["publish"] == true, self.fault == Some(Fault::UnaskedWords));
        let wanted = self.open_wanted(operation)?;
        let waits = wanted.parts.iter().any(|part| part.consent == Consent::Asked) && !is_hasty;
        if wanted.by != account || publishes && waits {
            return Err(Error::Missing);
        }
        wanted.state = if publishes { Stage::Published } else { Stage::Withdrawn };
        wanted.parts.retain(|part| part.consent.is_given() || is_hasty);
        Ok(())
    }

    fn open_wanted(&mut self, operation: &Operation) -> Result<&mut Wanted> {
        let is_it = |one: &&mut Wanted| operation.body["publication_id"] == json!(one.id) && one.state == Stage::Asked;
        self.wanted.iter_mut().find(is_it).ok_or(Error::Missing)
    }

    /// What was edited or deleted is not what anybody allowed.
    pub(super) fn end_consent_to(&mut self, message: OperationId) {
        self.end_consents(|_, part| part.message == message);
    }

    /// Whoever is out of a conversation is asked nothing there, and publishes nothing of it.
    pub(super) fn end_consents_of(&mut self, id: ConversationId, account: AccountId) {
        self.end_consents(|wanted, part| wanted.0 == id && part.author == account);
        let theirs = self.wanted.iter_mut().filter(|one| one.place == id && one.by == account);
        for one in theirs.filter(|one| one.state == Stage::Asked) {
            one.state = Stage::Withdrawn;
        }
    }

    /// Two of whom one has blocked the other ask each other nothing.
    pub(super) fn end_consents_between(&mut self, pair: [AccountId; 2]) {
        self.end_consents(|wanted, part| {
            pair.contains(&wanted.1) && pair.contains(&part.author) && part.author != wanted.1
        });
    }

    fn end_consents(&mut self, is_meant: impl Fn((ConversationId, AccountId), &Quoted) -> bool) {
        for one in self.wanted.iter_mut().filter(|one| one.state == Stage::Asked) {
            let of = (one.place, one.by);
            for part in one.parts.iter_mut().filter(|part| is_meant(of, part)) {
                part.consent = Consent::Ended;
            }
        }
    }
}
