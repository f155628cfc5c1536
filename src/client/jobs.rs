//! What `replicas` asks of the archive, which is a chunk of its own.

use std::rc::Rc;

use futures::{channel::oneshot, future::LocalBoxFuture};

use crate::sync::{Collection, replica::Fact};

/// What the first chunk asks of the archive; by this trait alone, as a call by name would bring it into the first chunk.
pub trait Archives {
    /// Does something in its turn. Whether the database is of use; where it is not nothing further is.
    fn perform(self: Rc<Self>, job: Job) -> LocalBoxFuture<'static, bool>;
}

/// Something to do for the archive.
pub enum Job {
    /// Tell what is kept of a row.
    Read(String, oneshot::Sender<String>),
    /// Tell all rows of a kind.
    ReadAll(Collection, oneshot::Sender<Vec<(Fact, String)>>),
    /// Keep a row.
    Put {
        /// What there is to know of it.
        fact: Fact,
        /// Of which kind.
        collection: Collection,
        /// What it is.
        text: String,
        /// Whether a page that has ended wrote it: what was kept since is newer.
        late: bool,
    },
    /// Keep a row no longer.
    Forget(String),
    /// Keep no row of a kind.
    ForgetAll(Collection),
}
