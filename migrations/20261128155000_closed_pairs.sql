-- What holds in a pair that is closed, and for a report that is about a moderator.

-- Few of many: who else looks after what is reported is asked about one of them.
create index accounts_staff on accounts (id) where role <> 'member' and deleted_at is null;

-- Nobody looks after what is reported of themselves: others do, and who reported it is not told to them. Where there are
-- no others, whoever looks after the place alone has to.
alter policy reports_moderated on reports using (
  (select exists (select from accounts a where a.id = viewer() and a.role <> 'member' and a.deleted_at is null))
  and (account_id <> viewer()
    or (select not exists (
      select from accounts a where a.id <> viewer() and a.role <> 'member' and a.deleted_at is null))));

-- What was done about a report is for those who may read it.
alter policy moderation_actions_moderated on moderation_actions using (
  exists (select from reports r where r.id = report_id));

-- As before, but that nothing is counted further than to 10,000, and each by an index that the server makes beside the
-- library's own (src/server/schema/work.rs).
create or replace function count_jobs() returns table (waiting bigint, due bigint, failed bigint)
  language plpgsql stable set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off
  as $$
begin
  return query select
    (select count(*) from (
      select from tertulia_work._private_jobs j where j.is_available and j.run_at > now() limit 10000) counted),
    (select count(*) from (
      select from tertulia_work._private_jobs j where j.is_available and j.run_at <= now() limit 10000) counted),
    (select count(*) from (
      select from tertulia_work._private_jobs j
        where j.attempts >= j.max_attempts and j.locked_at is null limit 10000) counted);
end
$$;

set local role tertulia_trigger; -- whose functions these are

-- As before, but that nothing is kept for later in a closed pair. The outcome is one of
--   scheduled
--   missing   no such conversation for the viewer, or no such message in it as it answers
--   full      there are 100 already
--   conflict  the id names something else
--   closed    one of the two people of the pair has blocked the other
create or replace function schedule_message(p_id uuid, p_conversation uuid, p_body text, p_reply_to uuid, p_at timestamptz)
  returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if not exists (select from participants p where p.conversation_id = p_conversation and p.account_id = viewer())
      or p_reply_to is not null and not exists (
        select from message_ids r where r.id = p_reply_to and r.conversation_id = p_conversation) then
    return 'missing';
  end if;
  -- Two of the same person at once are counted one after the other.
  perform pg_advisory_xact_lock(hashtextextended('scheduled:' || viewer(), 0));
  if exists (select from conversations c where c.id = p_conversation and c.closed) then
    return 'closed';
  elsif (select count(*) from scheduled_messages s where s.account_id = viewer()) >= 100 then
    return 'full';
  elsif exists (select from message_ids i where i.id = p_id) then
    return 'conflict';
  end if;
  insert into scheduled_messages (id, account_id, conversation_id, body, reply_to, at)
    values (p_id, viewer(), p_conversation, p_body, p_reply_to, p_at) on conflict do nothing;
  return case when found then 'scheduled' else 'conflict' end;
end
$$;

-- As before, but that for whom a report is about there is none, where somebody else looks after it.
create or replace function settle_report(p_id uuid, p_state text, p_note text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from accounts a where a.id = viewer() and a.role <> 'member' and a.deleted_at is null;
  if not found then
    return false;
  end if;
  perform from reports r where r.id = p_id and (r.account_id <> viewer() or not exists (
    select from accounts a where a.id <> viewer() and a.role <> 'member' and a.deleted_at is null));
  if not found then
    return false;
  end if;
  update reports r set state = p_state, note = p_note,
      closed_by = case when p_state = 'done' then viewer() end, closed_at = case when p_state = 'done' then now() end
    where r.id = p_id and (r.state <> p_state or r.note <> p_note);
  if found then
    insert into moderation_actions (report_id, moderator_id, act, note) values (p_id, viewer(), p_state, p_note);
  end if;
  return true;
end
$$;

set local role tertulia_owner;
