-- Whoever is new is suggested somebody too (SOC-3): beside whom the others are suggested, those whom most people follow, and
-- at once, where they look before it was their turn for the first time.

-- Those whom most follow: only counts that stand somewhere are gone through.
create index user_stats_known on user_stats (followers desc, account_id) where followers > 0;

alter table suggested_follows
  -- How many followed them when they were suggested.
  add column followers bigint not null default 0;

-- Whom somebody may want to follow, the likeliest first: at most thirty. Of the 200 whom they followed last the 100 each of
-- whom these followed last, of the ten tags that they use most the authors of the last 100 posts each, the 100 whom most
-- people follow, and the authors of the last 200 posts.
drop function find_suggestions(uuid);
create function find_suggestions(p_account uuid)
  returns table (person_id uuid, place integer, followed_by bigint, tags text[], followers bigint)
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
  known as (
    select s.account_id as id from user_stats s where s.followers > 0 order by s.followers desc, s.account_id limit 100),
  latest as (
    select l.author_id as id, count(*) as posts
      from (select p.author_id from posts p where p.deleted_at is null order by p.at desc, p.id desc limit 200) l
      group by l.author_id),
  found as (
    select id, coalesce(near.followers, 0) as followed_by, coalesce(alike.tags, '{}') as tags, coalesce(latest.posts, 0) as posts
      from near full join alike using (id) full join known using (id) full join latest using (id))
  select f.id,
      row_number() over (
        order by 3 * f.followed_by + 2 * cardinality(f.tags) desc, s.followers desc, f.posts desc, f.id)::integer,
      f.followed_by, f.tags[:3], s.followers
    from found f join user_stats s on s.account_id = f.id
    where f.id <> p_account
      and not exists (select from follows o where o.follower_id = p_account and o.followed_id = f.id)
      and not exists (select from dismissed_suggestions d where d.account_id = p_account and d.person_id = f.id)
      and not are_apart(p_account, f.id)
      and exists (select from accounts a where a.id = f.id and a.deleted_at is null)
    order by 2 limit 30
$$;

-- Suggests to somebody whom they may want to follow, under the lock of their turn. Their next turn is in a day, and where
-- there are hardly any in an hour; in thirty days where they were not here for as long.
create function suggest_to(p_account uuid) returns void
  language plpgsql set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
declare
  v_is_here boolean;
  v_changed boolean;
  v_count integer;
begin
  with found as materialized (
    select f.person_id, f.place, f.followed_by, f.tags, f.followers from find_suggestions(p_account) f),
  gone as (
    delete from suggested_follows s
      where s.account_id = p_account and not exists (select from found f where f.person_id = s.person_id)
      returning s.person_id),
  put as (
    insert into suggested_follows as s (account_id, person_id, place, followed_by, tags, followers)
      select p_account, f.person_id, f.place, f.followed_by, f.tags, f.followers from found f
      on conflict (account_id, person_id) do update
        set place = excluded.place, followed_by = excluded.followed_by, tags = excluded.tags, followers = excluded.followers
        where (s.place, s.followed_by, s.tags, s.followers)
          is distinct from (excluded.place, excluded.followed_by, excluded.tags, excluded.followers)
      returning s.person_id)
  select exists (select from gone) or exists (select from put), (select count(*) from found) into v_changed, v_count;
  v_is_here := exists (select from last_seen l where l.account_id = p_account and l.at > now() - interval '30 days')
    or exists (select from accounts a where a.id = p_account and a.created_at > now() - interval '30 days');
  update suggestion_turns t
    set due = now() + case
          when not v_is_here then interval '30 days'
          when v_count < 5 then interval '1 hour'
          else interval '1 day' end,
        version = t.version + v_changed::integer
    where t.account_id = p_account;
end
$$;
revoke execute on function find_suggestions(uuid), suggest_to(uuid) from public;
grant execute on function find_suggestions(uuid), suggest_to(uuid) to tertulia_trigger;

-- Suggests to the viewer whom they may want to follow where nobody was ever suggested to them, and says whether that was so.
-- Where the background is at it, it is left to that.
create function suggest_first() returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
begin
  perform from suggestion_turns t where t.account_id = viewer() and t.version = 1 and t.due <= now()
    for no key update skip locked;
  if not found then
    return false;
  end if;
  perform suggest_to(viewer());
  return true;
end
$$;
revoke execute on function suggest_first() from public;
grant execute on function suggest_first() to tertulia_app;
alter function suggest_first() owner to tertulia_trigger;

-- Suggests to whoever's turn it is whom they may want to follow, and says whether it was anybody's.
set local role tertulia_trigger;
create or replace function suggest_next() returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp set enable_seqscan = off
  as $$
declare
  v_account uuid;
begin
  select t.account_id into v_account from suggestion_turns t where t.due <= now()
    order by t.due limit 1 for no key update skip locked;
  if not found then
    return false;
  end if;
  perform suggest_to(v_account);
  return true;
end
$$;
set local role tertulia_owner;

-- Those who follow nobody and were suggested nobody: soon it is their turn.
set local role tertulia_trigger;
update suggestion_turns t set due = now()
  where t.due > now() and not exists (select from suggested_follows s where s.account_id = t.account_id);
set local role tertulia_owner;
