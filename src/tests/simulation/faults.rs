//! Mistakes that are put around the engine or into the server on purpose: the verdict finds each of them.

use super::run;

/// A mistake put around the engine on purpose, to see that the verdict finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Listeners get what the wire brings, however often.
    NoDedupe,
    /// Now and then one event does not reach a connection that goes on.
    SkippedPosition,
    /// Now and then the server says that it has stored what it has not.
    LostAcknowledgement,
    /// Now and then what was done second goes to the outbox first.
    ReorderedSend,
    /// The screen shows the confirmed state alone.
    DroppedOverlay,
    /// The server saves a draft over whatever is kept.
    OverwrittenDraft,
    /// Tabs name what is done by the clock alone.
    TrustedClock,
    /// The server applies a change anew whenever it comes again.
    ForgottenChange,
    /// Nobody reads anew who is in a conversation once that has changed.
    ForgottenMember,
    /// The server does not keep that a message was taken from elsewhere.
    ForgottenForward,
    /// A message shows the page that it led to, whatever it says since.
    StalePreview,
    /// The server takes words from whoever was blocked.
    OpenDoor,
    /// Tabs take what was answered to a block for what holds, however late it comes.
    TrustedAnswer,
    /// The server stores a report anew whenever it comes again.
    RepeatedReport,
    /// The server publishes what nobody allowed.
    UnaskedWords,
    /// The server goes on with what was to be said later and has been taken back.
    ForgottenCancel,
    /// A job lets go of what it is to send before that is sent.
    HastyJob,
    /// The server counts a vote beside the one before it.
    DoubledVote,
    /// The server has whoever is kept away go on following.
    LastingFollow,
    /// The server counts what somebody read once more whenever that comes again.
    RepeatedReading,
    /// The server suggests whoever was dismissed.
    ForgottenDismissal,
    /// Tabs do not hear what their person votes and keeps elsewhere.
    DeafDevice,
}

/// The first of the seeds that shows the fault.
fn finds(fault: Fault) -> bool {
    (0..1_000).any(|seed| run(seed, Some(fault)).is_err())
}

#[test]
fn a_client_without_dedupe_is_found() {
    assert!(finds(Fault::NoDedupe));
}

#[test]
fn a_skipped_position_is_found() {
    assert!(finds(Fault::SkippedPosition));
}

#[test]
fn a_lost_acknowledgement_is_found() {
    assert!(finds(Fault::LostAcknowledgement));
}

#[test]
fn a_reordered_send_is_found() {
    assert!(finds(Fault::ReorderedSend));
}

#[test]
fn a_dropped_overlay_is_found() {
    assert!(finds(Fault::DroppedOverlay));
}

#[test]
fn an_overwritten_draft_is_found() {
    assert!(finds(Fault::OverwrittenDraft));
}

#[test]
fn a_forgotten_change_is_found() {
    assert!(finds(Fault::ForgottenChange));
}

#[test]
fn a_forgotten_member_is_found() {
    assert!(finds(Fault::ForgottenMember));
}

#[test]
fn a_trusted_clock_is_found() {
    assert!(finds(Fault::TrustedClock));
}

#[test]
fn a_forgotten_forward_is_found() {
    assert!(finds(Fault::ForgottenForward));
}

#[test]
fn a_stale_preview_is_found() {
    assert!(finds(Fault::StalePreview));
}

#[test]
fn an_open_door_is_found() {
    assert!(finds(Fault::OpenDoor));
}

#[test]
fn a_trusted_answer_is_found() {
    assert!(finds(Fault::TrustedAnswer));
}

#[test]
fn a_repeated_report_is_found() {
    assert!(finds(Fault::RepeatedReport));
}

#[test]
fn a_server_that_publishes_what_nobody_allowed_is_found() {
    assert!(finds(Fault::UnaskedWords));
}

#[test]
fn a_forgotten_cancel_is_found() {
    assert!(finds(Fault::ForgottenCancel));
}

#[test]
fn a_hasty_job_is_found() {
    assert!(finds(Fault::HastyJob));
}

#[test]
fn a_doubled_vote_is_found() {
    assert!(finds(Fault::DoubledVote));
}

#[test]
fn a_lasting_follow_is_found() {
    assert!(finds(Fault::LastingFollow));
}

#[test]
fn a_deaf_device_is_found() {
    assert!(finds(Fault::DeafDevice));
}

#[test]
fn a_repeated_reading_is_found() {
    assert!(finds(Fault::RepeatedReading));
}

#[test]
fn a_forgotten_dismissal_is_found() {
    assert!(finds(Fault::ForgottenDismissal));
}
