-- Notifications: what a person is told of that others did.
--
-- The trigger of each fact notes an act: who did what to something of whose (`notify_person`, below; what else is to tell
-- somebody something calls it, too). Nothing more happens until the transaction is about to commit. Then one trigger goes
-- through all its acts, in the order of whom they are to be told, takes the one row of that person, and under it puts the
-- act to those of the same kind on the same thing within one hour, counts who did it and what is unread, and tells the
-- person's devices. So no two transactions wait for each other, whomever a text names, and what is counted is exact.
--
-- An act that is taken back is marked, and settled in the same way: a vote, a follow, a mention and an accepted answer
-- only where the person has not read of it, so that nobody is told again and again by who wavers. What was deleted is told
-- no more in any case, nor is what somebody did who was blocked since.
--
-- No partitions: what is read goes 90 days after that, what is unread stays, so that a month would never be empty.

-- How many are unread, and a number that counts the changes of anything of a person's here.
create table notification_counts (
  account_id uuid primary key references accounts on delete cascade,
  unread bigint not null default 0 constraint notification_counts_unread check (unread >= 0),
  version bigint not null default 0
);

create table notifications (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  kind text not null constraint notifications_kind check (kind in (
    'post_upvote', 'answer_upvote', 'post_comment', 'answer_comment', 'comment_reply', 'new_answer', 'answer_accepted',
    'mention', 'new_follower', 'badge_earned', 'milestone', 'moderation')),
  -- What it happened to, by its id or its name.
  subject text not null,
  -- How many people did it.
  actors bigint not null default 0 constraint notifications_actors check (actors >= 0),
  began_at timestamptz not null,
  -- When it happened last.
  at timestamptz not null,
  read_at timestamptz,
  -- Its place: the version with which it happened last.
  number bigint not null,
  version bigint not null
);
create index notifications_unread on notifications (account_id, number desc) where read_at is null;
create index notifications_read on notifications (account_id, number desc) where read_at is not null;
create index notifications_subject on notifications (account_id, kind, subject, began_at desc);
create index notifications_old on notifications (read_at) where read_at is not null;

create table notification_acts (
  number bigint generated always as identity primary key,
  -- Who is told: that of the notification, once it is part of one.
  account_id uuid not null,
  kind text not null,
  subject text not null,
  -- Who did it; nobody where it happened by itself, or it is not said who did.
  actor_id uuid references accounts on delete cascade,
  -- What it leads to.
  entry_kind text constraint notification_acts_entry_kind check (entry_kind in ('post', 'answer', 'comment')),
  entry_id uuid,
  -- None until the transaction of the act is about to commit.
  notification_id uuid references notifications on delete cascade,
  withdrawn boolean not null default false,
  -- The transaction that has to settle it, or did.
  xid xid8 not null default pg_current_xact_id(),
  constraint notification_acts_entry check ((entry_kind is null) = (entry_id is null))
);
create index notification_acts_notification on notification_acts (notification_id, number desc);
create index notification_acts_actor on notification_acts (actor_id, account_id, notification_id);
create index notification_acts_entry on notification_acts (entry_id, account_id) where entry_id is not null;
create index notification_acts_xid on notification_acts (xid);

alter table notification_counts enable row level security, force row level security;
alter table notifications enable row level security, force row level security;
alter table notification_acts enable row level security, force row level security;
create policy notification_counts_background on notification_counts to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy notifications_background on notifications to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy notification_acts_background on notification_acts to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy notification_counts_own on notification_counts for select to tertulia_app using (account_id = viewer());
grant select on notification_counts to tertulia_app;
grant select, insert, update, delete on notification_counts, notifications, notification_acts
  to tertulia_jobs, tertulia_trigger;

-- A new UUIDv7.
create function new_id() returns uuid
  language sql volatile
  as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid
$$;

-- What is told. In plpgsql, of which a connection keeps the plans: in sql each call would be planned anew.

-- Something published, as far as it takes to say which one it is; nothing where it is not there for somebody.
create function told_preview(p_account uuid, p_kind text, p_entry uuid) returns json
  language plpgsql stable
  as $$
declare
  v_post_id uuid := p_entry;
  v_answer_id uuid;
  v_body text;
  -- Whose it is, and whose what it stands on.
  v_people uuid[];
  v_post posts;
