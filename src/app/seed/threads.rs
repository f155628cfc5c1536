//! What the demo people publish: texts of several interests in `threads/`, one thread after another.
//!
//! A line that begins with `%%` says what the lines below it are: `post` or `question` with a title, which begins a thread,
//! `tags`, `answer`, of which one may be `accepted`, `comment` on the answer above or else on the post, and `reply` to the
//! comment above, of whoever wrote what that stands on. What is `mine` is of whoever began the thread. `edited` is what the
//! post or the part above came to say later.

const INTERESTS: [&str; 8] = [
    include_str!("threads/cooking.md"),
    include_str!("threads/cycling.md"),
    include_str!("threads/languages.md"),
    include_str!("threads/programming.md"),
    include_str!("threads/gardening.md"),
    include_str!("threads/books.md"),
    include_str!("threads/history.md"),
    include_str!("threads/outdoors.md"),
];

/// A post with what is said below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Whether it asks.
    pub is_question: bool,
    /// Its title.
    pub title: &'static str,
    /// What it says.
    pub body: &'static str,
    /// What it says since it was edited.
    pub edited: Option<&'static str>,
    /// By what it is found.
    pub tags: Vec<&'static str>,
    /// What is said below it, in order.
    pub parts: Vec<Part>,
}

/// Something said below a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// As what.
    pub place: Place,
    /// Whether it is of whoever began the thread.
    pub is_mine: bool,
    /// What it says.
    pub body: &'static str,
    /// What it says since it was edited.
    pub edited: Option<&'static str>,
}

/// As what something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An answer, and whether it is accepted.
    Answer(bool),
    /// A comment on the answer above, or else on the post.
    Comment,
    /// A reply to the comment above.
    Reply,
}

/// All threads, so that those of one interest do not stand together.
pub fn scripts() -> Vec<Script> {
    let interests: Vec<_> = INTERESTS.iter().map(|text| read(text)).collect();
    let most = interests.iter().map(Vec::len).max().unwrap_or_default();
    (0..most).flat_map(|place| interests.iter().filter_map(move |threads| threads.get(place).cloned())).collect()
}

fn read(text: &'static str) -> Vec<Script> {
    let mut threads: Vec<Script> = Vec::new();
    for section in text.trim_start_matches("%% ").split("\n%% ") {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        let (kind, rest) = head.split_once(' ').unwrap_or((head, ""));
        let body = body.trim();
        if matches!(kind, "post" | "question") {
            threads.push(Script { is_question: kind == "question", title: rest, ..Script::default() });
            continue;
        }
        let Some(thread) = threads.last_mut() else { continue };
        let place = match kind {
            "answer" => Place::Answer(rest == "accepted"),
            "reply" => Place::Reply,
            "comment" => Place::Comment,
            "edited" => {
                let edited = thread.parts.last_mut().map_or(&mut thread.edited, |part| &mut part.edited);
                *edited = Some(body);
                continue;
            }
            // What the post says stands below its tags.
            _ => {
                thread.tags = rest.split(' ').collect();
                thread.body = body;
                continue;
            }
        };
        thread.parts.push(Part { place, is_mine: rest == "mine", body, edited: None });
    }
    threads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thread_is_whole() {
        let scripts = scripts();
        assert!(scripts.len() >= 60, "{}", scripts.len());
        let edited = |script: &Script| script.edited.is_some() || script.parts.iter().any(|part| part.edited.is_some());
        assert!(scripts.iter().any(edited));
        for Script { is_question, title, body, edited, tags, parts } in &scripts {
            assert_ne!(*edited, Some(*body), "{title}");
            assert!(!title.is_empty() && body.len() > 40 && (1..=5).contains(&tags.len()), "{title}");
            assert!(parts.iter().all(|part| !part.body.is_empty() && !part.body.contains("%%")), "{title}");
            let answers = parts.iter().filter(|part| matches!(part.place, Place::Answer(_))).count();
            let accepted = parts.iter().filter(|part| part.place == Place::Answer(true)).count();
            assert!(accepted <= 1 && (*is_question || answers == 0) && !parts.is_empty(), "{title}");
            let is_reply_to_none =
                |two: &[Part]| two[1].place == Place::Reply && matches!(two[0].place, Place::Answer(_));
            assert!(parts[0].place != Place::Reply && !parts.windows(2).any(is_reply_to_none), "{title}");
        }
    }
}
