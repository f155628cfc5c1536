//! People for tests.

use uuid::Uuid;

use crate::{
    features::{
        accounts::model::Account,
        follows::model::{Neighbour, Stats},
    },
    shared::{id::AccountId, role::Role},
};

pub const ANN: AccountId = AccountId(Uuid::from_u128(1));
pub const BOB: AccountId = AccountId(Uuid::from_u128(2));

pub fn account(id: AccountId) -> Account {
    let handle = format!("p{}", id.0.as_u128());
    Account { id, display_name: handle.to_uppercase(), handle, role: Role::Member, deleted: false }
}

pub fn stats(account_id: AccountId, followers: i64, following: i64, version: i64) -> Stats {
    Stats { account_id, followers, following, version }
}

/// Somebody in a list, by a number.
pub fn neighbour(number: u128) -> Neighbour {
    Neighbour { account: account(AccountId(Uuid::from_u128(number))), follows: false, follows_you: false }
}
