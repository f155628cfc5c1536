//! What accounts look like, one component a file. Pages compose them.

mod appearance_settings;
mod away_button;
mod away_list;
mod blocked_person;
mod entry_form;
mod kept_row;
mod keyboard_settings;
mod log_in_form;
mod messages_from_choice;
mod muted_note;
mod next_row;
mod presence;
mod privacy_settings;
mod profile_card;
mod profile_form;
mod session_list;
mod sign_up_form;
mod status_end;
mod token_form;
mod token_settings;

pub use appearance_settings::AppearanceSettings;
pub use away_button::AwayButton;
pub use blocked_person::BlockedPerson;
pub use keyboard_settings::KeyboardSettings;
pub use log_in_form::LogInForm;
pub use muted_note::MutedNote;
pub use presence::Presence;
pub use privacy_settings::PrivacySettings;
pub use profile_card::ProfileCard;
pub use profile_form::ProfileForm;
pub use session_list::SessionList;
pub use sign_up_form::SignUpForm;
pub use token_settings::TokenSettings;
