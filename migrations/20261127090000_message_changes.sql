-- What becomes of messages: their authors edit them, and what is deleted is gone for everybody.
--
-- A message keeps its row, its number and its time for life. What it said before stands in message_revisions, for all who
-- may read it; deleting it leaves its place, and neither its words nor what it said before.

alter table messages add column edited_at timestamptz, add column deleted_at timestamptz;
alter table messages drop constraint messages_body_length;
alter table messages add constraint messages_body_length
  check (char_length(body) <= 10000 and (body = '') = (deleted_at is not null));
-- Who was away for long asks what of the messages that they have was changed. No send touches it.
create index messages_changed on messages (conversation_id, seq) where version > 1;

-- Of which version of its message the preview is. That of a deleted one is empty.
alter table conversations add column last_version bigint not null default 1;

-- What a message said before: each version but the present one, and when it was said.
create table message_revisions (
  conversation_id uuid not null,
  seq bigint not null,
  version bigint not null,
  body text not null,
  at timestamptz not null,
  primary key (conversation_id, seq, version),
  foreign key (conversation_id, seq) references messages on delete cascade
);
alter table message_revisions enable row level security, force row level security;
create policy message_revisions_background on message_revisions to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy message_revisions_read on message_revisions for select to tertulia_app
  using (conversation_id = any (array(select my_conversations())));
grant select on message_revisions to tertulia_app;
grant select, insert, update, delete on message_revisions to tertulia_jobs, tertulia_trigger;

-- Has a message of the viewer say something else. The outcome is one of
--   done       it says this now, or did before
--   forbidden  somebody else said it
--   missing    there is no such message for the viewer, or it was deleted
-- Of two edits at once the later one holds, and both are among what it said.
create function edit_message(p_id uuid, p_body text) returns text
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
  end if;
  insert into message_revisions (conversation_id, seq, version, body, at)
    values (v_message.conversation_id, v_message.seq, v_message.version, v_message.body,
      coalesce(v_message.edited_at, v_message.at));
  update messages m
    set body = p_body, edited_at = date_trunc('milliseconds', clock_timestamp()), version = m.version + 1
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq;
  update conversations c set last_body = left(p_body, 200), last_version = v_message.version + 1
    where c.id = v_message.conversation_id and c.last_seq = v_message.seq;
  return 'done';
end
$$;

