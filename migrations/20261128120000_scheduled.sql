-- Messages that are sent later (MSG-9): each waits here under the name that it will have, until the library of jobs
-- (src/server/jobs.rs) has the server send it.
--
-- Nobody but its author knows of it. It goes neither with their place in the conversation nor with what the conversation
-- says: where it cannot be sent it stays and says why.

create table scheduled_messages (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  body text not null constraint scheduled_messages_body_length check (char_length(body) between 1 and 10000),
  -- In the same conversation. No foreign key: what is answered may be removed one day.
  reply_to uuid,
  at timestamptz not null,
  -- From `sending` on it can neither be changed nor taken back: it may have been said.
  state text not null default 'waiting'
    constraint scheduled_messages_state check (state in ('waiting', 'sending', 'failed')),
  -- Why it could not be sent, in one word.
  trouble text,
  -- Counts what its author is told of.
  version bigint not null default 1,
  constraint scheduled_messages_trouble check ((state = 'failed') = (trouble is not null))
);
create index scheduled_messages_account on scheduled_messages (account_id, at);
create index scheduled_messages_conversation on scheduled_messages (conversation_id);

alter table scheduled_messages enable row level security, force row level security;
create policy scheduled_messages_background on scheduled_messages to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
create policy scheduled_messages_own on scheduled_messages for select to tertulia_app using (account_id = viewer());
grant select on scheduled_messages to tertulia_app;
grant select, insert, update, delete on scheduled_messages to tertulia_jobs, tertulia_trigger;

-- Keeps a message of the viewer for later. The outcome is one of
--   scheduled
--   missing   no such conversation for the viewer, or no such message in it as it answers
--   full      there are 100 already
--   conflict  the id names something else
create function schedule_message(p_id uuid, p_conversation uuid, p_body text, p_reply_to uuid, p_at timestamptz)
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
  if (select count(*) from scheduled_messages s where s.account_id = viewer()) >= 100 then
    return 'full';
  elsif exists (select from message_ids i where i.id = p_id) then
    return 'conflict';
  end if;
  insert into scheduled_messages (id, account_id, conversation_id, body, reply_to, at)
    values (p_id, viewer(), p_conversation, p_body, p_reply_to, p_at) on conflict do nothing;
  return case when found then 'scheduled' else 'conflict' end;
end
$$;

-- Has a message of the viewer that waits, or that could not be sent, say something else, or be sent at another time; with
-- p_now, as soon as it can be. The outcome is one of
--   changed, same
--   missing   no such message of the viewer waits
--   busy      it is being sent
--   conflict  it is not of the version that was seen
create function change_scheduled(p_id uuid, p_expected bigint, p_body text, p_at timestamptz, p_now boolean)
  returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_known scheduled_messages;
  v_body text;
  v_at timestamptz;
begin
  select s.* into v_known from scheduled_messages s where s.id = p_id and s.account_id = viewer() for update;
  if v_known.id is null then
    return 'missing';
  elsif v_known.state = 'sending' then
    return 'busy';
  elsif p_expected <> v_known.version then
    return 'conflict';
  end if;
  v_body := coalesce(p_body, v_known.body);
  v_at := case when p_now then clock_timestamp() else coalesce(p_at, v_known.at) end;
  if v_known.state = 'waiting' and v_body = v_known.body and v_at = v_known.at then
    return 'same';
  end if;
  update scheduled_messages s set body = v_body, at = v_at, state = 'waiting', trouble = null, version = s.version + 1
    where s.id = p_id;
  return 'changed';
end
$$;

-- Takes back a message of the viewer that waits, or that could not be sent. The outcome is one of
--   cancelled
--   missing   no such message of the viewer waits
--   busy      it is being sent
create function cancel_scheduled(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  delete from scheduled_messages s where s.id = p_id and s.account_id = viewer() and s.state <> 'sending';
  return case when found then 'cancelled'
    when exists (select from scheduled_messages s where s.id = p_id and s.account_id = viewer()) then 'busy'
    else 'missing' end;
end
$$;

-- Their own devices hear that there is something new to read, and nobody else hears anything: what somebody wrote and
-- took back shall not be kept for as long as events are.
create function scheduled_messages_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if tg_op = 'DELETE' then
    perform announce('inbox:' || old.account_id, 'scheduled.removed', old.id, json_build_object(
      'message_id', old.id, 'conversation_id', old.conversation_id, 'version', old.version + 1));
  else
    perform announce('inbox:' || new.account_id, 'scheduled.changed', new.id, json_build_object(
      'message_id', new.id, 'conversation_id', new.conversation_id, 'version', new.version));
  end if;
  return null;
end
$$;
create trigger scheduled_messages_announce after insert or delete on scheduled_messages for each row
  execute function scheduled_messages_announce();
create trigger scheduled_messages_announce_change after update on scheduled_messages for each row
  when (old.version <> new.version) execute function scheduled_messages_announce();

-- What somebody wanted to say later is neither said nor kept once their account is deleted. The jobs find nothing.
create function accounts_drop_scheduled() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  delete from scheduled_messages s where s.account_id = new.id;
  return null;
end
$$;
create trigger accounts_drop_scheduled after update on accounts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function accounts_drop_scheduled();

revoke execute on function schedule_message(uuid, uuid, text, uuid, timestamptz),
  change_scheduled(uuid, bigint, text, timestamptz, boolean), cancel_scheduled(uuid), scheduled_messages_announce(),
  accounts_drop_scheduled() from public;
grant execute on function schedule_message(uuid, uuid, text, uuid, timestamptz),
  change_scheduled(uuid, bigint, text, timestamptz, boolean), cancel_scheduled(uuid) to tertulia_app;
alter function schedule_message(uuid, uuid, text, uuid, timestamptz) owner to tertulia_trigger;
alter function change_scheduled(uuid, bigint, text, timestamptz, boolean) owner to tertulia_trigger;
alter function cancel_scheduled(uuid) owner to tertulia_trigger;
alter function scheduled_messages_announce() owner to tertulia_trigger;
alter function accounts_drop_scheduled() owner to tertulia_trigger;

-- Has the job that sends a message run when its time comes, in the place of the one that was planned for it; where it
-- waits no more, no job. In the transaction of the change, so that there is never one without the other. The tables of the
-- library come after the migrations; until this is called nobody asks for them. Whether one is planned.
create function plan_scheduled(p_id uuid) returns boolean
  language plpgsql set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform tertulia_work.add_job('send_scheduled', json_build_object('id', s.id), run_at => s.at, job_key => s.id::text)
    from scheduled_messages s where s.id = p_id;
  if found then
    return true;
  end if;
  perform tertulia_work.remove_job(p_id::text);
  return false;
end
$$;

-- What the library has to do: what waits for its time, what is due and was not begun, and what was tried too often.
create function count_jobs() returns table (waiting bigint, due bigint, failed bigint)
  language plpgsql stable set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  return query select
      count(*) filter (where j.run_at > now() and j.attempts < j.max_attempts),
      count(*) filter (where j.run_at <= now() and j.attempts < j.max_attempts and j.locked_at is null),
      count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null)
    from tertulia_work._private_jobs j;
end
$$;

revoke execute on function plan_scheduled(uuid), count_jobs() from public;
grant execute on function plan_scheduled(uuid), count_jobs() to tertulia_jobs;
