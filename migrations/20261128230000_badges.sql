-- Reputation, badges and milestones: what comes of what somebody does, of what others think of it, and of time.
--
-- A badge is earned once and kept for ever, whatever is taken back later; so is what a milestone has told. Reputation and
-- upvotes are counts, which go down as well. Whoever changes the counts of several people takes them in the order of their ids.

alter table user_stats
  -- 10 for each vote up on a post or an answer of theirs, -2 for each vote down, 15 for each answer that somebody else accepted.
  add column reputation bigint not null default 0,
  -- Votes up on their posts and answers.
  add column upvotes bigint not null default 0 constraint user_stats_upvotes check (upvotes >= 0);

-- What there is to earn, in the order in which it is shown.
create table badges (
  name text primary key,
  place integer not null,
  title text not null,
  description text not null
);

create table user_badges (
  account_id uuid not null references accounts on delete cascade,
  badge text not null references badges,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (account_id, badge)
);
create index user_badges_badge on user_badges (badge);

-- What somebody was told that they have reached.
create table user_milestones (
  account_id uuid not null references accounts on delete cascade,
  milestone text not null,
  at timestamptz not null default now(),
  primary key (account_id, milestone)
);

-- Whose year is full is found by this.
create index accounts_created on accounts (created_at);

alter table badges enable row level security, force row level security;
alter table user_badges enable row level security, force row level security;
alter table user_milestones enable row level security, force row level security;
create policy badges_background on badges to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy user_badges_background on user_badges to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy user_milestones_background on user_milestones to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy badges_read on badges for select to tertulia_app using (true);
create policy user_badges_read on user_badges for select to tertulia_app using (
  account_id <> all (array(select hidden_people())));
grant select on badges, user_badges to tertulia_app;
grant select, insert, update, delete on badges, user_badges, user_milestones to tertulia_jobs, tertulia_trigger;

-- What has happened already: nobody is told of it now.
alter table user_stats disable trigger user_stats_announce;
set local role tertulia_trigger;
insert into badges (name, place, title, description) values
  ('first_post', 1, 'First post', 'Published a first post or question'),
  ('first_answer', 2, 'First answer', 'Answered a question'),
  ('first_accepted', 3, 'Accepted', 'Gave an answer that somebody accepted'),
  ('upvotes_10', 4, 'Liked', 'Was voted up 10 times'),
  ('upvotes_100', 5, 'Well liked', 'Was voted up 100 times'),
  ('upvotes_1000', 6, 'Widely liked', 'Was voted up 1,000 times'),
  ('year', 7, 'One year', 'Has been a member for a year');
update user_stats s set reputation = n.reputation, upvotes = n.upvotes
  from (
    select one.author_id, sum(one.points) as reputation, sum(one.up) as upvotes
      from (
        select e.author_id, case v.value when 1 then 10 else -2 end as points, (v.value = 1)::integer as up
          from votes v join (
            select p.id, 'post' as kind, p.author_id from posts p
            union all select a.id, 'answer', a.author_id from answers a
          ) e on e.id = v.entry_id and e.kind = v.kind
        union all
        select a.author_id, 15, 0 from answers a join posts p on p.accepted_id = a.id where p.author_id <> a.author_id
      ) one
      group by one.author_id
  ) n
  where s.account_id = n.author_id;
insert into user_badges (account_id, badge, at)
  select p.author_id, 'first_post', min(p.at) from posts p group by p.author_id
  union all
  select a.author_id, 'first_answer', min(a.at) from answers a group by a.author_id
  union all
  select a.author_id, 'first_accepted', min(a.at) from answers a join posts p on p.accepted_id = a.id
    where p.author_id <> a.author_id group by a.author_id
  union all
  select s.account_id, 'upvotes_' || n, now() from user_stats s, unnest('{10,100,1000}'::bigint[]) n where s.upvotes >= n
  union all
  select a.id, 'year', a.created_at + interval '1 year' from accounts a where a.created_at <= now() - interval '1 year';
insert into user_milestones (account_id, milestone)
  select s.account_id, 'followers_' || n from user_stats s, unnest('{10,100,1000,10000}'::bigint[]) n where s.followers >= n
  union all
  select s.account_id, 'reputation_' || n from user_stats s, unnest('{100,1000,10000}'::bigint[]) n
    where s.reputation >= n;
set local role tertulia_owner;
alter table user_stats enable trigger user_stats_announce;

-- Gives somebody a badge that they do not have yet, and tells them what they have it for, where that is something published.
create function award_badge(p_account uuid, p_badge text, p_entry_kind text, p_entry uuid) returns void
  language plpgsql
  -- By the keys, however few there are.
  set enable_seqscan = off
  as $$
declare
  v_at timestamptz;
begin
  insert into user_badges (account_id, badge) values (p_account, p_badge) on conflict do nothing returning at into v_at;
  if not found then
    return;
  end if;
  perform announce('account:' || p_account, 'badge.earned', p_account, json_build_object('account_id', p_account,
      'name', b.name, 'title', b.title, 'description', b.description, 'at', told_time(v_at)))
    from badges b where b.name = p_badge;
  perform notify_person(p_account, 'badge_earned', p_badge, null, p_entry_kind, p_entry);
