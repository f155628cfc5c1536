-- Suggestions: whom somebody may want to follow, and why.
--
-- They are made in the background, for one person after the other in the order of their turns: of people whom those
-- follow whom one follows, of who writes about what one writes about, and, where both are few, of who wrote lately. The work
-- for one person is bounded, whatever they follow and write.

-- When it is somebody's turn, and how often what they are suggested has changed.
create table suggestion_turns (
  account_id uuid primary key references accounts on delete cascade,
  due timestamptz not null default now(),
  version bigint not null default 1
);
create index suggestion_turns_due on suggestion_turns (due);

create table suggested_follows (
  account_id uuid not null references accounts on delete cascade,
  person_id uuid not null references accounts on delete cascade,
  -- From 1 on, in the order in which they are shown.
  place integer not null,
  -- How many of those follow them whom one follows.
  followed_by bigint not null,
  -- What both write about: the first three.
  tags text[] not null,
  primary key (account_id, person_id),
  constraint suggested_follows_of_others check (account_id <> person_id)
);
create index suggested_follows_place on suggested_follows (account_id, place);
create index suggested_follows_person on suggested_follows (person_id);

-- Whom somebody does not want to be suggested again.
create table dismissed_suggestions (
  account_id uuid not null references accounts on delete cascade,
  person_id uuid not null references accounts on delete cascade,
  at timestamptz not null default now(),
  primary key (account_id, person_id)
);
create index dismissed_suggestions_person on dismissed_suggestions (person_id);

alter table suggestion_turns enable row level security, force row level security;
alter table suggested_follows enable row level security, force row level security;
alter table dismissed_suggestions enable row level security, force row level security;
create policy suggestion_turns_background on suggestion_turns to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy suggested_follows_background on suggested_follows to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy dismissed_suggestions_background on dismissed_suggestions to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy suggestion_turns_own on suggestion_turns for select to tertulia_app using (account_id = viewer());
create policy suggested_follows_own on suggested_follows for select to tertulia_app using (
  account_id = viewer() and person_id <> all (array(select hidden_people())));
grant select on suggestion_turns, suggested_follows to tertulia_app;
grant select, insert, update, delete on suggestion_turns, suggested_follows, dismissed_suggestions
  to tertulia_jobs, tertulia_trigger;

-- Everybody who is there already.
set local role tertulia_trigger;
insert into suggestion_turns (account_id) select id from accounts where deleted_at is null;
set local role tertulia_owner;

create function accounts_begin_suggestions() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into suggestion_turns (account_id) values (new.id);
  return null;
end
$$;
create trigger accounts_begin_suggestions after insert on accounts for each row
  execute function accounts_begin_suggestions();

-- Nobody is suggested anything who is gone, nor are they to anybody.
create function accounts_end_suggestions() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
begin
  delete from suggestion_turns t where t.account_id = new.id;
  delete from suggested_follows s where s.account_id = new.id or s.person_id = new.id;
  delete from dismissed_suggestions d where d.account_id = new.id or d.person_id = new.id;
  return null;
end
$$;
create trigger accounts_end_suggestions after update on accounts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function accounts_end_suggestions();

-- The first whom somebody follows say most about whom else they may want to: with each of the first twenty it is soon their
-- turn.
create function follows_hasten_suggestions() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
begin
  -- In the order of their ids, as whoever else holds several of them.
  perform from suggestion_turns t join user_stats s using (account_id)
    where t.account_id in (select c.follower_id from changed c) and t.due > now() and s.following <= 20
    order by t.account_id for no key update of t;
  update suggestion_turns t set due = now()
    from user_stats s
    where t.account_id in (select c.follower_id from changed c) and t.due > now()
      and s.account_id = t.account_id and s.following <= 20;
  return null;
end
$$;
-- After `follows_count_made`, by its name.
create trigger follows_hasten_suggestions after insert on follows referencing new table as changed
  for each statement execute function follows_hasten_suggestions();

