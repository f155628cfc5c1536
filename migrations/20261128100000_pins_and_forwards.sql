-- What is pinned in a conversation for all its people, which messages were forwarded, and when each of them got and read
-- what was said.

-- That its author took it from elsewhere; from where nobody is told, the server neither.
alter table messages add column forwarded boolean not null default false;

-- Counts the changes of what is pinned. No send touches it.
alter table conversations add column pins_version bigint not null default 0;

create table pins (
  conversation_id uuid not null,
  seq bigint not null,
  message_id uuid not null,
  -- Who pinned it, and when.
  account_id uuid not null references accounts,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (conversation_id, seq),
  foreign key (conversation_id, seq) references messages on delete cascade
);
create index pins_account on pins (account_id);

-- When somebody's marks in a conversation moved, and over which messages: those past after_seq, up to seq. The moves of a
-- person lie end to end, so a message lies in one of them and has its time. A move takes the slot of its seq and with it
-- the place of an older one: 64 of each kind stay for a person and a conversation, however much is said, and no message
-- costs a row. Of what lies further back only that it was delivered or read is known, by participants.
create table receipts (
  conversation_id uuid not null,
  account_id uuid not null,
  -- Whether it was read; else it reached a device.
  seen boolean not null,
  slot smallint not null,
  after_seq bigint not null,
  seq bigint not null,
  at timestamptz not null,
  primary key (conversation_id, account_id, seen, slot),
  -- Whoever goes leaves nothing of it behind.
  foreign key (conversation_id, account_id) references participants on delete cascade
) with (fillfactor = 70);

alter table pins enable row level security, force row level security;
alter table receipts enable row level security, force row level security;
create policy pins_background on pins to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy receipts_background on receipts to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy pins_read on pins for select to tertulia_app using (conversation_id = any (array(select my_conversations())));
-- Of the times a request learns by message_reach alone.
grant select on pins to tertulia_app;
grant select, insert, update, delete on pins, receipts to tertulia_jobs, tertulia_trigger;

-- Everybody in the conversation hears all that is pinned there by now, the newest pin first.
create function tell_pins(p_conversation uuid) returns void
  language plpgsql
  as $$
declare
  v_version bigint;
