//! What is told below a message: at once as it happens, and not again whenever the row of the message is drawn anew.

use leptos::prelude::*;

/// The role of what is told below a row: an alert, unless it has stood there since the row was drawn. To be read whether or
/// not it is there.
pub(super) fn role_below(is_there: impl Fn() -> bool + Send + Sync + 'static) -> Memo<Option<&'static str>> {
    let has_stood = Memo::new(move |before: Option<&bool>| is_there() && before.is_none_or(|stood| *stood));
    Memo::new(move |_| (!has_stood.get()).then_some("alert"))
}