begin
  if p_kind = 'comment' then
    select c.post_id, c.answer_id, c.body, array[c.author_id, a.author_id] into v_post_id, v_answer_id, v_body, v_people
      from comments c left join answers a on a.id = c.answer_id where c.id = p_entry and c.deleted_at is null;
  elsif p_kind = 'answer' then
    select a.post_id, a.id, a.body, array[a.author_id] into v_post_id, v_answer_id, v_body, v_people
      from answers a where a.id = p_entry and a.deleted_at is null;
  end if;
  select * into v_post from posts p where p.id = v_post_id and (p_kind <> 'post' or p.deleted_at is null);
  if not found then
    return null;
  end if;
  v_people := v_people || v_post.author_id;
  perform from blocks b where b.account_id = p_account and b.blocked_id = any (v_people);
  if found then
    return null;
  end if;
  perform from blocks b where b.blocked_id = p_account and b.account_id = any (v_people);
  if found then
    return null;
  end if;
  return json_build_object('entry', json_build_object(p_kind, p_entry), 'post_id', v_post.id, 'post_kind', v_post.kind,
    'answer_id', v_answer_id, 'title', v_post.title, 'excerpt', left(coalesce(v_body, v_post.body), 300));
end
$$;

-- The last three of those who did it, as far as they are among the last 20 acts; who did so last first.
create function told_actors(p_notification uuid) returns json
  language plpgsql stable
  as $$
begin
  return coalesce(json_agg(json_build_object('id', one.id, 'handle', one.handle, 'display_name', one.display_name,
      'role', one.role, 'deleted', one.deleted_at is not null) order by one.number desc), '[]')
    from (
      select c.*, last.number
        from (
          select late.actor_id, max(late.number) as number
            from (
              select a.actor_id, a.number from notification_acts a
                where a.notification_id = p_notification and a.actor_id is not null and not a.withdrawn
                order by a.number desc limit 20
            ) late
            group by late.actor_id order by max(late.number) desc limit 3
        ) last join accounts c on c.id = last.actor_id
    ) one;
end
$$;

create function told_notification(n notifications) returns json
  language plpgsql stable
  as $$
declare
  v_last notification_acts;
begin
  select * into v_last from notification_acts a where a.notification_id = n.id and not a.withdrawn
    order by a.number desc limit 1;
  return json_build_object('id', n.id, 'kind', n.kind, 'actors', told_actors(n.id), 'actor_count', n.actors,
    'entry', case when v_last.entry_id is not null
      then told_preview(n.account_id, v_last.entry_kind, v_last.entry_id) end,
    'name', case when n.kind in ('badge_earned', 'milestone') then n.subject end,
    'person', case n.kind when 'moderation' then (
      select told_author(r.account_id) from reports r where r.id = n.subject::uuid) end,
    'at', told_time(n.at), 'read_at', told_time(n.read_at), 'number', n.number, 'version', n.version);
end
$$;

-- A notification as it is, if there is any, and what is unread; nothing where the person was never told anything.
create function told_change(p_account uuid, p_id uuid) returns json
  language plpgsql stable
  as $$
declare
  v_told notifications;
  v_count notification_counts;
begin
  select * into v_told from notifications n where n.id = p_id and n.account_id = p_account;
  select * into v_count from notification_counts c where c.account_id = p_account;
  return case when v_count.account_id is not null then json_build_object('id', p_id,
    'notification', case when v_told.id is not null then told_notification(v_told) end,
    'unread', v_count.unread, 'version', v_count.version) end;
end
$$;

-- Tells the devices of a person of such a change, and returns what it told.
create function announce_change(p_account uuid, p_id uuid) returns json
  language plpgsql
  as $$
declare
  v_body json := told_change(p_account, p_id);
begin
  perform announce('inbox:' || p_account, 'notification.changed', p_id, v_body);
  return v_body;
end
$$;

-- What is noted.

-- Has somebody be told, once the transaction commits, that something happened: of which kind, to what (by its id or its
-- name, which a badge or a milestone is told by), who did it, and what it leads to, the last two where there is such a
-- thing. For functions of tertulia_trigger, as
--   perform notify_person(new.account_id, 'badge_earned', new.badge, null, null, null);
--   perform notify_person(new.author_id, 'milestone', 'upvotes_100', null, 'post', new.id);
-- Nobody is told what they did themselves, nor of whom a block keeps them apart, nor of what is not there for them. What
-- people did is told only where they do it themselves: what the background brings in is older than that.
create function notify_person(
    p_account uuid, p_kind text, p_subject text, p_actor uuid, p_entry_kind text, p_entry uuid) returns void
  language plpgsql
  as $$
