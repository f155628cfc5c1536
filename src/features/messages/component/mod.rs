//! What messaging looks like, one component a file.
