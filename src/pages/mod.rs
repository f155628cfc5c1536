//! One file a route: composes features, owns no state. `frame` is what stands around a page.

mod about;
pub mod frame;
pub mod gallery;
mod home;
mod login;
mod logout;
pub mod messages;
mod not_found;
mod offline;
pub mod profile;
pub mod settings;
mod signup;

pub use about::About;
pub use home::Home;
pub use login::LogIn;
pub use logout::LogOut;
pub use not_found::NotFound;
pub use offline::Offline;
pub use signup::SignUp;