begin
  insert into notification_acts (account_id, kind, subject, actor_id, entry_kind, entry_id)
    select p_account, p_kind, p_subject, p_actor, p_entry_kind, p_entry
      from accounts a
      where a.id = p_account and a.deleted_at is null
        and (p_actor is null or p_actor = viewer() and p_actor <> p_account)
        and not exists (select from blocks b
          where b.account_id = p_account and b.blocked_id = p_actor
             or b.account_id = p_actor and b.blocked_id = p_account)
        and (p_entry is null or told_preview(p_account, p_entry_kind, p_entry) is not null);
end
$$;

-- Takes back that somebody did something, where the person has not read of it.
create function withdraw_act(p_account uuid, p_kind text, p_subject text, p_actor uuid) returns void
  language plpgsql
  as $$
begin
  update notification_acts a set withdrawn = true, xid = pg_current_xact_id()
    where a.actor_id = p_actor and a.account_id = p_account and a.kind = p_kind and a.subject = p_subject
      and (select n.read_at is null from notifications n where n.id = a.notification_id);
end
$$;

-- What is settled, once the transaction commits.

-- The number of the next change of a person's; until the transaction ends nobody else changes anything of theirs.
create function next_notification_version(p_account uuid) returns bigint
  language plpgsql
  as $$
declare
  v_version bigint;
begin
  insert into notification_counts as c (account_id, version) values (p_account, 1)
    on conflict (account_id) do update set version = c.version + 1
    returning c.version into v_version;
  return v_version;
end
$$;

create function count_unread(p_account uuid, p_change bigint) returns void
  language plpgsql
  as $$
begin
  update notification_counts c set unread = c.unread + p_change where c.account_id = p_account;
end
$$;

-- Puts an act to its like, or begins with it. What was told of before, and not taken back, is told no second time.
create function tell_act(p_act notification_acts) returns void
  language plpgsql
  as $$
declare
  v_version bigint := next_notification_version(p_act.account_id);
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_told notifications;
  v_is_new_actor boolean;
begin
  select * into v_told from notifications n
    where n.account_id = p_act.account_id and n.kind = p_act.kind and n.subject = p_act.subject
      and n.began_at > v_now - interval '1 hour'
    order by n.began_at desc limit 1;
  perform from notification_acts a where a.actor_id = p_act.actor_id and a.account_id = p_act.account_id
    and a.notification_id = v_told.id and a.entry_id is not distinct from p_act.entry_id;
  if found then
    delete from notification_acts a where a.number = p_act.number;
    return;
  end if;
  v_is_new_actor := p_act.actor_id is not null and not exists (select from notification_acts a
    where a.actor_id = p_act.actor_id and a.account_id = p_act.account_id and a.notification_id = v_told.id);
  if v_told.id is null then
    v_told.id := new_id();
    insert into notifications (id, account_id, kind, subject, actors, began_at, at, number, version) values (v_told.id,
      p_act.account_id, p_act.kind, p_act.subject, v_is_new_actor::integer, v_now, v_now, v_version, v_version);
    perform count_unread(p_act.account_id, 1);
  else
    update notifications n set actors = n.actors + v_is_new_actor::integer, at = v_now, read_at = null,
        number = v_version, version = v_version
      where n.id = v_told.id;
    perform count_unread(p_act.account_id, (v_told.read_at is not null)::integer);
  end if;
  update notification_acts a set notification_id = v_told.id where a.number = p_act.number;
  perform announce_change(p_act.account_id, v_told.id);
end
$$;

-- Leaves out of a notification what was taken back; where nothing is left it is gone. What is not there any more for
-- the person is not told again either.
create function take_back_acts(p_account uuid, p_notification uuid) returns void
  language plpgsql
  as $$
declare
  v_version bigint := next_notification_version(p_account);
  v_told notifications;
  v_body json;
  v_is_hidden boolean;
