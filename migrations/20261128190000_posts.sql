-- Posts and questions, the answers and comments below them, and what people think of each.
--
-- What is published is for everybody, visitors too, but for two people of whom one has blocked the other: each is gone for
-- the other, which the policies say once for all reads. What somebody voted and what they keep is theirs alone.
--
-- Everything below a post is its thread. Acts on one thread wait for each other at its lock before any of them has a
-- transaction id: so the order of events is the order of changes, and no two acts hold each other up.

create table posts (
  id uuid primary key,
  kind text not null constraint posts_kind check (kind in ('post', 'question')),
  author_id uuid not null references accounts,
  title text constraint posts_title_length check (char_length(title) between 1 and 300),
  body text not null,
  -- In the order in which the author gave them; post_tags holds the same, to find posts by.
  tags text[] not null default '{}' constraint posts_tags_number check (cardinality(tags) <= 5),
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  version bigint not null default 1,
  edited_at timestamptz,
  deleted_at timestamptz,
  score bigint not null default 0,
  answers bigint not null default 0 constraint posts_answers_number check (answers >= 0),
  comments bigint not null default 0 constraint posts_comments_number check (comments >= 0),
  -- Beside the mark on the answer itself: a list says whether a question is answered without reading its answers.
  accepted_id uuid,
  tallied bigint not null default 0,
  constraint posts_body_length check (char_length(body) <= 100000 and (body = '') = (deleted_at is not null)),
  constraint posts_question_title check (kind <> 'question' or title is not null or deleted_at is not null),
  constraint posts_answered check (kind = 'question' or answers = 0)
);
-- The lists. The score stands beside the time, so that the best of a month is found without reading its posts.
create index posts_latest on posts (at desc, id desc) include (score, author_id) where deleted_at is null;
create index posts_top on posts (score desc, id desc) where deleted_at is null;
create index posts_unanswered on posts (at desc, id desc) where kind = 'question' and answers = 0 and deleted_at is null;
create index posts_author on posts (author_id, at desc, id desc);

create table answers (
  id uuid primary key,
  post_id uuid not null references posts,
  author_id uuid not null references accounts,
  body text not null,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  version bigint not null default 1,
  edited_at timestamptz,
  deleted_at timestamptz,
  score bigint not null default 0,
  comments bigint not null default 0 constraint answers_comments_number check (comments >= 0),
  accepted boolean not null default false,
  tallied bigint not null default 0,
  constraint answers_body_length check (char_length(body) <= 100000 and (body = '') = (deleted_at is not null)),
  constraint answers_accepted check (not accepted or deleted_at is null)
);
create index answers_by_time on answers (post_id, at, id);
create index answers_by_score on answers (post_id, accepted desc, score desc, at, id);
create unique index answers_accepted_once on answers (post_id) where accepted;
create index answers_author on answers (author_id, at desc, id desc);

create table comments (
  id uuid primary key,
  post_id uuid not null references posts,
  answer_id uuid references answers,
  parent_id uuid not null generated always as (coalesce(answer_id, post_id)) stored,
  reply_to uuid references comments,
  author_id uuid not null references accounts,
  body text not null,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  version bigint not null default 1,
  edited_at timestamptz,
  deleted_at timestamptz,
  score bigint not null default 0 constraint comments_score check (score >= 0),
  tallied bigint not null default 0,
  constraint comments_body_length check (char_length(body) <= 5000 and (body = '') = (deleted_at is not null))
);
create index comments_parent on comments (parent_id, at, id);
create index comments_post on comments (post_id);
create index comments_answer on comments (answer_id);
create index comments_reply_to on comments (reply_to);
create index comments_author on comments (author_id, at desc, id desc);

-- What posts, answers and comments said before: each version but the present one, and since when. What was deleted said
-- nothing.
create table post_revisions (
  kind text not null constraint post_revisions_kind check (kind in ('post', 'answer', 'comment')),
  entry_id uuid not null,
  version bigint not null,
  post_id uuid not null references posts,
  -- As on the entry.
  author_id uuid not null,
  title text,
  body text not null,
  tags text[] not null default '{}',
  at timestamptz not null,
  primary key (kind, entry_id, version)
);
create index post_revisions_post on post_revisions (post_id);

