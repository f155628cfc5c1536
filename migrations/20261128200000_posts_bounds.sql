-- Bounds of posts: what a block keeps from whom it parts, how much of what was said before is kept, and how much a list
-- reads.

-- Each event of a thread names who wrote what it tells of, and who wrote the answer on which that stands: whoever tells it
-- leaves out for whom one of them is gone.
create or replace function told_comment(c comments) returns json
  language sql stable
  as $$
  select json_build_object('id', c.id, 'post_id', c.post_id, 'answer_id', c.answer_id,
    'answer_author_id', (select a.author_id from answers a where a.id = c.answer_id), 'reply_to', c.reply_to,
    'author', told_author(c.author_id), 'body', left(c.body, 4000), 'cut', char_length(c.body) > 4000,
    'at', told_time(c.at), 'version', c.version, 'edited_at', told_time(c.edited_at),
    'deleted_at', told_time(c.deleted_at), 'score', c.score, 'tallied', c.tallied)
$$;

-- Has a text name these people and no others; whoever wrote it is not named by it, nor who and the writer, or who and the
-- author of the post, are gone for each other.
create or replace function set_mentions(p_kind text, p_entry uuid, p_post uuid, p_handles text[]) returns void
  language plpgsql
  as $$
begin
  delete from mentions m where m.kind = p_kind and m.entry_id = p_entry
    and not exists (select from accounts a where a.id = m.account_id and a.handle = any (p_handles));
  insert into mentions (kind, entry_id, account_id, post_id, author_id)
    select p_kind, p_entry, a.id, p_post, viewer() from accounts a
      where a.handle = any (p_handles) and a.deleted_at is null and a.id <> viewer() and not are_apart(viewer(), a.id)
        and not are_apart((select p.author_id from posts p where p.id = p_post), a.id)
    on conflict do nothing;
end
$$;

-- What was said before is there for whom all of it is there: what it stood on, too. One row each is looked up, which a plan
-- cannot turn into a search through all of them.
alter policy post_revisions_read on post_revisions using (
  author_id <> all (array(select hidden_people()))
  and (select true from posts p where p.id = post_revisions.post_id)
  and case when post_revisions.kind = 'comment' then (
    select c.answer_id is null or (select true from answers a where a.id = c.answer_id)
      from comments c where c.id = post_revisions.entry_id) else true end);

set local role tertulia_trigger; -- whose functions they are

create or replace function posts_announce_tally() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('post:' || new.id, 'post.tallied', new.id, json_build_object('post', new.id,
    'author_id', new.author_id, 'score', new.score, 'answers', new.answers, 'comments', new.comments,
    'accepted_id', new.accepted_id, 'tallied', new.tallied));
  return null;
end
$$;

create or replace function answers_announce_tally() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('post:' || new.post_id, 'answer.tallied', new.id, json_build_object('answer', new.id,
    'author_id', new.author_id, 'score', new.score, 'comments', new.comments, 'accepted', new.accepted,
    'tallied', new.tallied));
  return null;
end
$$;

create or replace function comments_announce_tally() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('post:' || new.post_id, 'comment.tallied', new.id, json_build_object('comment', new.id,
    'author_id', new.author_id, 'answer_author_id', (select a.author_id from answers a where a.id = new.answer_id),
    'score', new.score, 'tallied', new.tallied));
  return null;
end
$$;

-- Has a question of the viewer have this answer be the accepted one, or none. The outcome is one of
--   done       it is so, now or before
--   forbidden  somebody else asked
--   missing    there is no such question for the viewer or no such answer to it, or one of them was deleted
create or replace function accept_answer(p_post uuid, p_answer uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_post);
begin
  if v_post.id is null or v_post.deleted_at is not null or p_answer is not null and not exists (
      select from answers a
        where a.id = p_answer and a.post_id = p_post and a.deleted_at is null and may_meet(a.author_id)) then
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

set local role tertulia_owner;

-- Keeps what was said before within bounds: what an entry said for less than five minutes is no version to be read again,
-- but its first words, to which others may have replied, always are; and of one entry a hundred are kept, the first and the
-- latest.
create function post_revisions_bound() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if new.version > 1 and new.at > clock_timestamp() - interval '5 minutes' then
    return null;
  end if;
  delete from post_revisions r where r.kind = new.kind and r.entry_id = new.entry_id and r.version > 1 and r.version <= (
    select o.version from post_revisions o where o.kind = new.kind and o.entry_id = new.entry_id
      order by o.version desc offset 98 limit 1);
  return new;
end
$$;
create trigger post_revisions_bound before insert on post_revisions for each row execute function post_revisions_bound();
revoke execute on function post_revisions_bound() from public;
alter function post_revisions_bound() owner to tertulia_trigger;

-- The best of some days are among the best of each day, however much is published in one. The day is a column of its own:
-- under a policy no index is asked for what a function makes of another one.
alter table posts add column day date not null generated always as ((at at time zone 'UTC')::date) stored;
create index posts_top_of_day on posts (day, score desc, id desc) include (at, author_id) where deleted_at is null;
-- The score stands there now.
drop index posts_latest;
create index posts_latest on posts (at desc, id desc) include (author_id) where deleted_at is null;

-- Tags that begin with one or two letters are many; of them those of most posts are asked for.
create index tags_letter on tags (left(name, 1), posts desc, name);
create index tags_letters on tags (left(name, 2), posts desc, name);