begin
  select * into v_told from notifications n where n.id = p_notification;
  v_is_hidden := exists (select from notification_acts a
    where a.notification_id = p_notification and a.withdrawn and a.entry_id is not null
      and told_preview(p_account, a.entry_kind, a.entry_id) is null);
  delete from notification_acts a where a.notification_id = p_notification and a.withdrawn;
  update notifications n set version = v_version, actors = (
      select count(distinct a.actor_id) from notification_acts a where a.notification_id = n.id)
    where n.id = p_notification and exists (select from notification_acts a where a.notification_id = n.id);
  if not found then
    delete from notifications n where n.id = p_notification;
    perform count_unread(p_account, -(v_told.read_at is null)::integer);
  end if;
  v_body := announce_change(p_account, p_notification);
  if v_is_hidden then
    perform blank_events(p_notification, '{notification.changed}', v_told.began_at, v_body);
  end if;
end
$$;

-- Settles the acts of the transaction.
create function notification_acts_settle() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, however many there are: the plan is made once. No bitmaps, which meet again and again what was settled.
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_account uuid;
  v_notification uuid;
  v_act notification_acts;
begin
  -- The first of them settles all.
  if current_setting('app.acts_due', true) is distinct from 'yes' then
    return null;
  end if;
  delete from notification_acts a where a.xid = pg_current_xact_id() and a.withdrawn and a.notification_id is null;
  for v_account in
    select distinct a.account_id from notification_acts a
      where a.xid = pg_current_xact_id() and (a.notification_id is null or a.withdrawn) order by a.account_id
  loop
    for v_notification in
      select distinct a.notification_id from notification_acts a
        where a.xid = pg_current_xact_id() and a.account_id = v_account and a.withdrawn
    loop
      perform take_back_acts(v_account, v_notification);
    end loop;
    for v_act in
      select * from notification_acts a
        where a.xid = pg_current_xact_id() and a.account_id = v_account and a.notification_id is null order by a.number
    loop
      perform tell_act(v_act);
    end loop;
  end loop;
  perform set_config('app.acts_due', 'no', true);
  return null;
end
$$;
create constraint trigger notification_acts_settle after insert or update on notification_acts
  deferrable initially deferred for each row when (new.notification_id is null or new.withdrawn)
  execute function notification_acts_settle();

create function notification_acts_are_due() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform set_config('app.acts_due', 'yes', true);
  return null;
end
$$;
create trigger notification_acts_are_due after insert or update on notification_acts
  for each statement execute function notification_acts_are_due();

-- The facts.

-- Whose post or answer was voted up is told; who votes otherwise then takes that back.
create function votes_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_vote votes := case when tg_op = 'DELETE' then old else new end;
  v_author uuid := case v_vote.kind
    when 'post' then (select p.author_id from posts p where p.id = v_vote.entry_id)
    else (select a.author_id from answers a where a.id = v_vote.entry_id) end;
begin
  if tg_op <> 'DELETE' and v_vote.value = 1 then
    perform notify_person(v_author, v_vote.kind || '_upvote', v_vote.entry_id::text, v_vote.account_id,
      v_vote.kind, v_vote.entry_id);
  else
    perform withdraw_act(v_author, v_vote.kind || '_upvote', v_vote.entry_id::text, v_vote.account_id);
  end if;
  return null;
end
$$;
create trigger votes_notify after insert on votes for each row
  when (new.kind <> 'comment' and new.value = 1) execute function votes_notify();
create trigger votes_notify_change after update on votes for each row
  when (new.kind <> 'comment' and old.value <> new.value) execute function votes_notify();
create trigger votes_notify_end after delete on votes for each row
  when (old.kind <> 'comment' and old.value = 1) execute function votes_notify();

-- Who replies to a comment tells whoever made it, and who comments whoever wrote what it stands on; each once, and whom
-- the text names that alone. So it waits until all is known of the text.
create function comments_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_replied uuid := (select c.author_id from comments c where c.id = new.reply_to);
  v_author uuid := case when new.answer_id is null
    then (select p.author_id from posts p where p.id = new.post_id)
    else (select a.author_id from answers a where a.id = new.answer_id) end;
begin
  perform notify_person(who.account_id, who.kind, who.subject::text, new.author_id, 'comment', new.id)
    from (values
        (v_replied, 'comment_reply', new.reply_to),
        (nullif(v_author, v_replied), case when new.answer_id is null then 'post_comment' else 'answer_comment' end,
          coalesce(new.answer_id, new.post_id))
      ) who (account_id, kind, subject)
    where not exists (select from mentions m
      where m.kind = 'comment' and m.entry_id = new.id and m.account_id = who.account_id);
  return null;
