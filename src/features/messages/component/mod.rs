//! What messaging looks like, one component a file.
//!
//! On a desk `ConversationList` stands beside `ConversationPanel`, or beside `ConversationDetails` in its place; on a phone
//! each is a screen of its own, and so is `MessageSearch`.
//! What opens above them now and then comes in a chunk of its own (`dialogs`).
//! They draw what the hooks hold and hand acts back to them.

mod add_people;
mod bar;
mod choice_switches;
mod composer;
mod conversation_details;
mod conversation_header;
mod conversation_item;
mod conversation_list;
mod conversation_menu;
mod conversation_panel;
mod date_dialog;
mod delete_dialog;
mod dialogs;
mod drawn;
mod editor;
mod emoji_board;
mod emoji_completion;
mod emoji_picker;
mod find_bar;
mod folded;
mod format_hint;
mod forward_dialog;
mod forwarded;
mod found_messages;
mod found_people;
mod further_conversations;
mod further_messages;
mod in_messages;
mod info_dialog;
mod jump_pill;
mod leave_group;
mod message_acts;
mod message_list;
mod message_row;
mod message_search;
mod moment_field;
mod new_conversation;
mod new_group;
mod nobody_chosen;
mod opening;
mod other_draft;
mod people_list;
mod person_row;
mod pinned_line;
mod pins_dialog;
mod place_form;
mod preview_card;
mod questions;
mod quoted;
mod reaction_dialog;
mod reactions;
mod reactors;
mod replying;
mod revisions_dialog;
mod schedule_dialog;
mod scheduled_dialog;
mod scheduled_line;
mod scheduled_row;
mod send_later;
mod separators;
mod share_to;
mod speaker;
mod steps;
mod stored_title;
mod subject_line;
mod suggested_people;
mod target;
mod ticks;
mod title_form;
mod unread_pill;
mod writing;

pub use conversation_details::ConversationDetails;
pub use conversation_list::ConversationList;
pub use conversation_panel::ConversationPanel;
pub use message_search::MessageSearch;
pub use new_conversation::NewConversation;
pub use new_group::NewGroup;
pub use nobody_chosen::NobodyChosen;
pub use ticks::ReadMark;
