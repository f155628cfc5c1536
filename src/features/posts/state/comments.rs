//! Comments of which there may be a great many: how far those on one entry were read.

use super::Talk;
use crate::{
    features::posts::model::{Comment, Parent},
    shared::page::Page,
};

impl Talk {
    /// Takes a page of the comments on a post or an answer.
    pub fn take_comments_on(&mut self, parent: Parent, page: Page<Comment>) {
        match page.next {
            Some(cursor) => self.further.insert(parent.id(), cursor),
            None => self.further.remove(&parent.id()),
        };
        self.take_comments(page.items);
    }

    /// Takes comments on a post or an answer that are read again from the first on. Where all were here they go on where this
    /// reading does.
    pub fn complete_comments(&mut self, parent: Parent, page: Page<Comment>) {
        if self.further_on(parent).is_none() {
            self.take_comments_on(parent, page);
        } else {
            self.take_comments(page.items);
        }
    }

    /// Where the comments on a post or an answer go on, if not all that are read in their order are here.
    #[must_use]
    pub fn further_on(&self, parent: Parent) -> Option<&str> {
        self.further.get(&parent.id()).map(String::as_str)
    }

    /// How many comments on a post or an answer are not here, deleted ones left out.
    #[must_use]
    pub fn absent_on(&self, parent: Parent) -> i64 {
        let here = self.comments_on(parent).filter(|comment| !comment.is_deleted()).count();
        self.comment_count(parent).saturating_sub(i64::try_from(here).unwrap_or(i64::MAX)).max(0)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::tests::{ANSWER, comment, talk},
        *,
    };
    use crate::shared::id::CommentId;

    #[test]
    fn comments_go_on_from_where_they_were_read_to_until_the_last_is_here() {
        let (mut talk, on) = (talk(), Parent::Answer(ANSWER));
        talk.answer_mut(ANSWER).expect("it stands there").comments = 3;
        let page = |number: u128, next: Option<&str>| {
            let said = comment(CommentId(Uuid::from_u128(number)), i64::try_from(number).expect("a small one") * 1_000);
            Page { items: vec![said], next: next.map(str::to_owned), total: None }
        };
        assert_eq!((talk.further_on(on), talk.absent_on(on)), (None, 2));
        talk.take_comments_on(on, page(4, Some("a_b")));
        assert_eq!((talk.further_on(on), talk.absent_on(on)), (Some("a_b"), 1));
        assert_eq!(talk.further_on(Parent::Post(talk.post.id)), None);
        talk.take_comments_on(on, page(5, None));
        assert_eq!((talk.further_on(on), talk.absent_on(on)), (None, 0));
    }
}