end
$$;
create constraint trigger comments_notify after insert on comments deferrable initially deferred
  for each row execute function comments_notify();

-- Who asked is told of an answer, in the same way.
create function answers_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  perform notify_person(p.author_id, 'new_answer', p.id::text, new.author_id, 'answer', new.id)
    from posts p
    where p.id = new.post_id and not exists (select from mentions m
      where m.kind = 'answer' and m.entry_id = new.id and m.account_id = p.author_id);
  return null;
end
$$;
create constraint trigger answers_notify after insert on answers deferrable initially deferred
  for each row execute function answers_notify();

create function answers_notify_accepted() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_asker uuid := (select p.author_id from posts p where p.id = new.post_id);
begin
  if new.accepted then
    perform notify_person(new.author_id, 'answer_accepted', new.id::text, v_asker, 'answer', new.id);
  else
    perform withdraw_act(new.author_id, 'answer_accepted', new.id::text, v_asker);
  end if;
  return null;
end
$$;
create trigger answers_notify_accepted after update on answers for each row
  when (old.accepted <> new.accepted) execute function answers_notify_accepted();

-- Whom a text names is told, but who was told of it before for another reason.
create function mentions_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  perform notify_person(m.account_id, 'mention', m.entry_id::text, m.author_id, m.kind, m.entry_id)
    from changed m
    where not exists (select from notification_acts a where a.entry_id = m.entry_id and a.account_id = m.account_id);
  return null;
end
$$;
create trigger mentions_notify after insert on mentions referencing new table as changed
  for each statement execute function mentions_notify();

create function mentions_notify_end() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  perform withdraw_act(m.account_id, 'mention', m.entry_id::text, m.author_id) from changed m;
  return null;
end
$$;
create trigger mentions_notify_end after delete on mentions referencing old table as changed
  for each statement execute function mentions_notify_end();

-- What was deleted is told of no more.
create function entries_end_notifications() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  update notification_acts a set withdrawn = true, xid = pg_current_xact_id() where a.number in (
    select b.number from notification_acts b where b.entry_id = new.id order by b.number for update);
  return null;
end
$$;
create trigger posts_end_notifications after update on posts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function entries_end_notifications();
create trigger answers_end_notifications after update on answers for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function entries_end_notifications();
create trigger comments_end_notifications after update on comments for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function entries_end_notifications();

-- Nor is its title told again, which stood beside what others said below it.
create function posts_end_titles() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  update events e set body = jsonb_set(e.body::jsonb, '{notification,entry,title}', 'null')::json
    where e.kind = 'notification.changed' and e.at >= new.at - interval '1 minute' and e.at <= now() + interval '1 minute'
      and e.entity in (
        select a.notification_id from notification_acts a where a.entry_id in (
          select b.id from answers b where b.post_id = new.id union all select c.id from comments c where c.post_id = new.id))
      and e.body #>> '{notification,entry,post_id}' = new.id::text;
  return null;
end
$$;
create trigger posts_end_titles after update on posts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function posts_end_titles();

create function follows_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  if tg_op = 'INSERT' then
    perform notify_person(new.followed_id, 'new_follower', new.followed_id::text, new.follower_id, null, null);
  else
    perform withdraw_act(old.followed_id, 'new_follower', old.followed_id::text, old.follower_id);
  end if;
  return null;
end
$$;
create trigger follows_notify after insert or delete on follows for each row execute function follows_notify();

-- Who reported something is told that a moderator has looked at it, not which one.
create function reports_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  perform notify_person(new.reporter_id, 'moderation', new.id::text, null, null, null);
  return null;
end
$$;
create trigger reports_notify after update on reports for each row
  when (old.state <> new.state and new.state = 'done' and new.reporter_id is distinct from tertulia.viewer())
  execute function reports_notify();

-- Neither of two people is told any more what the other one did before they were kept apart.
create function blocks_end_notifications() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  update notification_acts a set withdrawn = true, xid = pg_current_xact_id() where a.number in (
    select b.number from notification_acts b
      where b.actor_id = new.account_id and b.account_id = new.blocked_id
         or b.actor_id = new.blocked_id and b.account_id = new.account_id
      order by b.number for update);
  return null;
