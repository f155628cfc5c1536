-- What people think of a message, in one sign each, and which message another one answers.
--
-- Reactions stand with their message as one value: [{"emoji", "by": [account, …]}, …], in the order of first use. So a page
-- of history has them without another read, and each change of them is told whole. They count their changes by themselves:
-- neither an edit nor a reaction that is heard late takes the other one back.

alter table messages
  -- In the same conversation. No foreign key: what is answered may be removed one day, and that it was stays.
  add column reply_to uuid,
  add column reactions jsonb not null default '[]'
    constraint messages_reactions_number check (jsonb_array_length(reactions) <= 20),
  add column reacted bigint not null default 0;

-- Who was away for long asks what of the messages that they have was changed, or reacted to. No send touches it.
drop index messages_changed;
create index messages_changed on messages (conversation_id, seq) where version > 1 or reacted > 0;

-- Gives a message the viewer's emoji, or takes it away. The outcome is one of
--   done     it is so, now or before
--   full     it would be the 21st emoji of the message; or its 1501st reaction, as an event tells them all
--   missing  there is no such message for the viewer, or it was deleted
create function react_message(p_id uuid, p_emoji text, p_on boolean) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
  v_viewer text := viewer();
  v_reactions jsonb;
begin
  v_message := hold_message(p_id);
  if v_message.id is null or v_message.deleted_at is not null then
    return 'missing';
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('emoji', r.emoji, 'by', r.people) order by r.place), '[]')
    into v_reactions
    from (
      select e.value->>'emoji' as emoji, e.place,
          case when e.value->>'emoji' <> p_emoji then e.value->'by'
            when not p_on then (e.value->'by') - v_viewer
            when (e.value->'by') ? v_viewer then e.value->'by'
            else (e.value->'by') || to_jsonb(v_viewer) end as people
        from jsonb_array_elements(v_message.reactions) with ordinality e(value, place)
      union all
      -- Nobody chose it yet: it comes last.
      select p_emoji, 1 + jsonb_array_length(v_message.reactions), jsonb_build_array(v_viewer)
        where p_on and not v_message.reactions @> jsonb_build_array(jsonb_build_object('emoji', p_emoji))) r
    where jsonb_array_length(r.people) > 0;
  if v_reactions = v_message.reactions then
    return 'done';
  elsif p_on and (jsonb_array_length(v_reactions) > 20
      or (select sum(jsonb_array_length(e->'by')) from jsonb_array_elements(v_reactions) e) > 1500) then
    return 'full';
  end if;
  update messages m set reactions = v_reactions, reacted = m.reacted + 1
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq;
  return 'done';
end
$$;

-- Everybody in the conversation hears all reactions that a message has by then.
create function messages_announce_reactions() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('conversation:' || new.conversation_id, 'message.reacted', new.id, json_build_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'seq', new.seq,
    'reactions', new.reactions, 'reacted', new.reacted));
  return null;
end
$$;
-- Of a message that was deleted its own event says all.
create trigger messages_announce_reactions after update on messages for each row
  when (old.reacted <> new.reacted and new.deleted_at is null) execute function messages_announce_reactions();

revoke execute on function react_message(uuid, text, boolean), messages_announce_reactions() from public;
grant execute on function react_message(uuid, text, boolean) to tertulia_app;
alter function react_message(uuid, text, boolean) owner to tertulia_trigger;
alter function messages_announce_reactions() owner to tertulia_trigger;

set local role tertulia_trigger;

-- As before, but that its reactions go with a message, and that it answers nothing any more.
create or replace function delete_message(p_id uuid) returns text
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
    set body = '', edited_at = null, deleted_at = date_trunc('milliseconds', clock_timestamp()), version = m.version + 1,
      reply_to = null, reactions = '[]', reacted = m.reacted + 1
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq;
  update conversations c set last_body = '', last_version = v_message.version + 1
    where c.id = v_message.conversation_id and c.last_seq = v_message.seq;
  return 'done';
end
$$;

-- As before, but that a message says what it answers, and that who reacted to what was deleted is not told again either.
create or replace function messages_announce_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body json := json_build_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'seq', new.seq, 'author_id', new.author_id,
    'body', new.body, 'at', to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', new.version,
    'edited_at', to_char(new.edited_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'deleted_at', to_char(new.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'reply_to', new.reply_to);
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

-- As before, but that a message says what it answers.
create or replace function messages_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into events (topic, kind, entity, actor, body)
    select 'conversation:' || m.conversation_id, 'message.sent', m.id, m.author_id, json_build_object(
        'id', m.id, 'conversation_id', m.conversation_id, 'seq', m.seq, 'author_id', m.author_id,
        'body', m.body, 'at', to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', m.version,
        'edited_at', null, 'deleted_at', null, 'reply_to', m.reply_to)
      from stored m order by m.conversation_id, m.seq;
  return null;
end
$$;

-- As before, but that a draft may answer a message of its conversation; where there is no such message it is `missing`.
-- The release before calls it without answers, and reads the version.
drop function send_messages(boolean, uuid[], uuid[], uuid[], text[]);
create function send_messages(
    p_wait boolean, p_authors uuid[], p_conversations uuid[], p_ids uuid[], p_bodies text[], p_replies uuid[] default null)
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
        from unnest(p_authors, p_conversations, p_ids, p_bodies, p_replies)
            with ordinality d(author, conversation, id, body, reply, place)
          join conversations c on c.id = d.conversation
        where d.conversation = any (v_locked)
          and exists (select from participants p where p.conversation_id = d.conversation and p.account_id = d.author)
          and not exists (select from message_ids i where i.id = d.id)
          and (d.reply is null or exists (
            select from message_ids r where r.id = d.reply and r.conversation_id = d.conversation))),
    names as (
      insert into message_ids (id, conversation_id, seq) select f.id, f.conversation, f.seq from fresh f order by f.id),
    stored as (
      insert into messages (conversation_id, seq, id, author_id, body, at, reply_to)
        select f.conversation, f.seq, f.id, f.author, f.body, v_at, f.reply from fresh f),
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
          when n.id is null and d.reply is not null and r.id is null then 'missing'
          else 'conflict' end,
        m.seq, m.at, m.version
      from unnest(p_authors, p_conversations, p_ids, p_bodies, p_replies)
          with ordinality d(author, conversation, id, body, reply, place)
        left join participants p on p.conversation_id = d.conversation and p.account_id = d.author
        left join message_ids n on n.id = d.id
        left join message_ids i on i.id = n.id and i.conversation_id = d.conversation and p.account_id is not null
        left join message_ids r on r.id = d.reply and r.conversation_id = d.conversation
        left join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq and m.author_id = d.author
          -- What was said at first, whatever became of it; of what was deleted nobody can tell any more.
          and (m.deleted_at is not null or d.reply is not distinct from m.reply_to and d.body = coalesce(
            (select s.body from message_revisions s
               where s.conversation_id = m.conversation_id and s.seq = m.seq and s.version = 1), m.body))
      where d.place <> all (coalesce(v_places, '{}'));
end
$$;
revoke execute on function send_messages(boolean, uuid[], uuid[], uuid[], text[], uuid[]) from public;
grant execute on function send_messages(boolean, uuid[], uuid[], uuid[], text[], uuid[]) to tertulia_jobs;

set local role tertulia_owner;