-- One for each person and entry. Who takes a vote back has none.
create table votes (
  account_id uuid not null references accounts,
  kind text not null constraint votes_kind check (kind in ('post', 'answer', 'comment')),
  entry_id uuid not null,
  value smallint not null,
  at timestamptz not null default now(),
  primary key (account_id, kind, entry_id),
  constraint votes_value check (value = 1 or value = -1 and kind <> 'comment')
);

create table tags (
  name text primary key,
  posts bigint not null default 0 constraint tags_posts_number check (posts >= 0),
  constraint tags_name_length check (char_length(name) between 1 and 35 and octet_length(name) <= 63),
  constraint tags_name_shape check (name !~ '[\s:/#,]')
);
create index tags_beginning on tags (name text_pattern_ops);
create index tags_number on tags (posts desc, name);

create table post_tags (
  tag text not null references tags,
  post_id uuid not null references posts,
  -- That of the post.
  at timestamptz not null,
  primary key (tag, post_id)
);
create index post_tags_latest on post_tags (tag, at desc, post_id desc);
create index post_tags_post on post_tags (post_id);

-- Whom a text names: the first twenty.
create table mentions (
  kind text not null constraint mentions_kind check (kind in ('post', 'answer', 'comment')),
  entry_id uuid not null,
  account_id uuid not null references accounts,
  post_id uuid not null references posts,
  author_id uuid not null,
  at timestamptz not null default now(),
  primary key (kind, entry_id, account_id)
);
create index mentions_account on mentions (account_id);
create index mentions_post on mentions (post_id);

create table bookmarks (
  account_id uuid not null references accounts,
  post_id uuid not null references posts,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (account_id, post_id)
);
create index bookmarks_latest on bookmarks (account_id, at desc, post_id desc);
create index bookmarks_post on bookmarks (post_id);

alter table posts enable row level security, force row level security;
alter table answers enable row level security, force row level security;
alter table comments enable row level security, force row level security;
alter table post_revisions enable row level security, force row level security;
alter table votes enable row level security, force row level security;
alter table tags enable row level security, force row level security;
alter table post_tags enable row level security, force row level security;
alter table mentions enable row level security, force row level security;
alter table bookmarks enable row level security, force row level security;

create policy posts_background on posts to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy answers_background on answers to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy comments_background on comments to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy post_revisions_background on post_revisions to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy votes_background on votes to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy tags_background on tags to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy post_tags_background on post_tags to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy mentions_background on mentions to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy bookmarks_background on bookmarks to tertulia_jobs, tertulia_trigger using (true) with check (true);

create policy posts_read on posts for select to tertulia_app
  using (author_id <> all (array(select hidden_people())));
create policy answers_read on answers for select to tertulia_app
  using (author_id <> all (array(select hidden_people())));
create policy comments_read on comments for select to tertulia_app
  using (author_id <> all (array(select hidden_people())));
create policy post_revisions_read on post_revisions for select to tertulia_app
  using (author_id <> all (array(select hidden_people())));
create policy votes_own on votes for select to tertulia_app using (account_id = viewer());
create policy tags_read on tags for select to tertulia_app using (true);
create policy post_tags_read on post_tags for select to tertulia_app using (true);
create policy bookmarks_own on bookmarks for select to tertulia_app using (account_id = viewer());

grant select on posts, answers, comments, post_revisions, votes, tags, post_tags, bookmarks to tertulia_app;
grant select, insert, update, delete on posts, answers, comments, post_revisions, votes, tags, post_tags, mentions, bookmarks
  to tertulia_jobs, tertulia_trigger;

-- Whether the viewer is somebody, and what this person wrote is there for them.
create function may_meet(p_author uuid) returns boolean
  language sql stable
  as $$ select viewer() is not null and p_author <> all (array(select hidden_people())) $$;

-- Waits until nobody else acts on a thread, and goes on as the only one.
create function hold_thread(p_post uuid) returns void
  language sql
  as $$ select pg_advisory_xact_lock(hashtextextended(p_post::text, 0)) $$;

-- The post as it is once nobody else acts on its thread, where it is there for the viewer; else nothing.
create function hold_post(p_post uuid) returns posts
  language plpgsql
  as $$
declare
  v_post posts;
begin
  perform from posts p where p.id = p_post and may_meet(p.author_id);
  if not found then
    return null;
  end if;
  perform hold_thread(p_post);
  select * into v_post from posts p where p.id = p_post;
  return v_post;
end
$$;

-- The answer as it is once nobody else acts on its thread, where it and its question are there for the viewer; else nothing.
create function hold_answer(p_answer uuid) returns answers
  language plpgsql
  as $$
