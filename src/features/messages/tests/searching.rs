use serde_json::{Value, json};

use super::{groups::club, *};
use crate::{
    features::messages::{
        model::{Found, Terms},
        service::{Sought, Spot},
    },
    server::once::Once,
    shared::{Error, page::Page},
};

impl Talk {
    pub(super) async fn search(
        &self,
        who: AccountId,
        words: &str,
        within: Option<ConversationId>,
    ) -> Result<Page<Found>> {
        let sought = Sought { words: words.to_owned(), within, after: None, limit: 20 };
        service::search(&self.world.server, who, &sought).await
    }

    /// The numbers of what somebody finds anywhere.
    async fn found(&self, who: AccountId, words: &str) -> Vec<i64> {
        let page = self.search(who, words, None).await.expect("it is no broken rule");
        page.items.iter().map(|found| found.seq).collect()
    }
}

/// What was found with what is marked in brackets.
fn marked(found: &Found) -> String {
    found
        .excerpt
        .iter()
        .map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() })
        .collect()
}

#[tokio::test]
async fn the_database_finds_what_a_device_finds_by_itself() {
    let talk = talk().await;
    let texts = [
        "Tea, please!",
        "a teapot",
        "Crème brûlée",
        "Cre\u{300}me bru\u{302}le\u{301}e",
        "STRASSE 10",
        "Łódź is a well-known place",
        "write to ann@example.org or see https://example.org/tea?x=1&y=2",
        "<b>bold</b> & snake_case",
        "明日の会議です",
        "안녕하세요",
        "Привет, мир",
        "now or never",
        "never, now",
        "plan B 🎉",
        "1,000.50",
        "**green** tea",
    ];
    let mut seqs = Vec::new();
    for text in texts {
        seqs.push((text, talk.send(talk.ann, text).await.seq));
    }
    for typed in [
        "tea",
        "te",
        "t",
        "TEA PLEASE",
        "creme",
        "brulee",
        "straße",
        "lodz",
        "well-known",
        "known well",
        "\"well known\"",
        "\"known well\"",
        "ann@example.org",
        "example",
        "b",
        "bo",
        "snake case",
        "会議",
        "議会",
        "会",
        "안녕",
        "привет",
        "мир прив",
        "now or",
        "\"now or\"",
        "\"or never",
        "-never",
        "never!",
        "plan b",
        "1000",
        "1,000",
        "tea:*",
        "tea & (",
        "a & !b | c",
        "<b>",
        "\"green tea\"",
        "\"green te\"",
        "\\",
        "'; drop table messages; --",
    ] {
        let found = talk.found(talk.bob, typed).await;
        for (text, seq) in &seqs {
            assert_eq!(found.contains(seq), Terms::of(typed).are_in(text), "{typed} in {text}");
        }
    }
    assert_eq!(talk.found(talk.bob, "🎉 !?").await, [0; 0]);
}

#[tokio::test]
async fn what_is_found_anywhere_comes_page_by_page_the_newest_first() {
    let talk = talk().await;
    let group = talk.world.group(talk.eve, &[talk.ann]).await;
    for n in 0..3 {
        talk.send(talk.bob, &format!("tea {n}")).await;
        talk.world.say(talk.eve, group, &format!("Tea and {n}")).await;
        talk.send(talk.bob, "coffee").await;
    }
    // At different moments, however fast they were said.
    let apart = format!(
        "update messages set at = timestamptz '2026-01-01'
           + (case when conversation_id = '{}' then seq else 2 * seq - 0.5 end)::float8 * interval '1 second'",
        talk.conversation
    );
    sqlx::query(AssertSqlSafe(apart)).execute(&mut talk.administrator().await).await.unwrap();
    let (mut said, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let sought = Sought { words: "tea".to_owned(), within: None, after, limit: 4 };
        let page = service::search(&talk.world.server, talk.ann, &sought).await.unwrap();
        said.extend(page.items.iter().map(|found| {
            let author = if found.author.id == talk.bob { "bob" } else { "eve" };
            format!("{} in {}: {}", author, found.title, marked(found))
        }));
        pages += 1;
        let Some(next) = page.next else { break };
        after = Some(Spot::decode(&next).unwrap());
    }
    let bob = talk.search(talk.ann, "tea 0", Some(talk.conversation)).await.unwrap().items[0].author.name().to_owned();
    let expected = [2, 1, 0].map(|n| [format!("eve in Book club: [Tea] and {n}"), format!("bob in {bob}: [tea] {n}")]);
    assert_eq!((said, pages), (expected.concat(), 2));
    let within = talk.search(talk.ann, "tea", Some(group)).await.unwrap();
    assert!(within.items.len() == 3 && within.items.iter().all(|found| found.conversation_id == group));
}

