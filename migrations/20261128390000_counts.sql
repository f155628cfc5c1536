-- Counts: what is stored of them is compared with what they count, night after night, and mended where it differs.
--
-- What triggers keep should never differ; where it does, a trigger is wrong, or somebody changed rows past it. A count and what
-- it counts are read in one statement, so as of one moment, and change in one transaction: an act that goes on meanwhile makes no
-- difference. What differs is asked once more where nobody can change it, and mended there, one row in a transaction.
--
-- `true_…` say what a count should be, `counts_behind` compares a stretch of rows, `mend_count` mends one, `compare_counts` goes
-- one step. Not compared are the followers that a suggestion names, which are those of when it was made, nor reactions, which
-- are stored as the people themselves.

-- How far each walk over the rows of a count has come.
create table count_walks (
  count text primary key,
  -- So many rows are compared at once: their counts read some thousands of others.
  pace integer not null constraint count_walks_pace check (pace > 0),
  -- The last row that was compared; none where the next walk has not begun.
  after text,
  compared bigint not null default 0,
  differed bigint not null default 0,
  -- When the last walk came to its end, and when one last found something to mend.
  ended_at timestamptz,
  differed_at timestamptz
);
alter table count_walks enable row level security, force row level security;
create policy count_walks_background on count_walks to tertulia_jobs, tertulia_trigger using (true) with check (true);
grant select, insert, update, delete on count_walks to tertulia_jobs, tertulia_trigger;

set local role tertulia_trigger;
insert into count_walks (count, pace) values
  ('answers', 500), ('comments', 1000), ('conversations', 200), ('inboxes', 500), ('marks', 200), ('notifications', 1000),
  ('people', 100), ('posts', 500), ('tags', 100);
set local role tertulia_owner;

-- What was voted on an entry.
create index votes_entry on votes (entry_id, kind) include (value);

create function true_post(p_post uuid) returns table (score bigint, answers bigint, comments bigint)
  language sql stable
  as $$
  select (select coalesce(sum(v.value), 0)::bigint from votes v where v.entry_id = p_post and v.kind = 'post'),
    (select count(*) from answers a where a.post_id = p_post and a.deleted_at is null),
    (select count(*) from comments c where c.parent_id = p_post and c.deleted_at is null)
$$;

create function true_answer(p_answer uuid) returns table (score bigint, comments bigint)
  language sql stable
  as $$
  select (select coalesce(sum(v.value), 0)::bigint from votes v where v.entry_id = p_answer and v.kind = 'answer'),
    (select count(*) from comments c where c.parent_id = p_answer and c.deleted_at is null)
$$;

create function true_comment(p_comment uuid) returns table (score bigint)
  language sql stable
  as $$
  select (select coalesce(sum(v.value), 0)::bigint from votes v where v.entry_id = p_comment and v.kind = 'comment')
$$;

create function true_tag(p_tag text) returns table (posts bigint)
  language sql stable
  as $$
  select (select count(*) from post_tags k where k.tag = p_tag)
$$;

create function true_person(p_account uuid)
  returns table (followers bigint, following bigint, reputation bigint, upvotes bigint)
  language sql stable
  as $$
  select (select count(*) from follows f where f.followed_id = p_account),
    (select count(*) from follows f where f.follower_id = p_account),
    voted.points + 15 * (
      select count(*) from answers a join posts p on p.id = a.post_id
        where a.author_id = p_account and p.accepted_id = a.id and p.author_id <> p_account),
    voted.up
    from (
      select coalesce(sum(case v.value when 1 then 10 else -2 end), 0)::bigint as points, count(*) filter (where v.value = 1) as up
        from (
          select p.id, 'post' as kind from posts p where p.author_id = p_account
          union all
          select a.id, 'answer' from answers a where a.author_id = p_account
        ) e join votes v on v.entry_id = e.id and v.kind = e.kind
    ) voted
$$;

create function true_notification(p_notification uuid) returns table (actors bigint)
  language sql stable
  as $$
  select (select count(distinct a.actor_id) from notification_acts a where a.notification_id = p_notification)
$$;

create function true_inbox(p_account uuid) returns table (unread bigint)
  language sql stable
  as $$
  select (select count(*) from notifications n where n.account_id = p_account and n.read_at is null)
