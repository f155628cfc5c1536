//! What moderation looks like, one component a file. Pages compose them.

mod report_card;
mod report_dialog;
mod report_list;

pub use report_dialog::{ReportDialog, Subject};
pub use report_list::ReportList;
