//! One file a route: composes features, owns no state. `frame` is what stands around a page.

mod about;
pub mod frame;
pub mod gallery;
mod home;
pub mod messages;
mod not_found;
mod offline;

pub use about::About;
pub use home::Home;
pub use not_found::NotFound;
pub use offline::Offline;
