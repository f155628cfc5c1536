-- What a person has written in a conversation and not sent, for all their devices.
--
-- A row stays when it is empty, so that its version only ever rises.

create table drafts (
  account_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  body text not null default '' constraint drafts_body_length check (char_length(body) <= 20000),
  -- Counts the changes; 0 before the first.
  version bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (account_id, conversation_id)
) with (fillfactor = 70);
create index drafts_conversation on drafts (conversation_id);

alter table drafts enable row level security, force row level security;
create policy drafts_background on drafts to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy drafts_own on drafts for select to tertulia_app using (account_id = viewer());
grant select on drafts to tertulia_app;
grant select, insert, update, delete on drafts to tertulia_jobs, tertulia_trigger;

-- Keeps what the viewer has written in a conversation, over what they saw of it. The outcome is one of
--   saved     it is kept, as this version; the same words again change nothing
--   conflict  other words are kept, of a version that was not seen; they stay
-- Nothing is returned where the viewer is not in the conversation. Over no words nothing is lost: they never conflict.
create function save_draft(p_conversation uuid, p_expected bigint, p_body text) returns table (outcome text, version bigint)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body text;
  v_version bigint;
begin
  if not exists (select from participants p where p.conversation_id = p_conversation and p.account_id = viewer()) then
    return;
  end if;
  insert into drafts (account_id, conversation_id) values (viewer(), p_conversation) on conflict do nothing;
  select d.body, d.version into v_body, v_version from drafts d
    where d.account_id = viewer() and d.conversation_id = p_conversation for update;
  if v_body = p_body then
    return query select 'saved', v_version;
  elsif v_body <> '' and v_version is distinct from p_expected then
    return query select 'conflict', v_version;
  else
    update drafts d set body = p_body, version = v_version + 1, updated_at = now()
      where d.account_id = viewer() and d.conversation_id = p_conversation;
    return query select 'saved', v_version + 1;
  end if;
end
$$;
revoke execute on function save_draft(uuid, bigint, text) from public;
grant execute on function save_draft(uuid, bigint, text) to tertulia_app;
alter function save_draft(uuid, bigint, text) owner to tertulia_trigger;

-- Their own devices hear of it, and nobody else. Words that do not fit a frame of the live connection are left out: who
-- hears of them reads them.
create function drafts_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('inbox:' || new.account_id, 'draft.changed', new.conversation_id, json_build_object(
    'conversation_id', new.conversation_id, 'version', new.version,
    'body', case when octet_length(to_json(new.body)::text) <= 60000 then new.body end));
  return null;
end
$$;
create trigger drafts_announce after update on drafts for each row
  when (old.version <> new.version) execute function drafts_announce();
revoke execute on function drafts_announce() from public;
alter function drafts_announce() owner to tertulia_trigger;
