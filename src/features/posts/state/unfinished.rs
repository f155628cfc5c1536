//! What somebody began to write and did not publish: where that is, what it is called, and what of it was `sent`.

mod sent;

use crate::{
    features::posts::model::{Entry, Kind, thread_address},
    shared::{id::PostId, text::is_blank},
};

pub use sent::{Refused, Waiting, refused, waiting};

/// A form in the thread of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whose thread it is.
    pub thread: PostId,
    /// Which of its forms.
    pub form: Form,
}

/// What is written in a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An answer to its question.
    Answer,
    /// A comment at an entry.
    Comment(Entry),
    /// An edit of an entry.
    Edit(Entry),
}

impl Place {
    /// Under which name a browser keeps what is written there.
    #[must_use]
    pub fn key(self) -> String {
        match self.form {
            Form::Answer => format!("{} answer", self.thread),
            Form::Comment(at) => format!("{} comment {}", self.thread, at.anchor()),
            Form::Edit(of) => format!("{} edit {}", self.thread, of.anchor()),
        }
    }

    /// Under which name it is kept since before the names of all forms began with their thread.
    #[must_use]
    pub fn old_key(self) -> String {
        match self.form {
            Form::Answer => format!("answer {}", self.thread),
            Form::Comment(at) => format!("comment {}", at.anchor()),
            Form::Edit(of) => format!("edit {}", of.anchor()),
        }
    }

    /// The place of that name; of the old ones, where it tells the thread.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let (thread, form) = key.split_once(' ')?;
        let of_post = |anchor| match Entry::of_anchor(anchor)? {
            entry @ Entry::Post(thread) => Some((thread, entry)),
            Entry::Answer(_) | Entry::Comment(_) => None,
        };
        match thread {
            "answer" => return Some(Self { thread: form.parse().ok()?, form: Form::Answer }),
            "comment" => return of_post(form).map(|(thread, at)| Self { thread, form: Form::Comment(at) }),
            "edit" => return of_post(form).map(|(thread, of)| Self { thread, form: Form::Edit(of) }),
            _ => {}
        }
        let form = match form.split_once(' ') {
            None if form == "answer" => Form::Answer,
            Some(("comment", at)) => Form::Comment(Entry::of_anchor(at)?),
            Some(("edit", of)) => Form::Edit(Entry::of_anchor(of)?),
            _ => return None,
        };
        Some(Self { thread: thread.parse().ok()?, form })
    }

    /// The address at which one goes on writing: its form is open there.
    #[must_use]
    pub fn address(self) -> String {
        let thread = thread_address(self.thread, None);
        let (act, entry) = match self.form {
            Form::Answer => return format!("{thread}#answer"),
            Form::Comment(at) => ("comment", at),
            Form::Edit(of) => ("edit", of),
        };
        let anchor = entry.anchor();
        let at = if matches!(entry, Entry::Post(_)) { String::new() } else { format!("at={anchor}&") };
        format!("{thread}?{at}{act}={anchor}")
    }

    /// What is written there, with what its thread is about, where that is known.
    #[must_use]
    pub fn called(self, about: &str) -> String {
        let (what, joint) = match self.form {
            Form::Answer => ("Answer", "to"),
            Form::Comment(Entry::Comment(_)) => ("Reply", "in"),
            Form::Comment(_) => ("Comment", "on"),
            Form::Edit(Entry::Post(_)) => ("Edit", "of"),
            Form::Edit(Entry::Answer(_)) => ("Edit of an answer", "to"),
            Form::Edit(Entry::Comment(_)) => ("Edit of a comment", "on"),
        };
        if about.is_empty() { what.to_owned() } else { format!("{what} {joint} {about}") }
    }
}

/// Words that stand in a form again behind what was written there since; once, where that says the same.
#[must_use]
pub fn behind(since: &str, words: &str) -> String {
    match (is_blank(since), is_blank(words)) {
        (true, _) => words.to_owned(),
        (false, true) => since.to_owned(),
        (false, false) if since == words => since.to_owned(),
        (false, false) => format!("{since}\n\n{words}"),
    }
}

