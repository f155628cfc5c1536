-- Follows: who follows whom, and how many do.
--
-- The graph is public, but for whom a block keeps apart: each of the two is gone for the other, and what one of them
-- followed of the other ends. Counts are stored with a number that counts their changes; as each follow changes the counts
-- of both people, the number of one of them also orders all that ever held between them and anybody.

create table follows (
  follower_id uuid not null references accounts on delete cascade,
  followed_id uuid not null references accounts on delete cascade,
  -- In the order in which they came in.
  number bigint generated always as identity,
  at timestamptz not null default now(),
  primary key (follower_id, followed_id),
  constraint follows_of_others check (follower_id <> followed_id)
);
-- The lists, the newest first.
create index follows_followers on follows (followed_id, number desc);
create index follows_following on follows (follower_id, number desc);

-- How many follow a person, and how many that person follows.
create table user_stats (
  account_id uuid primary key references accounts on delete cascade,
  followers bigint not null default 0 constraint user_stats_followers check (followers >= 0),
  following bigint not null default 0 constraint user_stats_following check (following >= 0),
  version bigint not null default 1
);

alter table follows enable row level security, force row level security;
alter table user_stats enable row level security, force row level security;
create policy follows_background on follows to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy user_stats_background on user_stats to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy follows_read on follows for select to tertulia_app using (
  follower_id <> all (array(select hidden_people())) and followed_id <> all (array(select hidden_people())));
create policy user_stats_read on user_stats for select to tertulia_app using (
  account_id <> all (array(select hidden_people())));
grant select on follows, user_stats to tertulia_app;
grant select, insert, update, delete on follows, user_stats to tertulia_jobs, tertulia_trigger;

-- Everybody who is there already.
set local role tertulia_trigger;
insert into user_stats (account_id) select id from accounts;
set local role tertulia_owner;

create function accounts_begin_stats() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into user_stats (account_id) values (new.id);
  return null;
end
$$;
create trigger accounts_begin_stats after insert on accounts for each row execute function accounts_begin_stats();

-- Has the viewer follow somebody, or follow them no longer. The outcome is one of
--   done     it is so, now or before
--   self     it is the viewer
--   unknown  this person is nobody, or nobody for the viewer
create function set_follow(p_person uuid, p_on boolean) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_there integer;
begin
  if p_person = viewer() then
    return 'self';
  end if;
  -- As a block of one of the two does: it comes before this, or ends it.
  perform pg_advisory_xact_lock(hashtextextended(
    least(viewer(), p_person)::text || greatest(viewer(), p_person)::text, 0));
  -- Until this is done neither of them goes.
  perform from accounts a where a.id in (viewer(), p_person) and a.deleted_at is null order by a.id for share;
  get diagnostics v_there = row_count;
  if v_there < 2 or are_apart(viewer(), p_person) then
    return 'unknown';
  end if;
  if p_on then
    insert into follows (follower_id, followed_id) values (viewer(), p_person) on conflict do nothing;
  else
    delete from follows f where f.follower_id = viewer() and f.followed_id = p_person;
  end if;
  return 'done';
end
$$;
revoke execute on function set_follow(uuid, boolean) from public;
grant execute on function set_follow(uuid, boolean) to tertulia_app;
alter function set_follow(uuid, boolean) owner to tertulia_trigger;

-- Keeps the counts of everybody whom a statement brought together or apart, and tells the devices of the two of each pair.
create function follows_count() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_on boolean := tg_op = 'INSERT';
  v_step bigint := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  if not exists (select from changed) then
    return null;
  end if;
  -- In the order of their ids: two people who follow each other at once would else hold what the other one waits for.
  perform from user_stats s
    where s.account_id in (select c.follower_id from changed c union select c.followed_id from changed c)
    order by s.account_id for no key update;
  update user_stats s
    set followers = s.followers + v_step * n.followers, following = s.following + v_step * n.following,
        version = s.version + 1
    from (
      select one.account_id, sum(one.followers) as followers, sum(one.following) as following
        from (
          select c.followed_id as account_id, 1 as followers, 0 as following from changed c
          union all
          select c.follower_id, 0, 1 from changed c
        ) one
        group by one.account_id
    ) n
    where s.account_id = n.account_id;
  perform announce('inbox:' || c.follower_id, 'follow.changed', c.followed_id, json_build_object(
      'account_id', c.followed_id, 'follows', v_on, 'version', s.version))
    from changed c join user_stats s on s.account_id = c.follower_id;
  perform announce('inbox:' || c.followed_id, 'follower.changed', c.follower_id, json_build_object(
      'account_id', c.follower_id, 'follows_you', v_on, 'version', s.version))
    from changed c join user_stats s on s.account_id = c.followed_id;
  return null;
end
$$;
create trigger follows_count_made after insert on follows referencing new table as changed
  for each statement execute function follows_count();
create trigger follows_count_ended after delete on follows referencing old table as changed
  for each statement execute function follows_count();

create function user_stats_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('account:' || new.account_id, 'stats.changed', new.account_id, row_to_json(new));
  return null;
end
$$;
create trigger user_stats_announce after update on user_stats for each row execute function user_stats_announce();

-- Who keeps somebody away follows them no longer, nor do they.
create function blocks_end_follows() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, however few there are.
  set enable_seqscan = off
  as $$
begin
  delete from follows f
    where f.follower_id = new.account_id and f.followed_id = new.blocked_id
       or f.follower_id = new.blocked_id and f.followed_id = new.account_id;
  return null;
end
$$;
create trigger blocks_end_follows after insert on blocks for each row execute function blocks_end_follows();

-- Who is gone follows nobody, and counts for nobody.
create function accounts_end_follows() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
begin
  delete from follows f where f.follower_id = new.id or f.followed_id = new.id;
  return null;
end
$$;
create trigger accounts_end_follows after update on accounts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function accounts_end_follows();

revoke execute on function accounts_begin_stats(), follows_count(), user_stats_announce(), blocks_end_follows(),
  accounts_end_follows() from public;
alter function accounts_begin_stats() owner to tertulia_trigger;
alter function follows_count() owner to tertulia_trigger;
alter function user_stats_announce() owner to tertulia_trigger;
alter function blocks_end_follows() owner to tertulia_trigger;
alter function accounts_end_follows() owner to tertulia_trigger;