end
$$;

-- Tells somebody, once for ever, that they have reached something.
create function reach_milestone(p_account uuid, p_milestone text) returns void
  language plpgsql
  as $$
begin
  insert into user_milestones (account_id, milestone) values (p_account, p_milestone) on conflict do nothing;
  if found then
    perform notify_person(p_account, 'milestone', p_milestone, null, null, null);
  end if;
end
$$;

create function posts_award() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform award_badge(new.author_id, 'first_post', 'post', new.id);
  return null;
end
$$;
create trigger posts_award after insert on posts for each row execute function posts_award();

create function answers_award() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform award_badge(new.author_id, 'first_answer', 'answer', new.id);
  return null;
end
$$;
create trigger answers_award after insert on answers for each row execute function answers_award();

-- What votes are worth to whoever wrote what they are on.
create function votes_repute() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
declare
  v_vote votes := case when tg_op = 'DELETE' then old else new end;
  v_was smallint := case when tg_op = 'INSERT' then 0 else old.value end;
  v_is smallint := case when tg_op = 'DELETE' then 0 else new.value end;
  v_author uuid := case v_vote.kind
    when 'post' then (select p.author_id from posts p where p.id = v_vote.entry_id)
    else (select a.author_id from answers a where a.id = v_vote.entry_id) end;
begin
  update user_stats s set version = s.version + 1,
      upvotes = s.upvotes + (v_is = 1)::integer - (v_was = 1)::integer,
      reputation = s.reputation + 10 * ((v_is = 1)::integer - (v_was = 1)::integer)
        - 2 * ((v_is = -1)::integer - (v_was = -1)::integer)
    where s.account_id = v_author;
  return null;
end
$$;
create trigger votes_repute after insert on votes for each row
  when (new.kind <> 'comment') execute function votes_repute();
create trigger votes_repute_change after update on votes for each row
  when (new.kind <> 'comment' and old.value <> new.value) execute function votes_repute();
create trigger votes_repute_end after delete on votes for each row
  when (old.kind <> 'comment') execute function votes_repute();

-- What it is worth that an answer is the accepted one, where somebody else asked.
create function posts_repute_accepted() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
declare
  v_before uuid := (select a.author_id from answers a where a.id = old.accepted_id and a.author_id <> new.author_id);
  v_now uuid := (select a.author_id from answers a where a.id = new.accepted_id and a.author_id <> new.author_id);
begin
  if v_before is not distinct from v_now then
    return null;
  end if;
  perform from user_stats s where s.account_id in (v_before, v_now) order by s.account_id for no key update;
  update user_stats s set version = s.version + 1,
      reputation = s.reputation + case when s.account_id = v_now then 15 else -15 end
    where s.account_id in (v_before, v_now);
  if v_now is not null then
    perform award_badge(v_now, 'first_accepted', 'answer', new.accepted_id);
  end if;
  return null;
end
$$;
create trigger posts_repute_accepted after update on posts for each row
  when (old.accepted_id is distinct from new.accepted_id) execute function posts_repute_accepted();

-- What is earned, or reached, as counts rise.
create function user_stats_award() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform award_badge(new.account_id, 'upvotes_' || n, null, null)
    from unnest('{10,100,1000}'::bigint[]) n where old.upvotes < n and new.upvotes >= n;
  perform reach_milestone(new.account_id, 'followers_' || n)
    from unnest('{10,100,1000,10000}'::bigint[]) n where old.followers < n and new.followers >= n;
  perform reach_milestone(new.account_id, 'reputation_' || n)
    from unnest('{100,1000,10000}'::bigint[]) n where old.reputation < n and new.reputation >= n;
  return null;
end
$$;
create trigger user_stats_award after update on user_stats for each row
  when (new.upvotes > old.upvotes or new.followers > old.followers or new.reputation > old.reputation)
  execute function user_stats_award();

-- Gives their badge to at most 200 people whose year is full, whoever joined last first, and says to how many. Who is meant is
-- found before anything is written: so nobody waits for the search.
create function award_years() returns bigint
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
declare
  v_people uuid[] := array(
    select a.id from accounts a
      where a.created_at <= now() - interval '1 year' and a.deleted_at is null
        and not exists (select from user_badges u where u.account_id = a.id and u.badge = 'year')
      order by a.created_at desc limit 200);
begin
  perform award_badge(person, 'year', null, null) from unnest(v_people) person order by person;
  return cardinality(v_people);
end
$$;

revoke execute on function award_badge(uuid, text, text, uuid), reach_milestone(uuid, text), posts_award(), answers_award(),
  votes_repute(), posts_repute_accepted(), user_stats_award(), award_years() from public;
grant execute on function award_badge(uuid, text, text, uuid), reach_milestone(uuid, text) to tertulia_trigger;
grant execute on function award_years() to tertulia_jobs;
alter function posts_award() owner to tertulia_trigger;
alter function answers_award() owner to tertulia_trigger;
alter function votes_repute() owner to tertulia_trigger;
alter function posts_repute_accepted() owner to tertulia_trigger;
alter function user_stats_award() owner to tertulia_trigger;
alter function award_years() owner to tertulia_trigger;