declare
  v_answer answers;
begin
  select a.* into v_answer from answers a join posts p on p.id = a.post_id
    where a.id = p_answer and may_meet(a.author_id) and may_meet(p.author_id);
  if not found then
    return null;
  end if;
  perform hold_thread(v_answer.post_id);
  select * into v_answer from answers a where a.id = p_answer;
  return v_answer;
end
$$;

-- The comment as it is once nobody else acts on its thread, where it and what it stands on are there for the viewer; else
-- nothing.
create function hold_comment(p_comment uuid) returns comments
  language plpgsql
  as $$
declare
  v_comment comments;
begin
  select c.* into v_comment from comments c join posts p on p.id = c.post_id left join answers a on a.id = c.answer_id
    where c.id = p_comment and may_meet(c.author_id) and may_meet(p.author_id)
      and (a.id is null or may_meet(a.author_id));
  if not found then
    return null;
  end if;
  perform hold_thread(v_comment.post_id);
  select * into v_comment from comments c where c.id = p_comment;
  return v_comment;
end
$$;

-- Has a text name these people and no others; whoever wrote it is not named by it.
create function set_mentions(p_kind text, p_entry uuid, p_post uuid, p_handles text[]) returns void
  language plpgsql
  as $$
begin
  delete from mentions m where m.kind = p_kind and m.entry_id = p_entry
    and not exists (select from accounts a where a.id = m.account_id and a.handle = any (p_handles));
  insert into mentions (kind, entry_id, account_id, post_id, author_id)
    select p_kind, p_entry, a.id, p_post, viewer() from accounts a
      where a.handle = any (p_handles) and a.deleted_at is null and a.id <> viewer()
    on conflict do nothing;
end
$$;

-- Has a post be found by these tags and no others. New ones come to be in one order, as two posts may bring the same.
create function set_tags(p_post uuid, p_at timestamptz, p_tags text[]) returns void
  language plpgsql
  as $$
begin
  insert into tags (name) select t from unnest(p_tags) t order by t on conflict do nothing;
  delete from post_tags k where k.post_id = p_post and k.tag <> all (p_tags);
  insert into post_tags (tag, post_id, at) select t, p_post, p_at from unnest(p_tags) t on conflict do nothing;
end
$$;

-- Publishes a post or a question of the viewer. The outcome is one of
--   stored    it is there now
--   known     the same was published before, whatever became of it
--   conflict  another one has this id
create function publish_post(p_id uuid, p_kind text, p_title text, p_body text, p_tags text[], p_mentions text[]) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts;
begin
  if viewer() is null then
    return 'missing';
  end if;
  perform hold_thread(p_id);
  select * into v_post from posts p where p.id = p_id;
  if found then
    return case when v_post.author_id = viewer() and (v_post.deleted_at is not null
        or exists (select from post_revisions r where r.kind = 'post' and r.entry_id = p_id and r.version = 1
          and v_post.kind = p_kind and r.title is not distinct from p_title and r.body = p_body and r.tags = p_tags)
        or v_post.version = 1 and v_post.kind = p_kind and v_post.title is not distinct from p_title
          and v_post.body = p_body and v_post.tags = p_tags)
      then 'known' else 'conflict' end;
  end if;
  insert into posts (id, kind, author_id, title, body, tags) values (p_id, p_kind, viewer(), p_title, p_body, p_tags)
    returning * into v_post;
  perform set_tags(p_id, v_post.at, p_tags);
  perform set_mentions('post', p_id, p_id, p_mentions);
  return 'stored';
end
$$;

-- Has a post of the viewer say something else, over the version that was seen of it; null is over any. What is null stays;
-- an empty title is none. The outcome is one of
--   done       it says this now, or did before
--   forbidden  somebody else wrote it
--   missing    there is no such post for the viewer, or it was deleted
--   conflict   something newer holds than what was seen
--   untitled   it would be a question without a title
create function rewrite_post(
    p_id uuid, p_title text, p_body text, p_tags text[], p_mentions text[], p_expected bigint) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_id);
  v_title text := case when p_title is null then v_post.title else nullif(p_title, '') end;
  v_body text := coalesce(p_body, v_post.body);
  v_tags text[] := coalesce(p_tags, v_post.tags);
