//! Pages that may be given to more than one visitor: whole, and with nothing in them that is for one answer only.
//!
//! The scripts of a page are allowed by a nonce, which protects only as long as nobody can know it beforehand: who fetches a
//! page that others are given as well could write it on a script of theirs, wherever a text were taken for HTML. So a
//! sealed page has none: its policy names each of its scripts by what is in it, and allows no other. The scripts are those
//! that carry the nonce when the page is drawn; what somebody else wrote into it cannot.
//!
//! A form that is posted carries the id of the act that it is for, and two people with the same page would do one act. A
//! page with such a form is not sealed, nor is an answer that sets a cookie, says how it may be kept, or tells of a failure.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, SET_COOKIE},
};

use super::{
    failure::{self, Asker},
    security::source_of,
};
use crate::shared::Error;

/// Set on a request whose page is to be sealed where that can be.
#[derive(Clone, Copy)]
pub struct ToSeal;

/// Set on an answer that is a sealed page.
#[derive(Clone, Copy)]
pub struct Sealed;

/// Seals the page that was asked for. One that broke off is answered as a failure: nobody has seen anything of it.
pub async fn seal(request: Request, next: Next) -> Response {
    let is_wanted = request.extensions().get::<ToSeal>().is_some();
    let asker = Asker::of(&request);
    let answer = next.run(request).await;
    if !is_wanted || !is_for_anybody(&answer) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return failure::respond(Error::Offline, asker) };
    let page = str::from_utf8(&bytes).unwrap_or_default();
    let Some((page, policy)) = without_nonce(&parts.headers, page) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.insert(CONTENT_SECURITY_POLICY, policy);
    parts.headers.remove(CONTENT_LENGTH);
    parts.extensions.insert(Sealed);
    Response::from_parts(parts, Body::from(page))
}

fn is_for_anybody(answer: &Response) -> bool {
    let headers = answer.headers();
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    answer.status() == StatusCode::OK
        && is_page
        && ![SET_COOKIE, CACHE_CONTROL].iter().any(|it| headers.contains_key(it))
}

/// A page without its nonce, and the policy that allows its scripts; nothing where it has no nonce, or a form that is posted.
fn without_nonce(headers: &HeaderMap, page: &str) -> Option<(String, HeaderValue)> {
    if page.contains("method=\"post\"") {
        return None;
    }
    let policy = headers.get(CONTENT_SECURITY_POLICY)?.to_str().ok()?;
    let (nonce, _) = policy.split_once("'nonce-")?.1.split_once('\'')?;
    let sources: Vec<_> = scripts(page, nonce).map(source_of).collect();
    let policy = policy.replace(&format!("'nonce-{nonce}'"), &sources.join(" "));
    Some((page.replace(nonce, ""), HeaderValue::try_from(policy).ok()?))
}

/// What is in the scripts that carry the nonce.
fn scripts<'a>(page: &'a str, nonce: &str) -> impl Iterator<Item = &'a str> {
    let mark = format!("nonce=\"{nonce}\"");
    page.split("<script").skip(1).filter_map(move |rest| {
        let (tag, rest) = rest.split_once('>')?;
        tag.contains(&mark).then(|| rest.split("</script").next()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use axum::{
        Extension, Router,
        middleware::from_fn,
        response::{Html, IntoResponse},
        routing::get,
    };
    use futures::stream;
    use tower::ServiceExt;

    use super::*;
    use crate::app::security::page_policy;

    const NONCE: &str = "Zm9yIG9uZSBhbnN3ZXI";

    fn page(text: &str) -> Response {
        ([(CONTENT_SECURITY_POLICY, page_policy(&format!("'nonce-{NONCE}'")))], Html(text.to_owned())).into_response()
    }

    /// What is answered to who wants the page sealed: whether it is, the status, its policy and its text.
    async fn asked(answer: fn() -> Response) -> (bool, u16, String, String) {
        let router =
            Router::new().route("/", get(async move || answer())).layer(from_fn(seal)).layer(Extension(ToSeal));
        let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        let policy = answer.headers().get(CONTENT_SECURITY_POLICY).map(|policy| policy.to_str().unwrap().to_owned());
        let (is_sealed, status) = (answer.extensions().get::<Sealed>().is_some(), answer.status().as_u16());
        let text = String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().into()).unwrap();
        (is_sealed, status, policy.unwrap_or_default(), text)
    }

    #[tokio::test]
    async fn a_sealed_page_allows_the_scripts_that_it_was_drawn_with_and_no_other() {
        let (is_sealed, _, policy, text) = asked(|| {
            page(
                "<script type=\"module\" nonce=\"Zm9yIG9uZSBhbnN3ZXI\">start()</script>\
                 <p>&lt;script nonce=\"x\"></p><script>theirs()</script><script nonce=\"guessed\">theirs()</script>\
                 <script nonce=\"Zm9yIG9uZSBhbnN3ZXI\">data = \"\\u003c/script\"</script>",
            )
        })
        .await;
        assert!(is_sealed && !policy.contains("nonce") && !text.contains(NONCE), "{policy} {text}");
        for ours in ["start()", "data = \"\\u003c/script\""] {
            assert!(policy.contains(&source_of(ours)) && text.contains(ours), "{policy}");
        }
        assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
        assert!(!policy.contains(&source_of("theirs()")));
    }

    #[tokio::test]
    async fn what_is_for_one_answer_only_is_given_as_it_is() {
        let answers: [fn() -> Response; 5] = [
            || page("<form method=\"post\"><input name=\"id\" value=\"1\"></form>"),
            || ([(SET_COOKIE, "a=b")], page("<p>")).into_response(),
            || ([(CACHE_CONTROL, "no-store")], page("<p>")).into_response(),
            || (StatusCode::NOT_FOUND, page("<p>")).into_response(),
            || Html("<p>").into_response(),
        ];
        for answer in answers {
            let (is_sealed, status, policy, text) = asked(answer).await;
            assert!(!is_sealed && text.contains('<'), "{status} {text}");
            assert_eq!(policy.contains(NONCE), !policy.is_empty());
        }
    }

    #[tokio::test]
    async fn a_page_that_broke_off_is_answered_as_a_failure() {
        let (is_sealed, status, ..) = asked(|| {
            let pieces = [Ok("<p>"), Err(std::io::Error::other("it broke off"))];
            Response::from_parts(page("").into_parts().0, Body::from_stream(stream::iter(pieces)))
        })
        .await;
        assert_eq!((is_sealed, status), (false, 503));
    }
}
