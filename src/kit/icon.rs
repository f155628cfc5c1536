//! The symbols: strokes of 1.75 pixels in a square of 24, in the colour of the text around them.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        /// What a symbol shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $($(#[$doc])* $name,)*
        }

        impl Icon {
            /// All of them, in the order of the gallery.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The strokes, as the `d` of an SVG path.
            const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    /// Something went wrong.
    Alert = "M12 8.5v4.5M12 16.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
    /// Put away.
    Archive = "M3.5 5h17v4h-17zM5.5 9v10h13V9M10 13h4";
    /// To where one came from.
    Back = "M15 5l-7 7 7 7";
    /// Notifications.
    Bell = "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4";
    /// At once.
    Bolt = "M13 3L5 13.5h6L10 21l8.5-11h-6.5z";
    /// Kept to come back to.
    Bookmark = "M6.5 4h11v16.5L12 16l-5.5 4.5z";
    /// A day.
    Calendar = "M4 6.5h16V20H4zM4 10.5h16M8.5 3.5v5M15.5 3.5v5";
    /// Done, or stored.
    Check = "M5 12.5l4.5 4.5L19 7.5";
    /// Delivered, or read.
    Checks = "M1.5 12.5L6 17l9-10M11 15.5l1.5 1.5 9-10";
    /// Waits to be sent.
    Clock = "M12 7.5V12l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
    /// Away with it.
    Close = "M6 6l12 12M18 6L6 18";
    /// Write something new.
    Compose = "M12 5H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-6M9.5 14.5l.6-3L18 3.6a1.7 1.7 0 0 1 2.4 2.4l-7.9 7.9z";
    /// A copy of it.
    Copy = "M9 9h10.5v10.5H9zM5.5 15H4.5V4.5H15v1";
    /// To the newest.
    Down = "M12 5v14M6 13l6 6 6-6";
    /// What the device says.
    Device = "M3.5 5h17v11h-17zM9 20h6M12 16v4";
    /// Say it otherwise.
    Edit = "M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3";
    /// Show what is hidden.
    Eye = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5";
    /// Hide what is shown.
    EyeOff = "M4 4l16 16M9.5 5.8A10 10 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.7 3.4M6.3 7.4A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5a9.6 9.6 0 0 0 4.3-1M10.2 10.2a2.5 2.5 0 0 0 3.6 3.6";
    /// As programs read it.
    Feed = "M5 19v.01M5 12.5a6.5 6.5 0 0 1 6.5 6.5M5 6a13 13 0 0 1 13 13";
    /// Take it elsewhere.
    Forward = "M14.5 6l5.5 5.5-5.5 5.5M20 11.5h-9.5A6.5 6.5 0 0 0 4 18v.5";
    /// What is about a word.
    Hash = "M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16";
    /// Many people.
    Group = "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 19.5a6.5 6.5 0 0 1 13 0M16 5.2a3.5 3.5 0 0 1 0 6.6M18 14.3a6.5 6.5 0 0 1 3.5 5.2";
    /// The beginning.
    Home = "M4 11l8-7 8 7v8.5a.5.5 0 0 1-.5.5H15v-6H9v6H4.5a.5.5 0 0 1-.5-.5z";
    /// What there is to know of it.
    Info = "M12 11v5.5M12 7.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
    /// What a program comes in by.
    Key = "M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M11.2 12.3L20 3.5M15.5 8l3 3M18 5.5l2 2";
    /// What keys do.
    Keyboard = "M3 6.5h18v11H3zM7 10.2v.01M10.3 10.2v.01M13.7 10.2v.01M17 10.2v.01M8.5 14h7";
    /// A secret is kept.
    Lock = "M5.5 10.5h13V20h-13zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3";
    /// Where it stands.
    Link = "M10 13.5a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.6 1.6M14 10.5a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5";
    /// Out of the account.
    LogOut = "M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5";
    /// Earned.
    Medal = "M8 3.5l4 5 4-5M12 8.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M12 12v5M10.5 13l1.5-1";
    /// What people say to each other.
    Messages = "M4 5.5h16v11H11l-4.5 4v-4H4z";
    /// Dark on light by night.
    Moon = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5";
    /// Further acts.
    More = "M5 11.25a.75.75 0 1 0 0 1.5.75.75 0 0 0 0-1.5M12 11.25a.75.75 0 1 0 0 1.5.75.75 0 0 0 0-1.5M19 11.25a.75.75 0 1 0 0 1.5.75.75 0 0 0 0-1.5";
    /// No sound.
    Mute = "M4 4l16 16M6 9v7.5l-1.5 2H18M8 6.5A6 6 0 0 1 18 11v3M10 21h4";
    /// No way to the server.
    Offline = "M4 4l16 16M2.5 9.5a14 14 0 0 1 4.6-3M10.5 5.1a14 14 0 0 1 11 4.4M6 13.2a9 9 0 0 1 4.5-2.5M15.5 11.5a9 9 0 0 1 2.5 1.7M9.5 16.8a4 4 0 0 1 5 0M12 20v.01";
    /// The server is there.
    Online = "M2.5 9.5a14 14 0 0 1 19 0M6 13.2a9 9 0 0 1 12 0M9.5 16.8a4 4 0 0 1 5 0M12 20v.01";
    /// A person.
    Person = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0";
    /// Stays on top.
    Pin = "M9 4h6l-1 6 3.5 4h-11L10 10zM12 14v6.5";
    /// One more.
    Plus = "M12 5v14M5 12h14";
    /// A question.
    Question = "M9.2 9.3a2.9 2.9 0 0 1 5.6 1c0 1.9-2.8 2.3-2.8 4M12 17.2v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
    /// Answer it.
    Reply = "M9.5 6L4 11.5 9.5 17M4 11.5h9.5a6.5 6.5 0 0 1 6.5 6.5v.5";
    /// Once more.
    Retry = "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v4.9h-4.9";
    /// A room with a code.
    Room = "M5 20.5V4.5h9v16M14 6.5h5v14M2.5 20.5h19M10.5 12.5v.01";
    /// Find.
    Search = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l4.5 4.5";
    /// Off it goes.
    Send = "M4.5 12L4 4.5 20.5 12 4 19.5zM4.5 12H12";
    /// What one chose.
    Settings = "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h3M11 12h9M9 10v4";
    /// What one thinks of it.
    Smile = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.2 14.2a4.4 4.4 0 0 0 7.6 0M9 9.5v.01M15 9.5v.01";
    /// Light by day.
    Sun = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4";
    /// What is said beside it.
    Thread = "M4 5h16v11.5H11l-4.5 4v-4H4zM8 9h8M8 12.5h5";
    /// Gone for good.
    Trash = "M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 13.5h10l1-13.5M10 10.5v6M14 10.5v6";
    /// Further up.
    Up = "M12 19V5M5.5 11.5L12 5l6.5 6.5";
}

/// A symbol beside words that say the same; assistive technology does not hear it.
#[component]
pub fn Symbol(
    /// What it shows.
    icon: Icon,
    /// Utility classes; 24 pixels without any.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "size-6" } else { class };
    view! {
        <svg
            class=format!("shrink-0 {class}")
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=icon.path() />
        </svg>
    }
}