/// The address at which the post goes on that is begun under this name.
#[must_use]
pub fn post_address(key: &str) -> String {
    format!("/new?draft={key}")
}

/// What a post is called that is not published.
#[must_use]
pub fn post_called(kind: Kind, title: &str) -> String {
    let kind = if kind == Kind::Question { "Question" } else { "Post" };
    if is_blank(title) { kind.to_owned() } else { format!("{kind}: {title}") }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::shared::id::{AnswerId, CommentId};

    const HERE: PostId = PostId(Uuid::from_u128(1));
    const ANSWER: AnswerId = AnswerId(Uuid::from_u128(2));

    #[test]
    fn each_form_has_a_name_of_its_own_by_which_it_is_found_again() {
        let (post, answer) = (Entry::Post(HERE), Entry::Answer(ANSWER));
        let comment = Entry::Comment(CommentId(Uuid::from_u128(3)));
        let anywhere = [post, answer, comment].into_iter().flat_map(|entry| [Form::Comment(entry), Form::Edit(entry)]);
        for form in anywhere.chain([Form::Answer]) {
            let place = Place { thread: HERE, form };
            assert_eq!(Place::of_key(&place.key()), Some(place));
        }
        let here = HERE.to_string();
        for key in ["", "answer", &here, &format!("{here} vote"), &format!("{here} edit post-7"), "7 answer"] {
            assert_eq!(Place::of_key(key), None, "{key}");
        }
    }

    #[test]
    fn a_form_is_found_by_its_old_name_too_where_that_tells_the_thread() {
        let (post, answer) = (Entry::Post(HERE), Entry::Answer(ANSWER));
        for form in [Form::Answer, Form::Comment(post), Form::Edit(post)] {
            let place = Place { thread: HERE, form };
            assert_eq!(Place::of_key(&place.old_key()), Some(place));
        }
        for form in [Form::Comment(answer), Form::Edit(answer)] {
            assert_eq!(Place::of_key(&Place { thread: HERE, form }.old_key()), None, "{form:?}");
        }
        assert_eq!(Place { thread: HERE, form: Form::Answer }.old_key(), format!("answer {HERE}"));
        assert_eq!(Place { thread: HERE, form: Form::Edit(answer) }.old_key(), format!("edit answer-{ANSWER}"));
    }

    #[test]
    fn words_that_come_back_take_the_place_of_nothing_that_was_written_since() {
        for (since, words, both) in [
            ("", "old", "old"),
            (" \n", "old", "old"),
            ("new", "old", "new\n\nold"),
            ("new", "", "new"),
            ("the same", "the same", "the same"),
        ] {
            assert_eq!(behind(since, words), both, "{words:?} behind {since:?}");
        }
    }

    #[test]
    fn one_goes_on_where_the_form_is_open_and_the_entry_at_which_it_stands_is_read() {
        let place = |form| Place { thread: HERE, form };
        let (post, answer) = (Entry::Post(HERE), Entry::Answer(ANSWER));
        assert_eq!(place(Form::Answer).address(), format!("/p/{HERE}#answer"));
        assert_eq!(place(Form::Comment(post)).address(), format!("/p/{HERE}?comment=post-{HERE}"));
        let at = format!("answer-{ANSWER}");
        assert_eq!(place(Form::Edit(answer)).address(), format!("/p/{HERE}?at={at}&edit={at}"));
        assert_eq!(place(Form::Answer).called("Tea?"), "Answer to Tea?");
        assert_eq!(place(Form::Edit(answer)).called(""), "Edit of an answer");
        assert_eq!(post_called(Kind::Question, "Tea?"), "Question: Tea?");
        assert_eq!(post_called(Kind::Post, " "), "Post");
    }
}