$$;

create function true_mark(p_account uuid, p_conversation uuid, p_read bigint) returns table (own_past bigint)
  language sql stable
  as $$
  select (select count(*) from messages m
    where m.author_id = p_account and m.conversation_id = p_conversation and m.seq > p_read)
$$;

-- The number of the last message, and, of a thread, what the message says that it is about.
create function true_conversation(p_conversation uuid, p_thread_of uuid) returns table (last_seq bigint, answers bigint)
  language sql stable
  as $$
  select (select coalesce(max(m.seq), 0) from messages m where m.conversation_id = p_conversation),
    (select coalesce((m.answers ->> 'count')::bigint, 0)
       from message_ids i join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
       where i.id = p_conversation and i.conversation_id = p_thread_of)
$$;

-- So many rows of a count behind one, in their order, and whether what is stored differs from what it counts: as of one moment.
create function counts_behind(p_count text, p_after text, p_number integer) returns table (key text, differs boolean)
  language plpgsql stable
  as $$
declare
  v_first constant text := '00000000-0000-0000-0000-000000000000';
  -- The key of a mark is that of its person and that of its conversation.
  v_after uuid := case when p_count <> 'tags' then split_part(coalesce(p_after, v_first), ' ', 1) end;
  v_conversation uuid := case when p_count = 'marks' then split_part(coalesce(p_after, v_first || ' ' || v_first), ' ', 2) end;
begin
  case p_count
    when 'posts' then
      return query select p.id::text, (p.score, p.answers, p.comments) is distinct from (t.score, t.answers, t.comments)
        from posts p cross join lateral true_post(p.id) t where p.id > v_after order by p.id limit p_number;
    when 'answers' then
      return query select a.id::text, (a.score, a.comments) is distinct from (t.score, t.comments)
        from answers a cross join lateral true_answer(a.id) t where a.id > v_after order by a.id limit p_number;
    when 'comments' then
      return query select c.id::text, c.score <> t.score
        from comments c cross join lateral true_comment(c.id) t where c.id > v_after order by c.id limit p_number;
    when 'tags' then
      return query select g.name, g.posts <> t.posts
        from tags g cross join lateral true_tag(g.name) t where g.name > coalesce(p_after, '') order by g.name limit p_number;
    when 'people' then
      return query select s.account_id::text,
          (s.followers, s.following, s.reputation, s.upvotes)
            is distinct from (t.followers, t.following, t.reputation, t.upvotes)
        from user_stats s cross join lateral true_person(s.account_id) t
        where s.account_id > v_after order by s.account_id limit p_number;
    when 'notifications' then
      return query select n.id::text, n.actors <> t.actors
        from notifications n cross join lateral true_notification(n.id) t where n.id > v_after order by n.id limit p_number;
    when 'inboxes' then
      return query select c.account_id::text, c.unread <> t.unread
        from notification_counts c cross join lateral true_inbox(c.account_id) t
        where c.account_id > v_after order by c.account_id limit p_number;
    when 'marks' then
      return query select k.account_id || ' ' || k.conversation_id, k.own_past <> t.own_past
        from marks k cross join lateral true_mark(k.account_id, k.conversation_id, k.read_seq) t
        where (k.account_id, k.conversation_id) > (v_after, v_conversation)
        order by k.account_id, k.conversation_id limit p_number;
    when 'conversations' then
      return query select c.id::text, c.last_seq <> t.last_seq or coalesce(t.answers <> t.last_seq, false)
        from conversations c cross join lateral true_conversation(c.id, c.thread_of) t
        where c.id > v_after order by c.id limit p_number;
  end case;
end
$$;

-- Has a count of an entry, a tag or a person be what it counts, and whether it was not. Nobody can change the row between the
-- look and the change; the triggers that tell of any change of it tell of this one.
create function mend_public_count(p_count text, p_key text) returns boolean
  language plpgsql
  as $$
