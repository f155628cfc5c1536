-- What the page is called that a message leads to first.
--
-- It stands with its message as one value, {"url", "site", "title", "description"}, and counts its changes by itself, as
-- reactions do: neither an edit nor a reaction takes it back, and a message is not edited by it. What a page was called is
-- kept for a while for all messages that lead there.

alter table messages
  add column preview jsonb
    constraint messages_preview_length check (octet_length(preview::text) <= 8192),
  add column previewed bigint not null default 0,
  -- Its author wants none.
  add column unpreviewed boolean not null default false;

-- Who was away for long asks what of the messages that they have was changed, reacted to or previewed. No send touches it.
drop index messages_changed;
create index messages_changed on messages (conversation_id, seq) where version > 1 or reacted > 0 or previewed > 0;

-- What pages said of themselves; nothing where they said nothing, or nobody answered. No person has it, and no request
-- reads it.
create table link_previews (
  url text primary key
    constraint link_previews_url_length check (octet_length(url) <= 2000),
  page jsonb,
  read_at timestamptz not null default clock_timestamp()
);
create index link_previews_read_at on link_previews (read_at);
alter table link_previews enable row level security, force row level security;
create policy link_previews_background on link_previews to tertulia_jobs using (true) with check (true);
grant select, insert, update, delete on link_previews to tertulia_jobs;

-- Has a message show what the page is called that it leads to, or nothing; whether it does. Where it says something else by
-- now than in the version that was looked at, was deleted, or its author wants none, it stays as it is.
create function preview_message(p_conversation uuid, p_seq bigint, p_version bigint, p_preview jsonb) returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  -- Before anything has a transaction id: the order of events is the order of changes.
  perform pg_advisory_xact_lock(hashtextextended(p_conversation::text, 0));
  update messages m set preview = p_preview, previewed = m.previewed + 1
    where m.conversation_id = p_conversation and m.seq = p_seq and m.version = p_version and m.deleted_at is null
      and not m.unpreviewed and m.preview is distinct from p_preview;
  return found;
end
$$;

-- Takes the preview off a message of the viewer, for good: whatever the message leads to later, it has none. The outcome is
-- one of
--   done       it has none, now or before
--   forbidden  somebody else said it
--   missing    there is no such message for the viewer, or it was deleted
create function unpreview_message(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
begin
  v_message := hold_message(p_id);
  if v_message.id is null or v_message.deleted_at is not null then
    return 'missing';
  elsif v_message.author_id <> viewer() then
    return 'forbidden';
  end if;
  update messages m
    set preview = null, unpreviewed = true, previewed = m.previewed + (m.preview is not null)::integer
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq and not m.unpreviewed;
  return 'done';
end
$$;

-- A message that was deleted shows nothing of it from that moment on, nor one that does not even name the page any more.
create function messages_drop_preview() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  new.preview := null;
  new.previewed := old.previewed + 1;
  return new;
end
$$;
create trigger messages_drop_preview before update on messages for each row
  when (old.preview is not null and old.body <> new.body and position(old.preview->>'url' in new.body) = 0)
  execute function messages_drop_preview();

-- Everybody in the conversation hears what a message shows by then. What was deleted is blanked in all that was told of it
-- before, and its own event says the rest.
create function messages_announce_preview() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := json_build_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'seq', new.seq,
    'preview', new.preview, 'previewed', new.previewed);
begin
  if new.deleted_at is not null then
    -- By the time, which names the partitions: its transaction began shortly before the message had its own.
    update events e set body = v_body
      where e.entity = new.id and e.kind = 'message.previewed'
        and e.at >= new.at - interval '1 minute' and e.at <= now() + interval '1 minute';
  else
    perform announce('conversation:' || new.conversation_id, 'message.previewed', new.id, v_body);
  end if;
  return null;
end
$$;
create trigger messages_announce_preview after update on messages for each row
  when (old.previewed <> new.previewed or old.deleted_at is null and new.deleted_at is not null and new.previewed > 0)
  execute function messages_announce_preview();

revoke execute on function preview_message(uuid, bigint, bigint, jsonb), unpreview_message(uuid), messages_drop_preview(),
  messages_announce_preview() from public;
grant execute on function preview_message(uuid, bigint, bigint, jsonb) to tertulia_jobs;
grant execute on function unpreview_message(uuid) to tertulia_app;
alter function preview_message(uuid, bigint, bigint, jsonb) owner to tertulia_trigger;
alter function unpreview_message(uuid) owner to tertulia_trigger;
alter function messages_drop_preview() owner to tertulia_trigger;
alter function messages_announce_preview() owner to tertulia_trigger;

set local role tertulia_trigger; -- whose function it is

drop function edit_message(uuid, text, bigint);

-- As before, but that a message shows nothing any more of a page that is not the one to which it leads first from then on, if any.
create function edit_message(p_id uuid, p_body text, p_expected bigint default null, p_leads text default null) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
begin
  v_message := hold_message(p_id);
  if v_message.id is null or v_message.deleted_at is not null then
    return 'missing';
  elsif v_message.author_id <> viewer() then
    return 'forbidden';
  elsif v_message.body = p_body then
    return 'done';
  elsif v_message.version <> coalesce(p_expected, v_message.version) then
    return 'conflict';
  end if;
  insert into message_revisions (conversation_id, seq, version, body, at)
    values (v_message.conversation_id, v_message.seq, v_message.version, v_message.body,
      coalesce(v_message.edited_at, v_message.at));
  update messages m
    set body = p_body, edited_at = date_trunc('milliseconds', clock_timestamp()), version = m.version + 1,
      preview = case when m.preview->>'url' = p_leads then m.preview end,
      previewed = m.previewed + (m.preview->>'url' is distinct from p_leads and m.preview is not null)::integer
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq;
  update conversations c set last_body = left(p_body, 200), last_version = v_message.version + 1
    where c.id = v_message.conversation_id and c.last_seq = v_message.seq;
  return 'done';
end
$$;

revoke execute on function edit_message(uuid, text, bigint, text) from public;
grant execute on function edit_message(uuid, text, bigint, text) to tertulia_app;

set local role tertulia_owner;
