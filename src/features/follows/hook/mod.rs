//! Signals around the graph: what is known of it on every page (`graph`), one person in it (`standing`) and their lists
//! (`people`, and `shown` while somebody looks), which hear what changes (`hearing`); `followees` are all whom the viewer follows,
//! `suggestions` whom they may want to.

mod followees;
mod graph;
mod hearing;
mod people;
mod shown;
mod standing;
mod suggestions;

pub use followees::{Followees, hear_followees};
pub use graph::{follow_graph, use_follows};
pub use people::{Asked, Part, People, use_people};
pub use shown::Shown;
pub use standing::{follow_standing, use_standing};
pub use suggestions::{Suggesting, follow_suggestions, use_suggestions};