begin
  case p_count
    when 'posts' then
      perform from posts p where p.id = p_key::uuid for no key update;
      update posts p set score = t.score, answers = t.answers, comments = t.comments, tallied = p.tallied + 1
        from true_post(p_key::uuid) t
        where p.id = p_key::uuid and (p.score, p.answers, p.comments) is distinct from (t.score, t.answers, t.comments);
    when 'answers' then
      perform from answers a where a.id = p_key::uuid for no key update;
      update answers a set score = t.score, comments = t.comments, tallied = a.tallied + 1
        from true_answer(p_key::uuid) t
        where a.id = p_key::uuid and (a.score, a.comments) is distinct from (t.score, t.comments);
    when 'comments' then
      perform from comments c where c.id = p_key::uuid for no key update;
      update comments c set score = t.score, tallied = c.tallied + 1
        from true_comment(p_key::uuid) t where c.id = p_key::uuid and c.score <> t.score;
    when 'tags' then
      perform from tags g where g.name = p_key for no key update;
      update tags g set posts = t.posts from true_tag(p_key) t where g.name = p_key and g.posts <> t.posts;
    when 'people' then
      perform from user_stats s where s.account_id = p_key::uuid for no key update;
      update user_stats s set followers = t.followers, following = t.following, reputation = t.reputation,
          upvotes = t.upvotes, version = s.version + 1
        from true_person(p_key::uuid) t
        where s.account_id = p_key::uuid and (s.followers, s.following, s.reputation, s.upvotes)
          is distinct from (t.followers, t.following, t.reputation, t.upvotes);
  end case;
  return found;
end
$$;

-- The same of what somebody is told, who waits for the row of their inbox before anything else.
create function mend_told_count(p_count text, p_key text) returns boolean
  language plpgsql
  as $$
declare
  v_account uuid := case p_count when 'inboxes' then p_key::uuid else (
    select n.account_id from notifications n where n.id = p_key::uuid) end;
  v_inbox notification_counts;
begin
  perform from notification_counts c where c.account_id = v_account for no key update;
  if p_count = 'inboxes' then
    update notification_counts c set unread = t.unread, version = c.version + 1
      from true_inbox(v_account) t where c.account_id = v_account and c.unread <> t.unread returning c.* into v_inbox;
    if not found then
      return false;
    end if;
    -- None of them was read by that.
    perform announce('inbox:' || v_account, 'notifications.read', v_account, json_build_object('through', 0,
        'read_at', told_time(date_trunc('milliseconds', clock_timestamp())), 'unread', v_inbox.unread,
        'version', v_inbox.version));
    return true;
  end if;
  perform from notifications n cross join lateral true_notification(n.id) t
    where n.id = p_key::uuid and n.actors <> t.actors;
  if not found then
    return false;
  end if;
  update notifications n set actors = t.actors, version = next_notification_version(v_account)
    from true_notification(p_key::uuid) t where n.id = p_key::uuid;
  perform announce_change(v_account, p_key::uuid);
  return true;
end
$$;

-- The same of what is said: nobody sends in the conversation meanwhile.
create function mend_said_count(p_count text, p_key text) returns boolean
  language plpgsql
  as $$
