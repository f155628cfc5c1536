//! Identities: `UUIDv7` behind a type each, so that an account is never taken for a conversation.
//!
//! Ids are made by whoever creates the thing, mostly the browser. The time inside one is never
//! trusted: it serves the index, not the rules.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ssr", derive(sqlx::Type, utoipa::ToSchema), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, never handed out before.
            #[cfg(any(feature = "ssr", feature = "hydrate"))]
            #[must_use]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The id where a caller may name something new by it.
            ///
            /// # Errors
            /// The field: `version` for what is no `UUIDv7`. Ids of other kinds are no use to the index, and a
            /// caller's constant (nil above all) would soon name two things.
            pub fn by_caller(self, field: &str) -> crate::shared::Result<Self> {
                let fits = self.0.get_version_num() == 7 && self.0.get_variant() == uuid::Variant::RFC4122;
                if fits { Ok(self) } else { Err(crate::shared::Error::invalid(field, "version")) }
            }
        }

        #[cfg(any(feature = "ssr", feature = "hydrate"))]
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// A person's account.
    AccountId
);
id!(
    /// One log-in of an account on one device.
    SessionId
);
id!(
    /// A personal access token.
    TokenId
);
id!(
    /// A conversation between two people or in a group.
    ConversationId
);
id!(
    /// A message; made by the sender's device, so that a retry is the same message.
    MessageId
);
id!(
    /// One act of a person that changes something; see `sync`.
    OperationId
);
id!(
    /// What somebody reported to the moderators.
    ReportId
);
id!(
    /// A post or a question.
    PostId
);
id!(
    /// An answer to a question.
    AnswerId
);
id!(
    /// A comment on a post or an answer.
    CommentId
);
id!(
    /// What is to become a question or an answer, which has this id then.
    PublicationId
);
id!(
    /// What somebody is told of that others did.
    NotificationId
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Error;

    #[test]
    fn a_caller_names_things_by_version_7_only() {
        let id: MessageId = "0199a0b0-0000-7000-8000-000000000001".parse().unwrap();
        assert_eq!(id.by_caller("id"), Ok(id));
        for other in [
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "f47ac10b-58cc-4372-a567-0e02b2c3d479",
            "0199a0b0-0000-7000-c000-000000000001",
        ] {
            let id: MessageId = other.parse().unwrap();
            assert_eq!(id.by_caller("id"), Err(Error::invalid("id", "version")), "{other}");
        }
    }
}
