//! The slice against a real Postgres.
