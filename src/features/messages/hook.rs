//! Messaging at work: signals around the state, kept alive by events, and the acts of a person.
