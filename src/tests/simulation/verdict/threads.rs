//! What has to hold of threads: each hangs on a message that stands beside it and tells how much was said in it. That all tabs
//! show the same of both, each in its order, holds as of any conversation.

use crate::tests::simulation::server::Server;

/// A message tells all that was said in its thread, and of nothing where it has none.
pub fn are_counted(server: &Server) -> Result<(), String> {
    for (around, stored) in &server.conversations {
        for said in &stored.messages {
            let mut threads = server.threads.iter().filter(|(thread, _)| thread.0 == said.id.0);
            let beside = threads.next().map(|(thread, place)| (server.conversations[thread].messages.len(), place));
            let (count, place) = beside.unwrap_or((0, around));
            if place != around || i64::try_from(count).expect("few") != said.answered {
                return Err(format!("{count} answers stand beside {place}, and {said:?} tells another number"));
            }
        }
    }
    Ok(())
}