-- Deletes a message for everybody: its author may, and in a group its owner and admins. The outcome is one of
--   done       it is deleted, now or before
--   forbidden  it is not the viewer's to delete
--   missing    there is no such message for the viewer
create function delete_message(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
begin
  v_message := hold_message(p_id);
  if v_message.id is null then
    return 'missing';
  elsif v_message.author_id <> viewer() and not exists (
      select from participants p join conversations c on c.id = p.conversation_id
        where p.conversation_id = v_message.conversation_id and p.account_id = viewer()
          and c.kind = 'group' and p.role in ('owner', 'admin')) then
    return 'forbidden';
  elsif v_message.deleted_at is not null then
    return 'done';
  end if;
  delete from message_revisions r where r.conversation_id = v_message.conversation_id and r.seq = v_message.seq;
  update messages m
    set body = '', edited_at = null, deleted_at = date_trunc('milliseconds', clock_timestamp()), version = m.version + 1
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq;
  update conversations c set last_body = '', last_version = v_message.version + 1
    where c.id = v_message.conversation_id and c.last_seq = v_message.seq;
  return 'done';
end
$$;

-- The message as it is once nobody else changes or says anything in its conversation, where the viewer is in that; else
-- nothing. A stranger never waits, or a wait would tell that people talk there.
create function hold_message(p_id uuid) returns messages
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_place message_ids;
  v_message messages;
begin
  select i.* into v_place from message_ids i
    join participants p on p.conversation_id = i.conversation_id and p.account_id = viewer()
    where i.id = p_id;
  if not found then
    return null;
  end if;
  -- Before anything has a transaction id: the order of events is the order of changes.
  perform pg_advisory_xact_lock(hashtextextended(v_place.conversation_id::text, 0));
  -- Anew: while this waited the viewer may have been sent out.
  select m.* into v_message from messages m
    join participants p on p.conversation_id = m.conversation_id and p.account_id = viewer()
    where m.conversation_id = v_place.conversation_id and m.seq = v_place.seq;
  return v_message;
end
$$;

-- Everybody in the conversation hears what holds now. What was deleted is blanked in all that was told of it before:
-- events are kept for long, and nothing deleted is told again.
create function messages_announce_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := json_build_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'seq', new.seq, 'author_id', new.author_id,
    'body', new.body, 'at', to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', new.version,
    'edited_at', to_char(new.edited_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'deleted_at', to_char(new.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
begin
  if new.deleted_at is not null then
    -- By the time, which names the partitions: its transaction began shortly before the message had its own.
    update events e set body = v_body
      where e.entity = new.id and e.kind in ('message.sent', 'message.edited')
        and e.at >= new.at - interval '1 minute' and e.at <= now() + interval '1 minute';
    perform announce('conversation:' || new.conversation_id, 'message.deleted', new.id, v_body);
  else
    perform announce('conversation:' || new.conversation_id, 'message.edited', new.id, v_body);
  end if;
  return null;
end
$$;
create trigger messages_announce_change after update on messages for each row
  when (old.version <> new.version) execute function messages_announce_change();

revoke execute on function edit_message(uuid, text), delete_message(uuid), hold_message(uuid), messages_announce_change() from public;
grant execute on function edit_message(uuid, text), delete_message(uuid) to tertulia_app;
alter function edit_message(uuid, text) owner to tertulia_trigger;
alter function delete_message(uuid) owner to tertulia_trigger;
alter function hold_message(uuid) owner to tertulia_trigger;
alter function messages_announce_change() owner to tertulia_trigger;

set local role tertulia_trigger;

-- As before, but that a message has two more members.
create or replace function messages_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into events (topic, kind, entity, actor, body)
    select 'conversation:' || m.conversation_id, 'message.sent', m.id, m.author_id, json_build_object(
        'id', m.id, 'conversation_id', m.conversation_id, 'seq', m.seq, 'author_id', m.author_id,
        'body', m.body, 'at', to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', m.version,
        'edited_at', null, 'deleted_at', null)
      from stored m order by m.conversation_id, m.seq;
  return null;
end
$$;

-- As before, but that a retry also finds what was edited or deleted since, and that the preview is of a first version.
create or replace function send_messages(p_wait boolean, p_authors uuid[], p_conversations uuid[], p_ids uuid[], p_bodies text[])
  returns table (place bigint, outcome text, seq bigint, at timestamptz, version bigint)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- One plan for any number of drafts and any size of the tables, made once: by the indexes.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_locked uuid[];
  v_places bigint[];
  v_seqs bigint[];
  v_at timestamptz;
begin
  -- Two people sending at once meet at this lock before either has a transaction id: that is what
  -- keeps seq free of holes and the order of events the order of messages. A stranger never gets
  -- there, or a wait would tell that people talk here.
  select array_agg(found.conversation) into v_locked from (
    select distinct d.conversation from unnest(p_authors, p_conversations) d(author, conversation)
      where exists (select from participants p where p.conversation_id = d.conversation and p.account_id = d.author)
      order by d.conversation) found
    where case when p_wait
      then pg_advisory_xact_lock(hashtextextended(found.conversation::text, 0))::text is not null
      else pg_try_advisory_xact_lock(hashtextextended(found.conversation::text, 0)) end;
  v_at := date_trunc('milliseconds', clock_timestamp());
  with fresh as materialized (
      select d.*, c.last_seq + row_number() over (partition by d.conversation order by d.place) as seq
        from unnest(p_authors, p_conversations, p_ids, p_bodies) with ordinality d(author, conversation, id, body, place)
          join conversations c on c.id = d.conversation
        where d.conversation = any (v_locked)
          and exists (select from participants p where p.conversation_id = d.conversation and p.account_id = d.author)
          and not exists (select from message_ids i where i.id = d.id)),
    names as (
      insert into message_ids (id, conversation_id, seq) select f.id, f.conversation, f.seq from fresh f order by f.id),
    stored as (
      insert into messages (conversation_id, seq, id, author_id, body, at)
        select f.conversation, f.seq, f.id, f.author, f.body, v_at from fresh f),
    previews as (
      update conversations c set last_seq = f.seq, last_author_id = f.author, last_body = left(f.body, 200), last_at = v_at,
          last_version = 1
        from (select distinct on (f.conversation) f.* from fresh f order by f.conversation, f.seq desc) f
        where c.id = f.conversation),
    own as (
      update marks k set own_past = k.own_past + f.number, archived = false, version = k.version + k.archived::integer
        from (select f.author, f.conversation, count(*) as number from fresh f group by f.author, f.conversation) f
        where k.account_id = f.author and k.conversation_id = f.conversation),
    -- Whoever put the conversation away finds it in their list again.
    others as (
      update marks k set archived = false, version = k.version + 1
        where k.archived and k.conversation_id in (select f.conversation from fresh f)
          and not exists (select from fresh f where f.author = k.account_id and f.conversation = k.conversation_id))
    select array_agg(f.place), array_agg(f.seq) into v_places, v_seqs from fresh f;
  return query select s.place, 'stored', s.seq, v_at, 1::bigint from unnest(v_places, v_seqs) s(place, seq);
  if cardinality(v_places) = cardinality(p_ids) then
    return;
  end if;
  return query
    select d.place,
        case when p.account_id is null then 'missing'
          when not coalesce(d.conversation = any (v_locked), false) then 'busy'
          when m.id is not null then 'known'
          else 'conflict' end,
        m.seq, m.at, m.version
      from unnest(p_authors, p_conversations, p_ids, p_bodies) with ordinality d(author, conversation, id, body, place)
        left join participants p on p.conversation_id = d.conversation and p.account_id = d.author
        left join message_ids i on i.id = d.id and i.conversation_id = d.conversation and p.account_id is not null
        left join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq and m.author_id = d.author
          -- What was said at first, whatever became of it; of what was deleted nobody can tell any more.
          and (m.deleted_at is not null or d.body = coalesce(
            (select r.body from message_revisions r
               where r.conversation_id = m.conversation_id and r.seq = m.seq and r.version = 1), m.body))
      where d.place <> all (coalesce(v_places, '{}'));
end
$$;

set local role tertulia_owner;