begin
  update conversations c set pins_version = c.pins_version + 1 where c.id = p_conversation
    returning c.pins_version into v_version;
  perform announce('conversation:' || p_conversation, 'pins.changed', p_conversation, json_build_object(
    'conversation_id', p_conversation, 'version', v_version, 'messages', coalesce((
      select json_agg(json_build_object('id', p.message_id, 'seq', p.seq, 'by', p.account_id,
          'at', to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by p.at desc, p.seq desc)
        from pins p where p.conversation_id = p_conversation), '[]')));
end
$$;
revoke execute on function tell_pins(uuid) from public;
grant execute on function tell_pins(uuid) to tertulia_trigger;

-- Pins a message for everybody in its conversation, or unpins it; each of them may. The outcome is one of
--   done     it is so, now or before
--   full     it would be the 51st
--   missing  there is no such message for the viewer, or it was deleted and is to be pinned
create function pin_message(p_id uuid, p_on boolean) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
begin
  v_message := hold_message(p_id);
  if v_message.id is null or p_on and v_message.deleted_at is not null then
    return 'missing';
  elsif p_on = exists (
      select from pins p where p.conversation_id = v_message.conversation_id and p.seq = v_message.seq) then
    return 'done';
  elsif not p_on then
    delete from pins p where p.conversation_id = v_message.conversation_id and p.seq = v_message.seq;
  elsif (select count(*) from pins p where p.conversation_id = v_message.conversation_id) >= 50 then
    return 'full';
  else
    insert into pins (conversation_id, seq, message_id, account_id)
      values (v_message.conversation_id, v_message.seq, p_id, viewer());
  end if;
  perform tell_pins(v_message.conversation_id);
  return 'done';
end
$$;

-- What is deleted is not pinned any more.
create function messages_unpin() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  delete from pins p where p.conversation_id = new.conversation_id and p.seq = new.seq;
  if found then
    perform tell_pins(new.conversation_id);
  end if;
  return null;
end
$$;
create trigger messages_unpin after update on messages for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function messages_unpin();

-- Keeps when marks moved.
create function receipts_keep() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into receipts (conversation_id, account_id, seen, slot, after_seq, seq, at)
    select new.conversation_id, new.account_id, moved.seen, moved.seq % 64, moved.after_seq, moved.seq,
        date_trunc('milliseconds', clock_timestamp())
      from (values (false, old.delivered_seq, new.delivered_seq), (true, old.seen_seq, new.seen_seq))
        moved(seen, after_seq, seq)
      where moved.after_seq < moved.seq
    on conflict on constraint receipts_pkey
      do update set after_seq = excluded.after_seq, seq = excluded.seq, at = excluded.at;
  return null;
end
$$;
create trigger receipts_keep after update on participants for each row
  when (old.delivered_seq < new.delivered_seq or old.seen_seq < new.seen_seq) execute function receipts_keep();

-- How far a message of the viewer came with each of the others who were there when it was stored; nothing for a message
-- that is not the viewer's, or was deleted. Who lets nobody know what they read gives no time of it, and who sends no
-- receipts learns nothing of what others read.
create function message_reach(p_id uuid)
  returns table (person uuid, is_delivered boolean, delivered_at timestamptz, is_read boolean, read_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, for any size of the tables.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_message messages;
begin
  select m.* into v_message from message_ids i
    join participants p on p.conversation_id = i.conversation_id and p.account_id = viewer()
    join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
    where i.id = p_id and m.author_id = viewer() and m.deleted_at is null;
  if not found then
    return;
  end if;
  return query
    select p.account_id, p.delivered_seq >= v_message.seq,
        (select r.at from receipts r
           where r.conversation_id = p.conversation_id and r.account_id = p.account_id and not r.seen
             and r.after_seq < v_message.seq and r.seq >= v_message.seq
           order by r.seq limit 1),
        coalesce(mine.send_receipts, true) and p.seen_seq >= v_message.seq,
        (select r.at from receipts r
           where r.conversation_id = p.conversation_id and r.account_id = p.account_id and r.seen
             and r.after_seq < v_message.seq and r.seq >= v_message.seq
             and coalesce(mine.send_receipts, true) and coalesce(theirs.send_receipts, true)
           order by r.seq limit 1)
      from participants p
        left join settings mine on mine.account_id = viewer()
        left join settings theirs on theirs.account_id = p.account_id
      where p.conversation_id = v_message.conversation_id and p.account_id <> viewer()
        -- A conversation is there for its people with its first message, in the same transaction.
        and p.joined_at <= v_message.at + interval '1 second'
      order by p.joined_at, p.account_id;
end
$$;

revoke execute on function pin_message(uuid, boolean), messages_unpin(), receipts_keep(), message_reach(uuid) from public;
grant execute on function pin_message(uuid, boolean), message_reach(uuid) to tertulia_app;
alter function pin_message(uuid, boolean) owner to tertulia_trigger;
alter function messages_unpin() owner to tertulia_trigger;
alter function receipts_keep() owner to tertulia_trigger;
alter function message_reach(uuid) owner to tertulia_trigger;

set local role tertulia_trigger; -- whose functions these are

-- As before, but that a message says whether it was forwarded.
create or replace function messages_announce_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := json_build_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'seq', new.seq, 'author_id', new.author_id,
    'body', new.body, 'at', to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', new.version,
    'edited_at', to_char(new.edited_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'deleted_at', to_char(new.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'reply_to', new.reply_to, 'forwarded', new.forwarded);
begin
  if new.deleted_at is not null then
    -- By the time, which names the partitions: its transaction began shortly before the message had its own.
    update events e set body = v_body
      where e.entity = new.id and e.kind in ('message.sent', 'message.edited', 'message.reacted')
        and e.at >= new.at - interval '1 minute' and e.at <= now() + interval '1 minute';
    perform announce('conversation:' || new.conversation_id, 'message.deleted', new.id, v_body);
  else
    perform announce('conversation:' || new.conversation_id, 'message.edited', new.id, v_body);
  end if;
  return null;
end
$$;

-- As before, but that a message says whether it was forwarded.
create or replace function messages_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into events (topic, kind, entity, actor, body)
    select 'conversation:' || m.conversation_id, 'message.sent', m.id, m.author_id, json_build_object(
        'id', m.id, 'conversation_id', m.conversation_id, 'seq', m.seq, 'author_id', m.author_id,
        'body', m.body, 'at', to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', m.version,
        'edited_at', null, 'deleted_at', null, 'reply_to', m.reply_to, 'forwarded', m.forwarded)
      from stored m order by m.conversation_id, m.seq;
  return null;
end
$$;

-- As before, but that a draft may be forwarded from elsewhere.
-- The release before calls it without that.
drop function send_messages(boolean, uuid[], uuid[], uuid[], text[], uuid[]);
create function send_messages(
    p_wait boolean, p_authors uuid[], p_conversations uuid[], p_ids uuid[], p_bodies text[], p_replies uuid[] default null,
    p_forwarded boolean[] default null)
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
        from unnest(p_authors, p_conversations, p_ids, p_bodies, p_replies, p_forwarded)
            with ordinality d(author, conversation, id, body, reply, forwarded, place)
          join conversations c on c.id = d.conversation
        where d.conversation = any (v_locked)
          and exists (select from participants p where p.conversation_id = d.conversation and p.account_id = d.author)
          and not exists (select from message_ids i where i.id = d.id)
          and (d.reply is null or exists (
            select from message_ids r where r.id = d.reply and r.conversation_id = d.conversation))),
    names as (
      insert into message_ids (id, conversation_id, seq) select f.id, f.conversation, f.seq from fresh f order by f.id),
    stored as (
      insert into messages (conversation_id, seq, id, author_id, body, at, reply_to, forwarded)
        select f.conversation, f.seq, f.id, f.author, f.body, v_at, f.reply, coalesce(f.forwarded, false) from fresh f),
    previews as (
      update conversations c set last_seq = f.seq, last_author_id = f.author, last_body = left(f.body, 200), last_at = v_at,
          last_version = 1
        from (select distinct on (f.conversation) f.* from fresh f order by f.conversation, f.seq desc) f
        where c.id = f.conversation),
    own as (
      update marks k set own_past = k.own_past + f.number
        from (select f.author, f.conversation, count(*) as number from fresh f group by f.author, f.conversation) f
        where k.account_id = f.author and k.conversation_id = f.conversation),
    -- Whoever put the conversation away finds it in their list again.
    others as (
      update marks k set archived = false, version = k.version + 1
        where k.archived and k.conversation_id in (select f.conversation from fresh f)
          and not exists (select from fresh f where f.author = k.account_id and f.conversation = k.conversation_id))
    select array_agg(f.place), array_agg(f.seq) into v_places, v_seqs from fresh f;
  -- After the messages are told: a mark that is told before them has counted what a device then counts once more.
  update marks k set archived = false, version = k.version + 1
    from (select distinct d.author, d.conversation
        from unnest(p_authors, p_conversations) with ordinality d(author, conversation, place) where d.place = any (v_places)) d
    where k.account_id = d.author and k.conversation_id = d.conversation and k.archived;
  return query select s.place, 'stored', s.seq, v_at, 1::bigint from unnest(v_places, v_seqs) s(place, seq);
  if cardinality(v_places) = cardinality(p_ids) then
    return;
  end if;
  return query
    select d.place,
        case when p.account_id is null then 'missing'
          when not coalesce(d.conversation = any (v_locked), false) then 'busy'
          when m.id is not null then 'known'
          when n.id is null and d.reply is not null and r.id is null then 'missing'
          else 'conflict' end,
        m.seq, m.at, m.version
      from unnest(p_authors, p_conversations, p_ids, p_bodies, p_replies, p_forwarded)
          with ordinality d(author, conversation, id, body, reply, forwarded, place)
        left join participants p on p.conversation_id = d.conversation and p.account_id = d.author
        left join message_ids n on n.id = d.id
        left join message_ids i on i.id = n.id and i.conversation_id = d.conversation and p.account_id is not null
        left join message_ids r on r.id = d.reply and r.conversation_id = d.conversation
        left join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq and m.author_id = d.author
          -- What was said at first, whatever became of it; of what was deleted nobody can tell any more.
          and (m.deleted_at is not null or d.reply is not distinct from m.reply_to
            and coalesce(d.forwarded, false) = m.forwarded and d.body = coalesce(
            (select s.body from message_revisions s
               where s.conversation_id = m.conversation_id and s.seq = m.seq and s.version = 1), m.body))
      where d.place <> all (coalesce(v_places, '{}'));
end
$$;
revoke execute on function send_messages(boolean, uuid[], uuid[], uuid[], text[], uuid[], boolean[]) from public;
grant execute on function send_messages(boolean, uuid[], uuid[], uuid[], text[], uuid[], boolean[]) to tertulia_jobs;

set local role tertulia_owner;