#[tokio::test]
async fn whoever_is_not_in_a_conversation_finds_nothing_in_it() {
    let talk = talk().await;
    talk.send(talk.ann, "the key is under the mat").await;
    assert_eq!(talk.found(talk.bob, "key").await, [1]);
    assert_eq!(talk.found(talk.eve, "key").await, [0; 0]);
    for foreign in [talk.conversation, ConversationId::new()] {
        assert_eq!(talk.search(talk.eve, "key", Some(foreign)).await, Err(Error::Missing));
    }
    let name = talk.conversation.to_string();
    for typed in [name.clone(), format!(":{name}"), format!("':{name}'"), format!("key | :{name}")] {
        assert_eq!(talk.found(talk.eve, &typed).await, [0; 0], "{typed}");
    }
}

#[tokio::test]
async fn whoever_was_removed_from_a_group_finds_nothing_there_from_then_on() {
    let club = club().await;
    let talk = &club.talk;
    talk.world.say(talk.ann, club.id, "we read Emma").await;
    assert_eq!(talk.found(club.cleo, "emma").await, [1]);
    club.remove(talk.ann, "cleo").await.unwrap();
    assert_eq!(talk.found(club.cleo, "emma").await, [0; 0]);
    assert_eq!(talk.search(club.cleo, "emma", Some(club.id)).await, Err(Error::Missing));
    assert_eq!(talk.found(talk.bob, "emma").await, [1]);
}

#[tokio::test]
async fn an_edited_message_is_found_by_what_it_says_now_and_a_deleted_one_never() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tee at five").await;
    let edit = service::Edit { id: message.id, body: "tea at five", expected_version: None };
    service::edit(&talk.world.server, talk.ann, edit, &Once::UNNAMED).await.unwrap();
    assert_eq!((talk.found(talk.bob, "tee").await, talk.found(talk.bob, "tea").await), (vec![], vec![1]));
    service::delete(talk.world.pool(), talk.ann, message.id, &Once::UNNAMED).await.unwrap();
    for typed in ["tee", "tea", "five"] {
        assert_eq!(talk.found(talk.bob, typed).await, [0; 0], "{typed}");
    }
    assert_eq!(talk.number("select count(*) from messages where words is not null").await, 0);
}

#[tokio::test]
async fn sixty_searches_a_minute_are_answered_and_nothing_to_look_for_is_no_search() {
    let mut talk = talk().await;
    talk.world.server.limits = Limits::on();
    for _ in 0..60 {
        assert_eq!(talk.found(talk.ann, "tea").await, [0; 0]);
    }
    let slow = talk.search(talk.ann, "tea", None).await;
    assert!(matches!(slow, Err(Error::Slow { .. })), "{slow:?}");
    for nothing in ["", " ", "...", "\"\""] {
        assert_eq!(talk.found(talk.ann, nothing).await, [0; 0]);
    }
    assert_eq!(talk.found(talk.bob, "tea").await, [0; 0], "each has their own");
}

