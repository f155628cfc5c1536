-- What a person has written in a conversation and not sent, for all their devices.
--
-- A row stays when it is empty, so that its version only ever rises; it goes with the participant.

create table drafts (
  account_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null,
  body text not null default '' constraint drafts_body_length check (char_length(body) <= 20000),
  -- Counts the changes; 0 before the first.
  version bigint not null default 0,
  -- When it last changed: when that was told, too.
  updated_at timestamptz not null default now(),
  -- The operations that were applied last, the newest first: one that comes again changes nothing.
  saves uuid[] not null default '{}' constraint drafts_saves_few check (cardinality(saves) <= 8),
  primary key (account_id, conversation_id),
  foreign key (conversation_id, account_id) references participants on delete cascade
) with (fillfactor = 70);

alter table drafts enable row level security, force row level security;
create policy drafts_background on drafts to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy drafts_own on drafts for select to tertulia_app using (account_id = viewer());
grant select on drafts to tertulia_app;
grant select, insert, update, delete on drafts to tertulia_jobs, tertulia_trigger;

-- Keeps what the viewer has written in a conversation, over what they saw of it. The outcome is one of
--   saved     what is kept now is answered: these words; or, where this operation was applied before, whatever came since
--   conflict  other words are kept, of a version that was not seen; they stay
-- Nothing is returned where the viewer is not in the conversation. The same words again change nothing. Over no words
-- nothing is lost: they never conflict.
create function save_draft(p_id uuid, p_conversation uuid, p_expected bigint, p_body text)
  returns table (outcome text, body text, version bigint)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body text;
  v_version bigint;
  v_saves uuid[];
begin
  -- Until this is done the participant stays.
  perform from participants p where p.conversation_id = p_conversation and p.account_id = viewer() for key share;
  if not found then
    return;
  end if;
  insert into drafts (account_id, conversation_id) values (viewer(), p_conversation) on conflict do nothing;
  select d.body, d.version, d.saves into v_body, v_version, v_saves from drafts d
    where d.account_id = viewer() and d.conversation_id = p_conversation for update;
  if p_id = any (v_saves) then
    return query select 'saved', v_body, v_version;
    return;
  end if;
  v_saves := (array_prepend(p_id, v_saves))[1:8];
  if v_body = p_body then
    update drafts d set saves = v_saves where d.account_id = viewer() and d.conversation_id = p_conversation;
    return query select 'saved', v_body, v_version;
  elsif v_body <> '' and v_version is distinct from p_expected then
    return query select 'conflict', v_body, v_version;
  else
    update drafts d set body = p_body, version = v_version + 1, updated_at = now(), saves = v_saves
      where d.account_id = viewer() and d.conversation_id = p_conversation;
    return query select 'saved', p_body, v_version + 1;
  end if;
end
$$;
revoke execute on function save_draft(uuid, uuid, bigint, text) from public;
grant execute on function save_draft(uuid, uuid, bigint, text) to tertulia_app;
alter function save_draft(uuid, uuid, bigint, text) owner to tertulia_trigger;

-- Their own devices hear of it, and nobody else. Long words are left out: who hears of them reads them. Of all that was
-- told of a draft the last holds, so what was told before is blanked: events are kept for long, and what somebody wrote
-- and took back is not.
create function drafts_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  -- By its time, which names the partition; an event before that one was blanked by it.
  update events e set body = json_build_object(
      'conversation_id', new.conversation_id, 'version', old.version, 'body', null)
    where e.at = old.updated_at and e.entity = new.conversation_id and e.kind = 'draft.changed'
      and e.topic = 'inbox:' || new.account_id;
  perform announce('inbox:' || new.account_id, 'draft.changed', new.conversation_id, json_build_object(
    'conversation_id', new.conversation_id, 'version', new.version,
    'body', case when octet_length(to_json(new.body)::text) <= 2048 then new.body end));
  return null;
end
$$;
create trigger drafts_announce after update on drafts for each row
  when (old.version <> new.version) execute function drafts_announce();
revoke execute on function drafts_announce() from public;
alter function drafts_announce() owner to tertulia_trigger;
