//! What one publishes, says and thinks without JavaScript, and how a thread is whole from the server.

use super::tests::{Visit, element, to, visit};
use crate::shared::id::{AnswerId, CommentId, PostId};

/// Asks by the form; the address of the question.
async fn asked(visit: &Visit, id: PostId) -> String {
    let fields = [
        ("id", &*id.to_string()),
        ("kind", "question"),
        ("title", "Which way, 安?"),
        ("body", "To the sea\r\n?"),
        ("tags", "Walks sea"),
    ];
    let answer = visit.post("/new?act=publish_post", &fields).await;
    assert_eq!(answer.status(), 303);
    to(&answer).to_owned()
}

#[tokio::test]
async fn a_question_is_asked_answered_commented_voted_on_and_deleted_by_forms() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let (question, answer, comment) = (PostId::new(), AnswerId::new(), CommentId::new());
    let address = asked(&visit, question).await;
    assert_eq!(address, format!("/p/{question}/which-way-%E5%AE%89"));
    let id = question.to_string();
    visit.sign_up("bob").await;
    let mill = [("id", &*answer.to_string()), ("post_id", &*id), ("body", "By the mill")];
    let written = visit.post(&format!("{address}?act=write_answer"), &mill).await;
    assert_eq!(
        (written.status().as_u16(), to(&written)),
        (303, &*format!("/p/{id}?at=answer-{answer}#answer-{answer}"))
    );
    let which =
        [("id", &*comment.to_string()), ("post_id", &*id), ("answer_id", &*answer.to_string()), ("body", "Which?")];
    assert_eq!(visit.post(&format!("{address}?act=write_comment"), &which).await.status(), 303);
    let up = [("entry", &*format!("post-{id}")), ("post_id", &*id), ("value", "1")];
    assert_eq!(visit.post(&format!("{address}?act=vote_on"), &up).await.status(), 303);
    let page = visit.get(&address).await.text().await.unwrap();
    for words in ["Which way, 安?", "By the mill", "Which?", "application/ld+json", "rel=\"canonical\""] {
        assert!(page.contains(words), "{words} is in {page}");
    }
    assert!(element(&page, "aria-label=\"Upvote\"").contains("aria-pressed=\"true\""));
    let gone = [("entry", &*format!("answer-{answer}")), ("post_id", &*id)];
    assert_eq!(visit.post(&format!("{address}?act=delete_entry"), &gone).await.status(), 303);
    let page = visit.get(&address).await.text().await.unwrap();
    assert!(!page.contains("By the mill") && page.contains("Which?") && page.contains("Deleted"));
    assert!(page.contains("No answers left") && !page.contains("No answers yet"));
    visit.running.stop().await;
}

/// Where a link of the head leads, as `next`.
fn led<'a>(page: &'a str, rel: &str) -> Option<&'a str> {
    let mark = format!("rel=\"{rel}\"");
    page.contains(&mark).then(|| element(page, &mark).split_once("href=\"")?.1.split('"').next()).flatten()
}

#[tokio::test]
async fn a_long_thread_is_read_to_its_end_and_back_and_an_address_with_a_place_has_it_on_its_page() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let question = PostId::new();
    let (address, id) = (asked(&visit, question).await, question.to_string());
    visit.sign_up("bob").await;
    let mut answers = Vec::new();
    for number in 0..45 {
        if number == 25 {
            // Nobody publishes so much in a minute.
            visit.sign_up("cleo").await;
        }
        let (answer, body) = (AnswerId::new().to_string(), format!("The {number}th way"));
        let fields = [("id", &*answer), ("post_id", &*id), ("body", &*body)];
        let written = visit.post(&format!("{address}?act=write_answer"), &fields).await;
        assert_eq!(written.status(), 303);
        answers.push(answer);
    }
    let mut said = Vec::new();
    for number in 0..9 {
        let (comment, body) = (CommentId::new().to_string(), format!("Remark {number}."));
        let fields = [("id", &*comment), ("post_id", &*id), ("answer_id", &*answers[44]), ("body", &*body)];
        let written = visit.post(&format!("{address}?act=write_comment"), &fields).await;
        assert_eq!(
            (written.status().as_u16(), to(&written)),
            (303, &*format!("/p/{id}?at=comment-{comment}#comment-{comment}"))
        );
        said.push(comment);
    }
    let page = async |address: &str| {
        let page = visit.get(address).await;
        assert_eq!(page.status(), 200, "{address}");
        page.text().await.unwrap().replace("&amp;", "&")
    };
    let first = page(&format!("{address}?sort=oldest")).await;
    let path = |link: Option<&str>| link.map(|link| link[link.find("/p/").expect("a thread")..].to_owned());
    assert!(path(led(&first, "canonical")).is_some_and(|link| link == address) && led(&first, "prev").is_none());
    let second = path(led(&first, "next")).expect("there are more");
    assert!(second.contains("sort=oldest&cursor=") && first.contains(&format!("href=\"{second}\"")));
    let there = page(&second).await;
    assert!(there.contains("The 20th way") && !there.contains("The 19th way"));
    assert_eq!(path(led(&there, "canonical")).as_deref(), Some(&*second));
    assert_eq!(path(led(&there, "prev")), Some(format!("{address}?sort=oldest")));
    assert!(there.contains("Previous answers"));
    let here = format!("{second}&at=answer-{}", answers[22]);
    assert!(there.contains(&format!("action=\"{here}&act=vote_on\"")));
    let up = [("entry", &*format!("answer-{}", answers[22])), ("post_id", &*id), ("value", "1")];
    let voted = visit.post(&format!("{here}&act=vote_on"), &up).await;
    let asked = second.split_once('?').expect("it asks").1;
    assert_eq!(to(&voted), format!("/p/{id}?{asked}&at=answer-{0}#answer-{0}", answers[22]));
    let again = page(&here).await;
    assert!(again.contains("The 20th way") && !again.contains("The 19th way"), "the page is the same");
    let elsewhere = page(&format!("{second}&at=answer-{}", answers[42])).await;
    assert!(elsewhere.contains("The 42th way") && !elsewhere.contains("The 20th way"), "the place wins");
    let last = path(led(&there, "next")).expect("there are more");
    let third = page(&last).await;
    assert!(third.contains("The 44th way") && led(&third, "next").is_none(), "{third}");
    assert_eq!(path(led(&third, "prev")), Some(second), "{third}");
    assert!(third.contains(&format!("{last}&at=answer-{0}&unfold=answer-{0}#answer-{0}", answers[44])));
    assert!(third.contains("Remark 4.") && !third.contains("Remark 5."));

    let at = page(&format!("{address}?sort=oldest&at=answer-{}", answers[41])).await;
    assert!(at.contains(&format!("id=\"answer-{}\"", answers[41])));
    let at = page(&format!("{address}?sort=oldest&at=comment-{}", said[8])).await;
    assert!((0..9).all(|number| at.contains(&format!("Remark {number}."))) && at.contains("The 44th way"));
    visit.running.stop().await;
}