#[tokio::test]
async fn a_bot_finds_messages_and_is_told_what_is_wrong_with_its_question() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "Tea <b>at</b> five").await;
    let ann = Some(talk.ann);
    let get = async |query: &str| talk.call(ann, "GET", &format!("/api/search?{query}"), Value::Null).await;
    let (status, page) = get("in=messages&q=tea").await;
    let item = &page["items"][0];
    assert_eq!((status, &page["next"], &item["id"]), (200, &Value::Null, &json!(message.id)));
    let excerpt = json!([{"text": "Tea", "marked": true}, {"text": " <b>at</b> five", "marked": false}]);
    assert_eq!((&item["excerpt"], &item["author"]["handle"], &item["seq"]), (&excerpt, &json!("ann"), &json!(1)));
    let within = format!("in=messages&q=tea&conversation={}", talk.conversation);
    assert_eq!(get(&within).await, (200, page));
    assert_eq!(get("in=messages").await, (200, json!({"items": [], "next": null})));
    for (query, field) in [
        (format!("in=messages&q={}", "a".repeat(201)), "q"),
        ("in=messages&q=a%00b".to_owned(), "q"),
        ("in=messages&q=tea&limit=101".to_owned(), "limit"),
    ] {
        let (status, problem) = get(&query).await;
        assert_eq!((status, &problem["field"]), (422, &json!(field)), "{query}");
    }
    let (status, problem) = get("in=messages&q=tea&cursor=nonsense").await;
    assert_eq!((status, &problem["field"]), (400, &json!("cursor")), "no answer ever named it");
    for query in ["q=tea", "in=secrets&q=tea", "in=messages&q=tea&conversation=7"] {
        let (status, _) = get(query).await;
        assert!((400..500).contains(&status), "{query}: {status}");
    }
    assert_eq!(talk.call(None, "GET", "/api/search?in=messages&q=tea", Value::Null).await.0, 401);
    let foreign = talk.call(Some(talk.eve), "GET", &format!("/api/search?{within}"), Value::Null).await;
    assert_eq!((foreign.0, &foreign.1["code"]), (404, &json!("missing")));
}

#[tokio::test]
async fn a_few_words_among_many_are_found_by_the_index() {
    const MANY: &str = "
        set session_replication_role = replica;
        insert into messages (conversation_id, seq, id, author_id, body)
          select c.id, n, gen_random_uuid(), c.created_by, case when n % 5000 = 7 then 'a needle ' else 'some hay ' end || n
            from conversations c, generate_series(1, 20000) n;
        update conversations set last_seq = 20000;
        analyze;
    ";
    let talk = talk().await;
    sqlx::raw_sql(MANY).execute(&mut talk.administrator().await).await.unwrap();
    for within in [None, Some(talk.conversation)] {
        let found = talk.search(talk.bob, "needl", within).await.unwrap();
        assert_eq!(found.items.iter().map(|found| found.seq).max(), Some(15_007));
        assert_eq!(found.items.len(), 4);
    }
    talk.world.pool().connections().close().await;
    talk.world.everybody_left().await;
    let by_words =
        "select coalesce(sum(idx_scan), 0)::bigint from pg_stat_user_indexes where indexrelname like '%words%'";
    assert!(talk.number(by_words).await >= 2);
}

#[tokio::test]
async fn what_somebody_says_in_a_group_is_not_found_by_who_blocked_them_and_what_they_said_to_each_other_is() {
    let talk = talk().await;
    let (pair, club) = (talk.conversation, talk.world.group(talk.ann, &[talk.bob]).await);
    talk.world.say(talk.bob, pair, "tea for two").await;
    talk.world.say(talk.bob, club, "tea for all").await;
    talk.world.say(talk.ann, club, "tea, then").await;
    talk.world.block(talk.ann, talk.bob, true).await;
    let found = async |who, within| {
        let page = talk.search(who, "tea", Some(within)).await.expect("they are in it");
        page.items.iter().map(|found| found.seq).collect::<Vec<_>>()
    };
    assert_eq!(found(talk.ann, club).await, [2]);
    assert_eq!(found(talk.ann, pair).await, [1]);
    assert_eq!(found(talk.bob, club).await.len(), 2, "he blocked nobody, and is told nothing");
    talk.world.block(talk.ann, talk.bob, false).await;
    assert_eq!(found(talk.ann, club).await.len(), 2);
}