begin
  if v_post.id is null or v_post.deleted_at is not null then
    return 'missing';
  elsif v_post.author_id <> viewer() then
    return 'forbidden';
  elsif v_title is null and v_post.kind = 'question' then
    return 'untitled';
  elsif v_title is not distinct from v_post.title and v_body = v_post.body and v_tags = v_post.tags then
    return 'done';
  elsif v_post.version <> coalesce(p_expected, v_post.version) then
    return 'conflict';
  end if;
  insert into post_revisions (kind, entry_id, version, post_id, author_id, title, body, tags, at)
    values ('post', p_id, v_post.version, p_id, v_post.author_id, v_post.title, v_post.body, v_post.tags,
      coalesce(v_post.edited_at, v_post.at));
  update posts p set title = v_title, body = v_body, tags = v_tags,
      edited_at = date_trunc('milliseconds', clock_timestamp()), version = p.version + 1
    where p.id = p_id;
  perform set_tags(p_id, v_post.at, v_tags);
  if p_body is not null then
    perform set_mentions('post', p_id, p_id, p_mentions);
  end if;
  return 'done';
end
$$;

-- Deletes a post of the viewer: what stands below it stays. The outcome is `done`, `forbidden` or `missing`.
create function delete_post(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_id);
begin
  if v_post.id is null then
    return 'missing';
  elsif v_post.author_id <> viewer() then
    return 'forbidden';
  elsif v_post.deleted_at is not null then
    return 'done';
  end if;
  delete from post_revisions r where r.kind = 'post' and r.entry_id = p_id;
  delete from mentions m where m.kind = 'post' and m.entry_id = p_id;
  update posts p set title = null, body = '', tags = '{}', edited_at = null,
      deleted_at = date_trunc('milliseconds', clock_timestamp()), version = p.version + 1
    where p.id = p_id;
  perform set_tags(p_id, v_post.at, '{}');
  return 'done';
end
$$;

-- Publishes an answer of the viewer. The outcome is one of
--   stored       it is there now
--   known        the same was published before, whatever became of it
--   conflict     another one has this id
--   missing      there is no such question for the viewer, or it was deleted
--   no_question  the post asks nothing
create function publish_answer(p_id uuid, p_post uuid, p_body text, p_mentions text[]) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_post);
  v_answer answers;
begin
  if v_post.id is null then
    return 'missing';
  end if;
  select * into v_answer from answers a where a.id = p_id;
  if found then
    return case when v_answer.author_id = viewer() and v_answer.post_id = p_post and (v_answer.deleted_at is not null
        or p_body = coalesce((select r.body from post_revisions r
          where r.kind = 'answer' and r.entry_id = p_id and r.version = 1), v_answer.body))
      then 'known' else 'conflict' end;
  elsif v_post.deleted_at is not null then
    return 'missing';
  elsif v_post.kind <> 'question' then
    return 'no_question';
  end if;
  -- The lock is the thread's: the same id at the same time in another one is a conflict, too.
  insert into answers (id, post_id, author_id, body) values (p_id, p_post, viewer(), p_body) on conflict do nothing;
  if not found then
    return 'conflict';
  end if;
  perform set_mentions('answer', p_id, p_post, p_mentions);
  return 'stored';
end
$$;

-- As rewrite_post, of an answer.
create function rewrite_answer(p_id uuid, p_body text, p_mentions text[], p_expected bigint) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_answer answers := hold_answer(p_id);
begin
  if v_answer.id is null or v_answer.deleted_at is not null then
    return 'missing';
  elsif v_answer.author_id <> viewer() then
    return 'forbidden';
  elsif v_answer.body = p_body then
    return 'done';
  elsif v_answer.version <> coalesce(p_expected, v_answer.version) then
    return 'conflict';
  end if;
  insert into post_revisions (kind, entry_id, version, post_id, author_id, body, at)
    values ('answer', p_id, v_answer.version, v_answer.post_id, v_answer.author_id, v_answer.body,
      coalesce(v_answer.edited_at, v_answer.at));
  update answers a
    set body = p_body, edited_at = date_trunc('milliseconds', clock_timestamp()), version = a.version + 1
    where a.id = p_id;
  perform set_mentions('answer', p_id, v_answer.post_id, p_mentions);
  return 'done';
end
$$;

