//! What publications look like, one component a file. Pages compose them.

mod ask_dialog;
mod ask_form;
mod asked_card;
mod asking_card;
mod becomes;
mod choices;
mod chosen_messages;
mod open_lines;
mod open_publications;
mod open_requests;
mod origins;
mod publication_cards;
mod question_fields;
mod question_picker;

pub use ask_dialog::AskDialog;
pub use open_publications::OpenPublications;
pub use open_requests::OpenRequests;
pub use origins::Origins;
pub use publication_cards::PublicationCards;
