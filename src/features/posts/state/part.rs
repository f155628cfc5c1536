//! Where a part of a thread is found that has more answers than a page, for who has no JavaScript.

use super::Talk;
use crate::features::{
    accounts::model::Account,
    posts::model::{Entry, Parent, Sort, ThreadPart},
};

impl Talk {
    /// A part of a thread as it was read for somebody.
    #[must_use]
    pub fn of_part(part: ThreadPart, sort: Sort, viewer: Option<Account>) -> Self {
        let mut talk = Self::new(part.thread, sort, viewer);
        talk.start = part.start;
        talk
    }

    /// On what a comment stands that is here.
    #[must_use]
    pub fn said_on(&self, entry: Entry) -> Option<Parent> {
        match entry {
            Entry::Comment(id) => self.comment(id).map(super::parent_of),
            Entry::Post(_) | Entry::Answer(_) => None,
        }
    }

    /// The address of the page of answers behind a cursor, or of the first one, in the same order.
    #[must_use]
    pub fn part_address(&self, cursor: Option<&str>) -> String {
        self.asking(cursor, None)
    }

    /// The address of the page that has an entry, in the same order: of this part, where the entry stands in it then.
    #[must_use]
    pub fn page_with(&self, entry: Entry) -> String {
        let is_anywhere = matches!(entry, Entry::Post(_));
        let start = self.start.as_ref().map(|start| start.cursor.as_str());
        self.asking(start, (!is_anywhere).then_some(entry))
    }

    fn asking(&self, cursor: Option<&str>, at: Option<Entry>) -> String {
        let sort = (self.sort != Sort::default()).then(|| format!("sort={}", self.sort.as_str()));
        let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
        let at = at.map(|entry| format!("at={}", entry.anchor()));
        let query: Vec<_> = sort.into_iter().chain(cursor).chain(at).collect();
        let joint = if query.is_empty() { "" } else { "?" };
        format!("{}{joint}{}", self.post.address(), query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ANSWER, HERE, talk};
    use crate::features::posts::model::{Entry, Sort, Start};

    #[test]
    fn a_page_further_down_keeps_the_order_and_says_what_it_is_to_have() {
        let mut talk = talk();
        let page = format!("/p/{HERE}/how");
        assert_eq!(talk.part_address(None), page);
        assert_eq!(talk.part_address(Some("a_b")), format!("{page}?cursor=a_b"));
        assert_eq!(talk.page_with(Entry::Answer(ANSWER)), format!("{page}?at=answer-{ANSWER}"));
        talk.sort = Sort::Oldest;
        assert_eq!(talk.part_address(None), format!("{page}?sort=oldest"));
        assert_eq!(talk.part_address(Some("a_b")), format!("{page}?sort=oldest&cursor=a_b"));
        assert_eq!(talk.page_with(Entry::Answer(ANSWER)), format!("{page}?sort=oldest&at=answer-{ANSWER}"));
        assert_eq!(talk.page_with(Entry::Post(HERE)), format!("{page}?sort=oldest"));
        talk.start = Some(Start { cursor: "c_d".to_owned(), before: None });
        assert_eq!(talk.part_address(None), format!("{page}?sort=oldest"));
        let here = format!("{page}?sort=oldest&cursor=c_d");
        assert_eq!(talk.page_with(Entry::Post(HERE)), here);
        assert_eq!(talk.page_with(Entry::Answer(ANSWER)), format!("{here}&at=answer-{ANSWER}"));
    }
}
