//! Operations: acts of a person that change something, kept until the server has confirmed them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shared::id::OperationId;

/// One act, as it is kept and as it is posted to `/rpc/operations`.
///
/// It is applied once however often it arrives. Its encoding outlives the build that made it: `v`
/// tells a later server how to read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The version of this encoding: 1.
    pub v: u32,
    /// What is done, as `message.send`.
    pub kind: String,
    /// Made on the client; for what is created, the id of the thing itself.
    pub id: OperationId,
    /// What it is done to, as `conversation:{id}`; operations on one object are sent in order, those
    /// on different objects side by side.
    pub object: String,
    /// The version that the person saw, where the kind asks for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected_version: Option<i64>,
    /// What the kind needs.
    pub body: Value,
}
