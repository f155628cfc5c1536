//! What may be done to which table, and by whom.

/// What may be done to the row of ann's that `row` finds: select, insert, update, delete, each by
/// its first letter. Bob is in a conversation with her, eve is not; a visitor has no account; the
/// job is the background. Nobody gets more than a stranger for a role of theirs, but where `staff` says so.
pub(super) struct Table {
    pub name: &'static str,
    pub row: &'static str,
    pub ann: &'static str,
    pub bob: &'static str,
    pub eve: &'static str,
    pub visitor: &'static str,
    pub job: &'static str,
    /// What moderators and administrators may do, where that is not what a stranger may.
    pub staff: Option<&'static str>,
    /// The columns that ann may change.
    pub columns: &'static [&'static str],
}

const PUBLIC: Table =
    Table { name: "", row: "", ann: "su", bob: "s", eve: "s", visitor: "s", job: "siud", staff: None, columns: &[] };
const OWN: Table = Table { bob: "", eve: "", visitor: "", ..PUBLIC };
const SHARED: Table = Table { ann: "s", bob: "s", eve: "", visitor: "", ..PUBLIC };
const READ: Table = Table { ann: "s", ..PUBLIC };
const BACKGROUND: Table = Table { ann: "", ..OWN };

const PROFILE: &[&str] = &["bio", "links", "place", "pronouns", "status", "status_until", "version"];
const SETTINGS: &[&str] =
    &["appearance", "enter_sends", "message_requests", "messages_from", "send_receipts", "show_presence", "version"];
const MARKS: &[&str] = &["archived", "muted", "pinned", "requested", "version"];

/// In the order of the alphabet.
pub(super) const TABLES: &[Table] = &[
    Table { name: "accounts", row: "id = '$ann'", columns: &["display_name", "version"], ..PUBLIC },
    Table { name: "answers", row: "author_id = '$ann'", ..READ },
    Table { name: "badges", row: "name = 'year'", ..READ },
    Table { name: "blocks", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "bookmarks", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "comments", row: "author_id = '$ann'", ..READ },
    Table { name: "conversations", row: "id = '$conversation'", ..SHARED },
    Table { name: "count_walks", row: "count = 'posts'", ..BACKGROUND },
    Table { name: "credentials", row: "account_id = '$ann'", columns: &["password_hash"], ..OWN },
    Table { name: "dismissed_suggestions", row: "account_id = '$ann'", ..BACKGROUND },
    Table { name: "drafts", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "events", row: "entity = '$message'", ..BACKGROUND },
    Table { name: "follows", row: "follower_id = '$ann'", ann: "s", ..PUBLIC },
    Table { name: "last_seen", row: "account_id = '$ann'", ..SHARED },
    Table { name: "link_previews", row: "true", ..BACKGROUND },
    Table { name: "marks", row: "account_id = '$ann'", columns: MARKS, ..OWN },
    Table { name: "mentions", row: "author_id = '$ann'", ..BACKGROUND },
    Table { name: "message_ids", row: "id = '$message'", ..SHARED },
    Table { name: "message_revisions", row: "conversation_id = '$conversation'", ..SHARED },
    Table { name: "messages", row: "id = '$message'", ..SHARED },
    Table { name: "moderation_actions", row: "report_id = '$session'", staff: Some("s"), ..BACKGROUND },
    Table { name: "mutes", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "notification_acts", row: "account_id = '$ann'", ..BACKGROUND },
    Table { name: "notification_counts", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "notifications", row: "account_id = '$ann'", ..BACKGROUND },
    Table { name: "operations", row: "account_id = '$ann'", ann: "si", ..OWN },
    Table { name: "participants", row: "account_id = '$ann'", ..SHARED },
    Table { name: "pins", row: "conversation_id = '$conversation'", ..SHARED },
    Table { name: "post_revisions", row: "author_id = '$ann'", ..READ },
    Table { name: "post_tags", row: "post_id = '$post'", ..READ },
    Table { name: "posts", row: "author_id = '$ann'", ..READ },
    Table { name: "profiles", row: "account_id = '$ann'", columns: PROFILE, ..PUBLIC },
    Table { name: "publication_parts", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "publications", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "receipts", row: "account_id = '$ann'", ..BACKGROUND },
    Table { name: "reports", row: "reporter_id = '$ann'", staff: Some("s"), ..BACKGROUND },
    Table { name: "scheduled_messages", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "sessions", row: "account_id = '$ann'", ann: "sd", ..OWN },
    Table { name: "settings", row: "account_id = '$ann'", columns: SETTINGS, ..OWN },
    Table { name: "stream", row: "true", ..BACKGROUND },
    Table { name: "suggested_follows", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "suggestion_turns", row: "account_id = '$ann'", ann: "s", ..OWN },
    Table { name: "tags", row: "name = 'tea'", ..READ },
    Table { name: "tokens", row: "account_id = '$ann'", ann: "sd", ..OWN },
    Table { name: "user_badges", row: "account_id = '$ann'", ann: "s", ..PUBLIC },
    Table { name: "user_milestones", row: "account_id = '$ann'", ..BACKGROUND },
    Table { name: "user_stats", row: "account_id = '$ann'", ann: "s", ..PUBLIC },
    Table { name: "votes", row: "account_id = '$ann'", ann: "s", ..OWN },
];
