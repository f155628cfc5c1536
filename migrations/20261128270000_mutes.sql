-- Mutes: of whom somebody wants to hear nothing, without keeping them away.
--
-- A mute is known to the one who made it and to nobody else, and it is one-sided: both of them read each other, follow each
-- other and write to each other as before. What a muted person publishes is left out of the lists that gather what many
-- publish (`features/posts/db`), they are not suggested, and nothing that they do from then on is told; what was told before
-- stays. Their own page, threads that are opened, and conversations are as they were: whoever wants quiet in a conversation
-- mutes that.

create table mutes (
  account_id uuid not null references accounts on delete cascade,
  muted_id uuid not null references accounts on delete cascade,
  at timestamptz not null default now(),
  primary key (account_id, muted_id),
  constraint mutes_of_others check (account_id <> muted_id)
);
create index mutes_muted on mutes (muted_id);

alter table mutes enable row level security, force row level security;
create policy mutes_background on mutes to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy mutes_own on mutes for select to tertulia_app using (account_id = viewer());
grant select on mutes to tertulia_app;
grant select, insert, update, delete on mutes to tertulia_jobs, tertulia_trigger;

-- Whom the viewer muted. A list reads it once, by the key, and leaves out what these people wrote while it goes along the
-- index of its order: `author_id <> all (array(select muted_people()))`.
create function muted_people() returns setof uuid
  language sql stable
  as $$ select m.muted_id from mutes m where m.account_id = viewer() $$;
revoke execute on function muted_people() from public;
grant execute on function muted_people() to tertulia_app;

alter policy suggested_follows_own on suggested_follows using (account_id = viewer()
  and person_id <> all (array(select hidden_people())) and person_id <> all (array(select muted_people())));

-- Mutes somebody for the viewer, or ends that. The outcome is one of
--   done     it is so, now or before
--   unknown  this person is nobody, or the viewer
--   full     it would be the 501st
create function set_mute(p_person uuid, p_on boolean) returns table (outcome text, version bigint)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if viewer() is null or p_person = viewer() or not exists (
      select from accounts a where a.id = p_person and (a.deleted_at is null or not p_on)) then
    return query select 'unknown', 0::bigint;
    return;
  end if;
  -- What one person mutes on two devices at once is counted one after the other, and told in the order in which it was done.
  perform pg_advisory_xact_lock(hashtextextended('mutes:' || viewer()::text, 0));
  if not p_on then
    delete from mutes m where m.account_id = viewer() and m.muted_id = p_person;
  elsif not exists (select from mutes m where m.account_id = viewer() and m.muted_id = p_person) then
    if (select count(*) from mutes m where m.account_id = viewer()) >= 500 then
      return query select 'full', 0::bigint;
      return;
    end if;
    insert into mutes (account_id, muted_id) values (viewer(), p_person);
  end if;
  -- By the clock: of two acts of one person the later one has the later version, though no row outlives a mute.
  return query select 'done', (extract(epoch from clock_timestamp()) * 1000)::bigint;
end
$$;
revoke execute on function set_mute(uuid, boolean) from public;
grant execute on function set_mute(uuid, boolean) to tertulia_app;
alter function set_mute(uuid, boolean) owner to tertulia_trigger;

-- The devices of whoever mutes hear of it, and nobody else.
create function mutes_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if tg_op = 'DELETE' then
    perform announce('inbox:' || old.account_id, 'person.unmuted', old.muted_id,
      json_build_object('account_id', old.muted_id));
  else
    perform announce('inbox:' || new.account_id, 'person.muted', new.muted_id, (
      select json_build_object('account_id', a.id, 'account', json_build_object(
          'id', a.id, 'handle', a.handle, 'display_name', a.display_name, 'role', a.role,
          'deleted', a.deleted_at is not null))
        from accounts a where a.id = new.muted_id));
  end if;
  return null;
end
$$;
create trigger mutes_announce after insert or delete on mutes for each row execute function mutes_announce();
revoke execute on function mutes_announce() from public;
alter function mutes_announce() owner to tertulia_trigger;

-- As before, but that nobody is told what somebody does whom they have muted.
create or replace function notify_person(
    p_account uuid, p_kind text, p_subject text, p_actor uuid, p_entry_kind text, p_entry uuid) returns void
  language plpgsql
  as $$
begin
  insert into notification_acts (account_id, kind, subject, actor_id, entry_kind, entry_id)
    select p_account, p_kind, p_subject, p_actor, p_entry_kind, p_entry
      from accounts a
      where a.id = p_account and a.deleted_at is null
        and (p_actor is null or p_actor = viewer() and p_actor <> p_account)
        and not exists (select from mutes m where m.account_id = p_account and m.muted_id = p_actor)
        and not exists (select from blocks b
          where b.account_id = p_account and b.blocked_id = p_actor
             or b.account_id = p_actor and b.blocked_id = p_account)
        and (p_entry is null or told_preview(p_account, p_entry_kind, p_entry) is not null);
end
$$;