declare
  v_person uuid := case p_count when 'marks' then split_part(p_key, ' ', 1) end;
  v_here uuid := case p_count when 'marks' then split_part(p_key, ' ', 2) else p_key end;
  v_root message_ids;
  v_answers jsonb;
  v_is_mended boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(v_here::text, 0));
  if p_count = 'marks' then
    perform from marks k where k.account_id = v_person and k.conversation_id = v_here for no key update;
    update marks k set own_past = t.own_past, version = k.version + 1
      from marks held cross join lateral true_mark(held.account_id, held.conversation_id, held.read_seq) t
      where held.account_id = v_person and held.conversation_id = v_here
        and k.account_id = v_person and k.conversation_id = v_here and k.own_past <> t.own_past;
    return found;
  end if;
  -- Nobody is told: whoever is here knows the number from the messages, and the next one says it.
  update conversations c set last_seq = t.last_seq, last_author_id = m.author_id, last_body = left(m.body, 200),
      last_at = m.at, last_version = coalesce(m.version, c.last_version)
    from true_conversation(v_here, null) t left join messages m on m.conversation_id = v_here and m.seq = t.last_seq
    where c.id = v_here and c.last_seq <> t.last_seq;
  v_is_mended := found;
  select i.* into v_root from conversations c join message_ids i on i.id = c.id and i.conversation_id = c.thread_of
    where c.id = v_here;
  update messages m set answers = case when t.last_seq > 0 then jsonb_build_object('count', t.last_seq,
      'people', (select jsonb_agg(latest.person order by latest.place) from (
        select a.author_id::text as person, min(-a.seq) as place from messages a where a.conversation_id = v_here
          group by a.author_id order by min(-a.seq) limit 3) latest),
      'at', to_char(c.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end
    from conversations c cross join lateral true_conversation(c.id, c.thread_of) t
    where c.id = v_here and m.conversation_id = v_root.conversation_id and m.seq = v_root.seq and t.answers <> t.last_seq
    returning m.answers into v_answers;
  if found and v_answers is not null then
    perform announce('conversation:' || v_root.conversation_id, 'message.answered', v_here, json_build_object(
      'id', v_here, 'conversation_id', v_root.conversation_id, 'seq', v_root.seq, 'answers', v_answers));
  end if;
  return v_is_mended or found;
end
$$;

-- Compares the next rows of a count, mends the first of them that differs, and keeps how far it came: how many were compared,
-- how many of these were mended, and whether it was the end of a walk. Where another program is at it, nothing is done, as at
-- an end. What takes time is read before anything is written; of the one row that is mended it is read once more while that is
-- held. What cannot be mended is said in the log and left behind: the rest does not wait for it.
create function compare_counts(p_count text) returns table (compared bigint, differed bigint, is_over boolean)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, however few there are, or seem to be.
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_walk count_walks;
  v_odd text;
  v_last text;
  v_number bigint;
  v_place bigint;
  v_is_stuck boolean := false;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('counts:' || p_count, 0)) then
    return query select 0::bigint, 0::bigint, true;
    return;
  end if;
  select * into v_walk from count_walks w where w.count = p_count;
  select count(*), min(c.place) filter (where c.differs), (array_agg(c.key order by c.place desc))[1],
      (array_agg(c.key order by c.place) filter (where c.differs))[1]
    into v_number, v_place, v_last, v_odd
    from counts_behind(p_count, v_walk.after, v_walk.pace) with ordinality c(key, differs, place);
  compared := coalesce(v_place, v_number);
  differed := 0;
  is_over := v_odd is null and v_number < v_walk.pace;
  if v_odd is not null then
    begin
      differed := (case when p_count in ('notifications', 'inboxes') then mend_told_count(p_count, v_odd)
        when p_count in ('marks', 'conversations') then mend_said_count(p_count, v_odd)
        else mend_public_count(p_count, v_odd) end)::integer;
    exception
      -- What came in its way, and will not at the next try.
      when transaction_rollback or lock_not_available then raise;
      when others then
        v_is_stuck := true;
        raise warning 'counts: % % cannot be mended: %', p_count, v_odd, sqlerrm;
    end;
  end if;
  update count_walks w set after = case when not is_over then coalesce(v_odd, v_last) end,
      compared = compare_counts.compared + case when v_walk.after is null then 0 else w.compared end,
      differed = compare_counts.differed + case when v_walk.after is null then 0 else w.differed end,
      ended_at = case when is_over then now() else w.ended_at end,
      differed_at = case when compare_counts.differed > 0 or v_is_stuck then now() else w.differed_at end
    where w.count = p_count;
  return next;
end
$$;

revoke execute on function true_post(uuid), true_answer(uuid), true_comment(uuid), true_tag(text), true_person(uuid),
  true_notification(uuid), true_inbox(uuid), true_mark(uuid, uuid, bigint), true_conversation(uuid, uuid),
  counts_behind(text, text, integer), mend_public_count(text, text), mend_told_count(text, text),
  mend_said_count(text, text), compare_counts(text) from public;
grant execute on function true_post(uuid), true_answer(uuid), true_comment(uuid), true_tag(text), true_person(uuid),
  true_notification(uuid), true_inbox(uuid), true_mark(uuid, uuid, bigint), true_conversation(uuid, uuid),
  counts_behind(text, text, integer), mend_public_count(text, text), mend_told_count(text, text),
  mend_said_count(text, text) to tertulia_trigger;
grant execute on function compare_counts(text) to tertulia_jobs;
alter function compare_counts(text) owner to tertulia_trigger;