-- As delete_post, of an answer: it is not accepted any more.
create function delete_answer(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_answer answers := hold_answer(p_id);
begin
  if v_answer.id is null then
    return 'missing';
  elsif v_answer.author_id <> viewer() then
    return 'forbidden';
  elsif v_answer.deleted_at is not null then
    return 'done';
  end if;
  delete from post_revisions r where r.kind = 'answer' and r.entry_id = p_id;
  delete from mentions m where m.kind = 'answer' and m.entry_id = p_id;
  update answers a set body = '', accepted = false, edited_at = null,
      deleted_at = date_trunc('milliseconds', clock_timestamp()), version = a.version + 1,
      tallied = a.tallied + a.accepted::integer
    where a.id = p_id;
  return 'done';
end
$$;

-- Has a question of the viewer have this answer be the accepted one, or none. The outcome is one of
--   done       it is so, now or before
--   forbidden  somebody else asked
--   missing    there is no such question for the viewer or no such answer to it, or one of them was deleted
create function accept_answer(p_post uuid, p_answer uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_post);
begin
  if v_post.id is null or v_post.deleted_at is not null or p_answer is not null and not exists (
      select from answers a where a.id = p_answer and a.post_id = p_post and a.deleted_at is null) then
    return 'missing';
  elsif v_post.author_id <> viewer() then
    return 'forbidden';
  elsif v_post.accepted_id is not distinct from p_answer then
    return 'done';
  end if;
  update answers a set accepted = false, tallied = a.tallied + 1 where a.post_id = p_post and a.accepted;
  update answers a set accepted = true, tallied = a.tallied + 1 where a.id = p_answer;
  update posts p set accepted_id = p_answer, tallied = p.tallied + 1 where p.id = p_post;
  return 'done';
end
$$;

-- Publishes a comment of the viewer on a post, or on an answer to it. The outcome is `stored`, `known`, `conflict` or
-- `missing`, as for an answer; `missing` also where there is no such comment beside it to reply to.
create function publish_comment(
    p_id uuid, p_post uuid, p_answer uuid, p_reply_to uuid, p_body text, p_mentions text[]) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_answer answers;
  v_post posts;
  v_comment comments;
begin
  if p_answer is not null then
    v_answer := hold_answer(p_answer);
    if v_answer.id is null then
      return 'missing';
    end if;
  end if;
  v_post := hold_post(coalesce(v_answer.post_id, p_post));
  if v_post.id is null then
    return 'missing';
  end if;
  select * into v_comment from comments c where c.id = p_id;
  if found then
    return case when v_comment.author_id = viewer() and v_comment.post_id = v_post.id
        and v_comment.answer_id is not distinct from p_answer and v_comment.reply_to is not distinct from p_reply_to
        and (v_comment.deleted_at is not null or p_body = coalesce((select r.body from post_revisions r
          where r.kind = 'comment' and r.entry_id = p_id and r.version = 1), v_comment.body))
      then 'known' else 'conflict' end;
  elsif coalesce(v_answer.deleted_at, v_post.deleted_at) is not null
      or p_reply_to is not null and not exists (select from comments c where c.id = p_reply_to
        and c.post_id = v_post.id and c.answer_id is not distinct from p_answer and may_meet(c.author_id)) then
    return 'missing';
  end if;
  insert into comments (id, post_id, answer_id, reply_to, author_id, body)
    values (p_id, v_post.id, p_answer, p_reply_to, viewer(), p_body) on conflict do nothing;
  if not found then
    return 'conflict';
  end if;
  perform set_mentions('comment', p_id, v_post.id, p_mentions);
  return 'stored';
end
$$;

-- As rewrite_answer, of a comment.
create function rewrite_comment(p_id uuid, p_body text, p_mentions text[], p_expected bigint) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_comment comments := hold_comment(p_id);
begin
  if v_comment.id is null or v_comment.deleted_at is not null then
    return 'missing';
  elsif v_comment.author_id <> viewer() then
    return 'forbidden';
  elsif v_comment.body = p_body then
    return 'done';
  elsif v_comment.version <> coalesce(p_expected, v_comment.version) then
    return 'conflict';
  end if;
  insert into post_revisions (kind, entry_id, version, post_id, author_id, body, at)
    values ('comment', p_id, v_comment.version, v_comment.post_id, v_comment.author_id, v_comment.body,
      coalesce(v_comment.edited_at, v_comment.at));
  update comments c
    set body = p_body, edited_at = date_trunc('milliseconds', clock_timestamp()), version = c.version + 1
    where c.id = p_id;
  perform set_mentions('comment', p_id, v_comment.post_id, p_mentions);
  return 'done';
end
$$;

-- As delete_answer, of a comment.
create function delete_comment(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_comment comments := hold_comment(p_id);
begin
  if v_comment.id is null then
    return 'missing';
  elsif v_comment.author_id <> viewer() then
    return 'forbidden';
  elsif v_comment.deleted_at is not null then
    return 'done';
  end if;
  delete from post_revisions r where r.kind = 'comment' and r.entry_id = p_id;
  delete from mentions m where m.kind = 'comment' and m.entry_id = p_id;
  update comments c set body = '', edited_at = null, deleted_at = date_trunc('milliseconds', clock_timestamp()),
      version = c.version + 1
    where c.id = p_id;
  return 'done';
end
$$;

-- Has the viewer vote so on an entry; 0 takes their vote back. The outcome is one of
--   done     it is so, now or before
--   own      they wrote it themselves
--   missing  there is no such entry for the viewer, or it was deleted
create function cast_vote(p_kind text, p_entry uuid, p_value smallint) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_author uuid;
  v_deleted_at timestamptz;
begin
  case p_kind
    when 'post' then select p.author_id, p.deleted_at into v_author, v_deleted_at from hold_post(p_entry) p;
    when 'answer' then select a.author_id, a.deleted_at into v_author, v_deleted_at from hold_answer(p_entry) a;
    else select c.author_id, c.deleted_at into v_author, v_deleted_at from hold_comment(p_entry) c;
  end case;
  if v_author is null or v_deleted_at is not null then
    return 'missing';
  elsif v_author = viewer() then
    return 'own';
  elsif p_value = 0 then
    delete from votes v where v.account_id = viewer() and v.kind = p_kind and v.entry_id = p_entry;
  else
    insert into votes as v (account_id, kind, entry_id, value) values (viewer(), p_kind, p_entry, p_value)
      on conflict (account_id, kind, entry_id) do update set value = excluded.value, at = now()
        where v.value <> excluded.value;
  end if;
  return 'done';
end
$$;

-- Whether the viewer keeps a post. The outcome is `done`, or `missing` where there is no such post for them, or it was
-- deleted and is to be kept.
create function set_bookmark(p_post uuid, p_on boolean) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from posts p where p.id = p_post and may_meet(p.author_id) and (p.deleted_at is null or not p_on);
  if not found then
    return 'missing';
  elsif p_on then
    insert into bookmarks (account_id, post_id) values (viewer(), p_post) on conflict do nothing;
  else
    delete from bookmarks b where b.account_id = viewer() and b.post_id = p_post;
  end if;
  return 'done';
end
$$;

-- The numbers. Each trigger adds what its row adds, in the transaction of that row, under the lock of the thread.

create function votes_count() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_kind text := case when tg_op = 'DELETE' then old.kind else new.kind end;
  v_entry uuid := case when tg_op = 'DELETE' then old.entry_id else new.entry_id end;
  v_change bigint := case when tg_op = 'DELETE' then 0 else new.value end - case when tg_op = 'INSERT' then 0 else old.value end;
begin
  case v_kind
    when 'post' then
      update posts p set score = p.score + v_change, tallied = p.tallied + 1 where p.id = v_entry;
    when 'answer' then
      update answers a set score = a.score + v_change, tallied = a.tallied + 1 where a.id = v_entry;
    else
      update comments c set score = c.score + v_change, tallied = c.tallied + 1 where c.id = v_entry;
  end case;
  return null;
end
$$;
create trigger votes_count after insert or update or delete on votes for each row execute function votes_count();

create function answers_count() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  update posts p set answers = p.answers + case when tg_op = 'INSERT' then 1 else -1 end, tallied = p.tallied + 1,
      accepted_id = case when tg_op = 'INSERT' or p.accepted_id <> new.id then p.accepted_id end
    where p.id = new.post_id;
  return null;
end
$$;
create trigger answers_count after insert on answers for each row execute function answers_count();
create trigger answers_count_deleted after update on answers for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function answers_count();

create function comments_count() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_change bigint := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  if new.answer_id is null then
    update posts p set comments = p.comments + v_change, tallied = p.tallied + 1 where p.id = new.post_id;
  else
    update answers a set comments = a.comments + v_change, tallied = a.tallied + 1 where a.id = new.answer_id;
  end if;
  return null;
end
$$;
create trigger comments_count after insert on comments for each row execute function comments_count();
create trigger comments_count_deleted after update on comments for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function comments_count();

-- Posts of many threads share their tags: whoever changes several of them takes them in one order, and in no stronger way
-- than goes along with the key of post_tags, which holds them already.
create function post_tags_count() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the names, however many tags there are: the plan is made once.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  perform from tags t where t.name in (select c.tag from changed c) order by t.name for no key update;
  update tags t set posts = t.posts + c.number * case when tg_op = 'INSERT' then 1 else -1 end
    from (select tag, count(*) as number from changed group by tag) c where t.name = c.tag;
  return null;
end
$$;
create trigger post_tags_count after insert on post_tags referencing new table as changed
  for each statement execute function post_tags_count();
create trigger post_tags_count_deleted after delete on post_tags referencing old table as changed
  for each statement execute function post_tags_count();

-- What is told. A frame has 64 KiB: of longer texts the first 4,000 characters are told, and that it is not all.

create function told_time(p_at timestamptz) returns text
  language sql immutable
  as $$ select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

create function told_author(p_author uuid) returns json
  language sql stable
  as $$
  select json_build_object('id', a.id, 'handle', a.handle, 'display_name', a.display_name, 'role', a.role,
      'deleted', a.deleted_at is not null)
    from accounts a where a.id = p_author
$$;

create function told_post(p posts) returns json
  language sql stable
  as $$
  select json_build_object('id', p.id, 'kind', p.kind, 'author', told_author(p.author_id), 'title', p.title,
    'body', left(p.body, 4000), 'cut', char_length(p.body) > 4000, 'tags', p.tags, 'at', told_time(p.at),
    'version', p.version, 'edited_at', told_time(p.edited_at), 'deleted_at', told_time(p.deleted_at),
    'score', p.score, 'answers', p.answers, 'comments', p.comments, 'accepted_id', p.accepted_id, 'tallied', p.tallied)
$$;

create function told_answer(a answers) returns json
  language sql stable
  as $$
  select json_build_object('id', a.id, 'post_id', a.post_id, 'author', told_author(a.author_id),
    'body', left(a.body, 4000), 'cut', char_length(a.body) > 4000, 'at', told_time(a.at),
    'version', a.version, 'edited_at', told_time(a.edited_at), 'deleted_at', told_time(a.deleted_at),
    'score', a.score, 'comments', a.comments, 'accepted', a.accepted, 'tallied', a.tallied)
$$;

create function told_comment(c comments) returns json
  language sql stable
  as $$
  select json_build_object('id', c.id, 'post_id', c.post_id, 'answer_id', c.answer_id, 'reply_to', c.reply_to,
    'author', told_author(c.author_id), 'body', left(c.body, 4000), 'cut', char_length(c.body) > 4000,
    'at', told_time(c.at), 'version', c.version, 'edited_at', told_time(c.edited_at),
    'deleted_at', told_time(c.deleted_at), 'score', c.score, 'tallied', c.tallied)
$$;

-- What was told of an entry before says from now on what is left of it: nothing deleted is told again. By the time, which
-- names the partitions.
create function blank_events(p_entity uuid, p_kinds text[], p_since timestamptz, p_body json) returns void
  language sql
  as $$
  update events e set body = p_body
    where e.entity = p_entity and e.kind = any (p_kinds)
      and e.at >= p_since - interval '1 minute' and e.at <= now() + interval '1 minute'
$$;

create function posts_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := told_post(new);
  v_topic text;
begin
  foreach v_topic in array '{feed:latest}' || array(select 'tag:' || t from unnest(new.tags) t) loop
    perform announce(v_topic, 'post.published', new.id, v_body);
  end loop;
  return null;
end
$$;
create trigger posts_announce after insert on posts for each row execute function posts_announce();

create function posts_announce_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := told_post(new);
  v_topic text;
begin
  if new.deleted_at is null then
    perform announce('post:' || new.id, 'post.edited', new.id, v_body);
    return null;
  end if;
  perform blank_events(new.id, '{post.published,post.edited}', new.at, v_body);
  foreach v_topic in array array['post:' || new.id, 'feed:latest'] || array(select 'tag:' || t from unnest(old.tags) t) loop
    perform announce(v_topic, 'post.deleted', new.id, v_body);
  end loop;
  return null;
end
$$;
create trigger posts_announce_change after update on posts for each row
  when (old.version <> new.version) execute function posts_announce_change();

create function posts_announce_tally() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('post:' || new.id, 'post.tallied', new.id, json_build_object('post', new.id, 'score', new.score,
    'answers', new.answers, 'comments', new.comments, 'accepted_id', new.accepted_id, 'tallied', new.tallied));
  return null;
end
$$;
create trigger posts_announce_tally after update on posts for each row
  when (old.tallied <> new.tallied) execute function posts_announce_tally();

create function answers_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := told_answer(new);
begin
  if tg_op = 'INSERT' then
    perform announce('post:' || new.post_id, 'answer.published', new.id, v_body);
  elsif new.deleted_at is null then
    perform announce('post:' || new.post_id, 'answer.edited', new.id, v_body);
  else
    perform blank_events(new.id, '{answer.published,answer.edited}', new.at, v_body);
    perform announce('post:' || new.post_id, 'answer.deleted', new.id, v_body);
  end if;
  return null;
end
$$;
create trigger answers_announce after insert on answers for each row execute function answers_announce();
create trigger answers_announce_change after update on answers for each row
  when (old.version <> new.version) execute function answers_announce();

create function answers_announce_tally() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('post:' || new.post_id, 'answer.tallied', new.id, json_build_object('answer', new.id,
    'score', new.score, 'comments', new.comments, 'accepted', new.accepted, 'tallied', new.tallied));
  return null;
end
$$;
create trigger answers_announce_tally after update on answers for each row
  when (old.tallied <> new.tallied) execute function answers_announce_tally();

create function comments_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := told_comment(new);
begin
  if tg_op = 'INSERT' then
    perform announce('post:' || new.post_id, 'comment.published', new.id, v_body);
  elsif new.deleted_at is null then
    perform announce('post:' || new.post_id, 'comment.edited', new.id, v_body);
  else
    perform blank_events(new.id, '{comment.published,comment.edited}', new.at, v_body);
    perform announce('post:' || new.post_id, 'comment.deleted', new.id, v_body);
  end if;
  return null;
end
$$;
create trigger comments_announce after insert on comments for each row execute function comments_announce();
create trigger comments_announce_change after update on comments for each row
  when (old.version <> new.version) execute function comments_announce();

create function comments_announce_tally() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('post:' || new.post_id, 'comment.tallied', new.id, json_build_object('comment', new.id,
    'score', new.score, 'tallied', new.tallied));
  return null;
end
$$;
create trigger comments_announce_tally after update on comments for each row
  when (old.tallied <> new.tallied) execute function comments_announce_tally();

do $$
declare
  v_name text;
begin
  -- Doors: what a request may call.
  foreach v_name in array array[
      'publish_post(uuid, text, text, text, text[], text[])', 'rewrite_post(uuid, text, text, text[], text[], bigint)',
      'delete_post(uuid)', 'publish_answer(uuid, uuid, text, text[])', 'rewrite_answer(uuid, text, text[], bigint)',
      'delete_answer(uuid)', 'accept_answer(uuid, uuid)', 'publish_comment(uuid, uuid, uuid, uuid, text, text[])',
      'rewrite_comment(uuid, text, text[], bigint)', 'delete_comment(uuid)', 'cast_vote(text, uuid, smallint)',
      'set_bookmark(uuid, boolean)'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('grant execute on function %s to tertulia_app', v_name);
    execute format('alter function %s owner to tertulia_trigger', v_name);
  end loop;
  -- What they and the triggers call.
  foreach v_name in array array[
      'may_meet(uuid)', 'hold_thread(uuid)', 'hold_post(uuid)', 'hold_answer(uuid)', 'hold_comment(uuid)',
      'set_mentions(text, uuid, uuid, text[])', 'set_tags(uuid, timestamptz, text[])', 'told_time(timestamptz)',
      'told_author(uuid)', 'told_post(posts)', 'told_answer(answers)', 'told_comment(comments)',
      'blank_events(uuid, text[], timestamptz, json)'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('grant execute on function %s to tertulia_trigger', v_name);
  end loop;
  foreach v_name in array array[
      'votes_count()', 'answers_count()', 'comments_count()', 'post_tags_count()', 'posts_announce()',
      'posts_announce_change()', 'posts_announce_tally()', 'answers_announce()', 'answers_announce_tally()',
      'comments_announce()', 'comments_announce_tally()'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('alter function %s owner to tertulia_trigger', v_name);
  end loop;
end
$$;