#[tokio::test]
async fn who_follows_somebody_from_further_down_what_they_published_stays_there() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    for _ in 0..21 {
        asked(&visit, PostId::new()).await;
    }
    visit.sign_up("bob").await;
    let first = visit.get("/u/ann").await.text().await.unwrap();
    let second = &first[first.find("/u/ann?cursor=").expect("there are more")..];
    let second = second.split('"').next().expect("an address");
    let page = visit.get(second).await.text().await.unwrap().replace("&amp;", "&");
    assert!(page.contains(&format!("action=\"{second}&act=follow_person\"")));
    let fields = [("handle", "ann"), ("follows", "true"), ("next", second)];
    assert_eq!(to(&visit.post(&format!("{second}&act=follow_person"), &fields).await), second);
    visit.running.stop().await;
}

#[tokio::test]
async fn a_question_that_is_refused_comes_back_as_it_was_typed_with_what_is_wrong() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let id = PostId::new().to_string();
    let fields = [("id", &*id), ("kind", "question"), ("title", ""), ("body", "To the <sea>"), ("tags", "walks a/b")];
    let answer = visit.post("/new?act=publish_post", &fields).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("A question needs a title") && page.contains("To the &lt;sea>"));
    assert!(page.contains("A tag is made of letters, digits and “-”."), "all that is wrong is said at once");
    assert!(element(&page, "id=\"tags\"").contains("value=\"walks a/b\""));
    visit.running.stop().await;
}

#[tokio::test]
async fn the_longest_text_is_published_by_a_form_in_any_script_and_a_longer_one_comes_back_as_it_was_typed() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let longest = "😀".repeat(100_000);
    for (words, status) in [(longest.clone(), 303), (format!("{longest}😀"), 422)] {
        let id = PostId::new().to_string();
        let fields = [("id", &*id), ("kind", "question"), ("title", "Why?"), ("body", &*words), ("tags", "walks")];
        let answer = visit.post("/new?act=publish_post", &fields).await;
        assert_eq!(answer.status(), status);
        let page = answer.text().await.unwrap();
        assert!(
            status == 303 || page.contains(&words) && page.contains("at most 100,000 characters"),
            "it comes back whole"
        );
    }
    visit.running.stop().await;
}

#[tokio::test]
async fn other_words_than_those_of_the_title_lead_on_and_an_address_of_nothing_leads_nowhere() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let id = PostId::new();
    let address = asked(&visit, id).await;
    for wrong in [format!("/p/{id}"), format!("/p/{id}/some-words")] {
        let answer = visit.get(&wrong).await;
        assert_eq!((answer.status().as_u16(), to(&answer)), (302, &*address), "{wrong}");
    }
    for nowhere in [format!("/p/{}", PostId::new()), "/p/7".to_owned()] {
        assert_eq!(visit.get(&nowhere).await.status(), 404, "{nowhere}");
    }
    for list in ["/", "/questions", "/tags/walks", "/?show=top&span=day", "/u/ann", "/questions?show=unanswered"] {
        let answer = visit.get(list).await;
        assert_eq!(answer.status(), 200, "{list}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("Which way, 安?") && page.contains("role=\"feed\""), "{list}");
    }
    assert!(visit.get("/tags").await.text().await.unwrap().contains("#walks"));
    visit.running.stop().await;
}