-- Whom somebody may want to follow, the likeliest first: at most thirty. Of the 200 whom they followed last the 100 each of
-- whom these followed last, of the ten tags that they use most the authors of the last 100 posts each, and the authors of the
-- last 200 posts.
create function find_suggestions(p_account uuid)
  returns table (person_id uuid, place integer, followed_by bigint, tags text[])
  language sql stable set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
  with followed as (
    select f.followed_id from follows f where f.follower_id = p_account order by f.number desc limit 200),
  near as (
    select n.followed_id as id, count(*) as followers
      from followed cross join lateral (
        select f.followed_id from follows f where f.follower_id = followed.followed_id order by f.number desc limit 100) n
      group by n.followed_id),
  written as (
    (select p.tags from posts p where p.author_id = p_account and p.deleted_at is null order by p.at desc, p.id desc limit 50)
    union all
    (select p.tags from answers a join posts p on p.id = a.post_id
      where a.author_id = p_account and a.deleted_at is null order by a.at desc, a.id desc limit 50)),
  used as (
    select t.name, count(*) as uses from written cross join unnest(written.tags) t(name)
      group by t.name order by count(*) desc, t.name limit 10),
  alike as (
    select about.id, array_agg(about.name order by about.uses desc, about.name) as tags
      from (
        select distinct p.author_id as id, used.name, used.uses
          from used cross join lateral (
            select k.post_id from post_tags k where k.tag = used.name order by k.at desc, k.post_id desc limit 100) k
          join posts p on p.id = k.post_id where p.deleted_at is null) about
      group by about.id),
  latest as (
    select l.author_id as id, count(*) as posts
      from (select p.author_id from posts p where p.deleted_at is null order by p.at desc, p.id desc limit 200) l
      group by l.author_id),
  found as (
    select id, coalesce(near.followers, 0) as followers, coalesce(alike.tags, '{}') as tags, coalesce(latest.posts, 0) as posts
      from near full join alike using (id) full join latest using (id))
  select f.id,
      row_number() over (order by 3 * f.followers + 2 * cardinality(f.tags) desc, f.posts desc, f.id)::integer,
      f.followers, f.tags[:3]
    from found f
    where f.id <> p_account
      and not exists (select from follows o where o.follower_id = p_account and o.followed_id = f.id)
      and not exists (select from dismissed_suggestions d where d.account_id = p_account and d.person_id = f.id)
      and not are_apart(p_account, f.id)
      and exists (select from accounts a where a.id = f.id and a.deleted_at is null)
    order by 2 limit 30
$$;

-- Suggests to whoever's turn it is whom they may want to follow, and says whether it was anybody's. Their next turn is in a
-- day; in thirty days where they were not here for as long.
create function suggest_next() returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
declare
  v_account uuid;
  v_is_here boolean;
  v_changed boolean;
begin
  select t.account_id into v_account from suggestion_turns t where t.due <= now()
    order by t.due limit 1 for no key update skip locked;
  if not found then
    return false;
  end if;
  with found as materialized (
    select f.person_id, f.place, f.followed_by, f.tags from find_suggestions(v_account) f),
  gone as (
    delete from suggested_follows s
      where s.account_id = v_account and not exists (select from found f where f.person_id = s.person_id)
      returning s.person_id),
  put as (
    insert into suggested_follows as s (account_id, person_id, place, followed_by, tags)
      select v_account, f.person_id, f.place, f.followed_by, f.tags from found f
      on conflict (account_id, person_id) do update
        set place = excluded.place, followed_by = excluded.followed_by, tags = excluded.tags
        where (s.place, s.followed_by, s.tags) is distinct from (excluded.place, excluded.followed_by, excluded.tags)
      returning s.person_id)
  select exists (select from gone) or exists (select from put) into v_changed;
  v_is_here := exists (select from last_seen l where l.account_id = v_account and l.at > now() - interval '30 days')
    or exists (select from accounts a where a.id = v_account and a.created_at > now() - interval '30 days');
  update suggestion_turns t
    set due = now() + case when v_is_here then interval '1 day' else interval '30 days' end,
        version = t.version + v_changed::integer
    where t.account_id = v_account;
  return true;
end
$$;

-- Suggests somebody to the viewer no more. The outcome is one of
--   done     it is so, now or before
--   unknown  this person is nobody, or nobody for the viewer
create function dismiss_suggestion(p_person uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
begin
  -- Whoever suggests something to the viewer comes before this or after it.
  perform from suggestion_turns t where t.account_id = viewer() for no key update;
  if viewer() is null or p_person = viewer() or are_apart(viewer(), p_person)
      or not exists (select from accounts a where a.id = p_person and a.deleted_at is null) then
    return 'unknown';
  end if;
  insert into dismissed_suggestions (account_id, person_id) values (viewer(), p_person) on conflict do nothing;
  if found then
    delete from suggested_follows s where s.account_id = viewer() and s.person_id = p_person;
    update suggestion_turns t set version = t.version + 1 where t.account_id = viewer();
  end if;
  return 'done';
end
$$;

-- Their devices hear that there is something new to read.
create function suggestion_turns_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('inbox:' || new.account_id, 'suggestions.changed', new.account_id, json_build_object(
    'account_id', new.account_id, 'version', new.version));
  return null;
end
$$;
create trigger suggestion_turns_announce after update on suggestion_turns for each row
  when (old.version <> new.version) execute function suggestion_turns_announce();

revoke execute on function accounts_begin_suggestions(), accounts_end_suggestions(), follows_hasten_suggestions(),
  find_suggestions(uuid), suggest_next(), dismiss_suggestion(uuid), suggestion_turns_announce() from public;
grant execute on function find_suggestions(uuid) to tertulia_trigger;
grant execute on function suggest_next() to tertulia_jobs;
grant execute on function dismiss_suggestion(uuid) to tertulia_app;
alter function accounts_begin_suggestions() owner to tertulia_trigger;
alter function accounts_end_suggestions() owner to tertulia_trigger;
alter function follows_hasten_suggestions() owner to tertulia_trigger;
alter function suggest_next() owner to tertulia_trigger;
alter function dismiss_suggestion(uuid) owner to tertulia_trigger;
alter function suggestion_turns_announce() owner to tertulia_trigger;