end
$$;
create trigger blocks_end_notifications after insert on blocks for each row execute function blocks_end_notifications();

-- Who is gone is told nothing.
create function accounts_end_notifications() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
begin
  delete from notification_counts c where c.account_id = new.id;
  delete from notifications n where n.account_id = new.id;
  return null;
end
$$;
create trigger accounts_end_notifications after update on accounts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function accounts_end_notifications();

-- What the viewer reads.

-- Of the viewer's notifications, the unread ones or the others, those before a place.
create function my_notifications(p_unread boolean, p_before bigint, p_limit bigint) returns setof json
  language plpgsql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  if p_unread then
    return query select told_notification(n) from notifications n
      where n.account_id = viewer() and n.read_at is null and n.number < p_before order by n.number desc limit p_limit;
  else
    return query select told_notification(n) from notifications n
      where n.account_id = viewer() and n.read_at is not null and n.number < p_before
      order by n.number desc limit p_limit;
  end if;
end
$$;

-- Has the viewer read one, unless something happened after this place, and returns what holds then.
create function read_notification(p_id uuid, p_through bigint) returns json
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_version bigint;
begin
  perform from notifications n
    where n.id = p_id and n.account_id = viewer() and n.read_at is null and n.number <= p_through;
  if not found then
    return told_change(viewer(), p_id);
  end if;
  v_version := next_notification_version(viewer());
  update notifications n set read_at = date_trunc('milliseconds', clock_timestamp()), version = v_version
    where n.id = p_id and n.account_id = viewer() and n.read_at is null and n.number <= p_through;
  if not found then
    return told_change(viewer(), p_id);
  end if;
  perform count_unread(viewer(), -1);
  return announce_change(viewer(), p_id);
end
$$;

-- Has the viewer read all up to a place, and returns what holds then; nothing where they were never told anything. What
-- came later stays unread.
create function read_all_notifications(p_through bigint) returns json
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_version bigint;
  v_number bigint;
  v_body json;
begin
  perform from notifications n where n.account_id = viewer() and n.read_at is null and n.number <= p_through limit 1;
  if found then
    v_version := next_notification_version(viewer());
    update notifications n set read_at = v_now, version = v_version
      where n.account_id = viewer() and n.read_at is null and n.number <= p_through;
    get diagnostics v_number = row_count;
    perform count_unread(viewer(), -v_number);
  end if;
  select json_build_object('through', least(p_through, c.version), 'read_at', told_time(v_now), 'unread', c.unread,
      'version', c.version)
    into v_body from notification_counts c where c.account_id = viewer();
  if v_number > 0 then
    perform announce('inbox:' || viewer(), 'notifications.read', viewer(), v_body);
  end if;
  return v_body;
end
$$;

do $$
declare
  v_name text;
begin
  -- Doors: what a request may call.
  foreach v_name in array array[
      'my_notifications(boolean, bigint, bigint)', 'read_notification(uuid, bigint)', 'read_all_notifications(bigint)'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('grant execute on function %s to tertulia_app', v_name);
    execute format('alter function %s owner to tertulia_trigger', v_name);
  end loop;
  -- What they and the triggers call.
  foreach v_name in array array[
      'new_id()', 'told_preview(uuid, text, uuid)', 'told_actors(uuid)', 'told_notification(notifications)',
      'told_change(uuid, uuid)', 'announce_change(uuid, uuid)', 'notify_person(uuid, text, text, uuid, text, uuid)',
      'withdraw_act(uuid, text, text, uuid)', 'next_notification_version(uuid)', 'count_unread(uuid, bigint)',
      'tell_act(notification_acts)', 'take_back_acts(uuid, uuid)'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('grant execute on function %s to tertulia_trigger', v_name);
  end loop;
  foreach v_name in array array[
      'notification_acts_settle()', 'notification_acts_are_due()', 'votes_notify()', 'comments_notify()',
      'answers_notify()', 'answers_notify_accepted()', 'mentions_notify()', 'mentions_notify_end()',
      'entries_end_notifications()', 'posts_end_titles()', 'follows_notify()', 'reports_notify()', 'blocks_end_notifications()',
      'accounts_end_notifications()'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('alter function %s owner to tertulia_trigger', v_name);
  end loop;
end
$$;
