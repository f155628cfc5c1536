-- Bounds of posts: what a block keeps from whom it parts.

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

set local role tertulia_owner;
