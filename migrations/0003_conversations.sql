-- Conversations and messages.
--
-- participants is what the people of a conversation may know of each other; marks is what each of
-- them knows of it alone. No request writes a message by itself: send_messages does.

create table conversations (
  id uuid primary key,
  kind text not null constraint conversations_kind check (kind in ('pair', 'group')),
  name text constraint conversations_name_length check (char_length(name) between 1 and 80),
  -- Both people of a pair, the lower id first: a pair has one conversation, ever.
  pair_low uuid references accounts,
  pair_high uuid references accounts,
  created_by uuid references accounts,
  created_at timestamptz not null default now(),
  last_seq bigint not null default 0,
  -- The preview is stored, not joined. No index on what a send changes: updates stay HOT.
  last_author_id uuid,
  last_body text,
  last_at timestamptz,
  constraint conversations_pair_taken unique (pair_low, pair_high),
  constraint conversations_pair check ((kind = 'pair') = (pair_low is not null and pair_high is not null and pair_low < pair_high))
) with (fillfactor = 70);
create index conversations_pair_high on conversations (pair_high);
create index conversations_created_by on conversations (created_by);

create table participants (
  conversation_id uuid not null references conversations on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  role text not null default 'member' constraint participants_role check (role in ('owner', 'admin', 'member')),
  -- When the conversation came to be there for them: as they opened it, or with its first message. Until
  -- then they hear nothing of it, so that opening one reaches nobody.
  joined_at timestamptz default now(),
  -- The first seq that this person may read; a resumed topic never starts before it.
  joined_seq bigint not null default 0,
  -- The newest message that reached a device of theirs, and the newest one that they let others
  -- know they read.
  delivered_seq bigint not null default 0,
  seen_seq bigint not null default 0,
  primary key (conversation_id, account_id)
) with (fillfactor = 70);
create index participants_account on participants (account_id);

create table marks (
  account_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  read_seq bigint not null default 0,
  -- How many of one's own messages lie past read_seq: unread = last_seq - read_seq - own_past.
  own_past bigint not null default 0,
  muted boolean not null default false,
  pinned boolean not null default false,
  archived boolean not null default false,
  version bigint not null default 1,
  primary key (account_id, conversation_id)
) with (fillfactor = 70);
create index marks_conversation on marks (conversation_id);
create index marks_archived on marks (conversation_id) where archived;

create table messages (
  conversation_id uuid not null references conversations on delete cascade,
  seq bigint not null,
  id uuid not null,
  author_id uuid not null references accounts,
  body text not null,
  at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  primary key (conversation_id, seq),
  constraint messages_body_length check (char_length(body) between 1 and 10000)
) partition by hash (conversation_id);
create index messages_author on messages (author_id, conversation_id, seq);

do $$
begin
  for part in 0..31 loop
    execute format('create table tertulia.messages_%s partition of tertulia.messages for values with (modulus 32, remainder %s)',
      lpad(part::text, 2, '0'), part);
    execute format('alter table tertulia.messages_%s enable row level security, force row level security', lpad(part::text, 2, '0'));
  end loop;
end
$$;

-- Uniqueness over all partitions, and the way from an id to its row.
create table message_ids (
  id uuid primary key,
  conversation_id uuid not null references conversations on delete cascade,
  seq bigint not null
);
create index message_ids_conversation on message_ids (conversation_id, seq);

-- What became of acts that have no natural identity; kept 30 days.
create table operations (
  account_id uuid not null references accounts on delete cascade,
  id uuid not null,
  content_hash bytea not null,
  result json not null,
  at timestamptz not null default now(),
  primary key (account_id, id)
);
create index operations_at on operations (at);

-- The viewer's conversations; under its owner's policies, or the policies below would call themselves.
create function my_conversations() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$ select conversation_id from participants where account_id = viewer() $$;
revoke execute on function my_conversations() from public;
grant execute on function my_conversations() to tertulia_app;
alter function my_conversations() owner to tertulia_trigger;

-- The people who took part in a conversation with the viewer: they made it, or wrote in it. To them the
-- viewer is no stranger, so the viewer may see whether they are there. That the viewer opened a
-- conversation, or wrote into it, shows nothing of the other until the other answers.
create function my_people() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  -- Each by its key: a join would read all conversations there are.
  select distinct them.account_id from participants mine
    join participants them on them.conversation_id = mine.conversation_id
    where mine.account_id = viewer() and (
      (select them.account_id in (c.created_by, c.last_author_id) from conversations c where c.id = them.conversation_id)
      or (select true from messages m
            where m.conversation_id = them.conversation_id and m.author_id = them.account_id limit 1))
$$;
revoke execute on function my_people() from public;
grant execute on function my_people() to tertulia_app;
alter function my_people() owner to tertulia_trigger;

alter table conversations enable row level security, force row level security;
alter table participants enable row level security, force row level security;
alter table marks enable row level security, force row level security;
alter table messages enable row level security, force row level security;
alter table message_ids enable row level security, force row level security;
alter table operations enable row level security, force row level security;

create policy conversations_background on conversations to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy participants_background on participants to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy marks_background on marks to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy messages_background on messages to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy message_ids_background on message_ids to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy operations_background on operations to tertulia_jobs, tertulia_trigger using (true) with check (true);

create policy conversations_read on conversations for select to tertulia_app using (id = any (array(select my_conversations())));
create policy participants_read on participants for select to tertulia_app using (conversation_id = any (array(select my_conversations())));
create policy marks_own on marks to tertulia_app using (account_id = viewer()) with check (account_id = viewer());
create policy messages_read on messages for select to tertulia_app using (conversation_id = any (array(select my_conversations())));
create policy message_ids_read on message_ids for select to tertulia_app using (conversation_id = any (array(select my_conversations())));
create policy operations_own on operations to tertulia_app using (account_id = viewer()) with check (account_id = viewer());
create policy last_seen_read on last_seen for select to tertulia_app using (
  account_id = viewer()
  or account_id = any (array(select my_people())) and shows_presence(account_id));

grant select on conversations, participants, messages, message_ids, last_seen to tertulia_app;
grant select, update (muted, pinned, archived, version) on marks to tertulia_app;
grant select, insert on operations to tertulia_app;
grant select, insert, update, delete on conversations, participants, marks, messages, message_ids, operations to tertulia_jobs, tertulia_trigger;

-- Opens the conversation of the viewer with somebody, or finds it. For the other it is there once
-- something was said in it. Nothing is returned where there is no such person.
create function open_pair(p_id uuid, p_other uuid) returns table (id uuid, created boolean)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_low uuid := least(viewer(), p_other);
  v_high uuid := greatest(viewer(), p_other);
  v_found uuid;
begin
  if viewer() is null or p_other = viewer() or not exists (select from accounts a where a.id = p_other and a.deleted_at is null) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(v_low::text || v_high::text, 0));
  select c.id into v_found from conversations c where c.pair_low = v_low and c.pair_high = v_high;
  if found then
    update participants p set joined_at = now()
      where p.conversation_id = v_found and p.account_id = viewer() and p.joined_at is null;
    return query select v_found, false;
    return;
  end if;
  insert into conversations (id, kind, pair_low, pair_high, created_by) values (p_id, 'pair', v_low, v_high, viewer());
  insert into marks (account_id, conversation_id) values (v_low, p_id), (v_high, p_id);
  insert into participants (conversation_id, account_id, joined_at) values (p_id, viewer(), now()), (p_id, p_other, null);
  return query select p_id, true;
end
$$;

-- Sends messages, each of its author: the drafts of several people, gathered into one transaction.
-- The answer has a row for each draft, by its place from 1. The outcome is one of
--   stored    a new row with the next seq
--   known     the same message was stored before: its row, no number burnt
--   conflict  the id names something else, whoever's it is
--   missing   no such conversation, or not the author's
--   busy      somebody else holds the conversation, and p_wait is false
-- A retry finds the row of the first attempt. An id that two transactions, or two drafts, bring at the
-- same moment breaks message_ids_pkey for the later one: nothing is stored, and its retry finds the row.
create function send_messages(p_wait boolean, p_authors uuid[], p_conversations uuid[], p_ids uuid[], p_bodies text[])
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
      update conversations c set last_seq = f.seq, last_author_id = f.author, last_body = left(f.body, 200), last_at = v_at
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
        left join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
          and m.author_id = d.author and m.body = d.body
      where d.place <> all (coalesce(v_places, '{}'));
end
$$;

-- Moves the viewer's marks forward, never back and never past the last message. Whether there is
-- such a conversation for the viewer is the answer.
create function move_marks(p_conversation uuid, p_delivered bigint, p_read bigint) returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_last bigint;
  v_read bigint;
  v_delivered bigint;
  v_receipts boolean;
begin
  if not exists (select from participants p where p.conversation_id = p_conversation and p.account_id = viewer()) then
    return false;
  end if;
  -- own_past counts messages: no send may come between the count and its row. What was delivered
  -- counts nothing and waits for nobody.
  if p_read is not null then
    perform pg_advisory_xact_lock(hashtextextended(p_conversation::text, 0));
  end if;
  select c.last_seq, coalesce(s.send_receipts, true) into v_last, v_receipts from conversations c
    join participants p on p.conversation_id = c.id and p.account_id = viewer()
    left join settings s on s.account_id = viewer()
    where c.id = p_conversation;
  if not found then
    return false;
  end if;
  v_read := least(greatest(p_read, 0), v_last);
  v_delivered := least(greatest(p_delivered, v_read), v_last);
  update participants p set
      delivered_seq = greatest(p.delivered_seq, v_delivered),
      seen_seq = case when v_receipts then greatest(p.seen_seq, v_read) else p.seen_seq end
    where p.conversation_id = p_conversation and p.account_id = viewer()
      and (p.delivered_seq < v_delivered or v_receipts and p.seen_seq < v_read);
  update marks k set read_seq = v_read, version = k.version + 1, own_past = (
      select count(*) from messages m
        where m.conversation_id = p_conversation and m.author_id = viewer() and m.seq > v_read)
    where k.account_id = viewer() and k.conversation_id = p_conversation and k.read_seq < v_read;
  return true;
end
$$;

revoke execute on function open_pair(uuid, uuid), send_messages(boolean, uuid[], uuid[], uuid[], text[]), move_marks(uuid, bigint, bigint) from public;
grant execute on function open_pair(uuid, uuid), move_marks(uuid, bigint, bigint) to tertulia_app, tertulia_jobs;
-- It believes its caller who the authors are: no request has it.
grant execute on function send_messages(boolean, uuid[], uuid[], uuid[], text[]) to tertulia_jobs;
alter function open_pair(uuid, uuid) owner to tertulia_trigger;
alter function send_messages(boolean, uuid[], uuid[], uuid[], text[]) owner to tertulia_trigger;
alter function move_marks(uuid, bigint, bigint) owner to tertulia_trigger;

-- One statement for all that a transaction gathered, in the order of seq.
create function messages_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  insert into events (topic, kind, entity, actor, body)
    select 'conversation:' || m.conversation_id, 'message.sent', m.id, m.author_id, json_build_object(
        'id', m.id, 'conversation_id', m.conversation_id, 'seq', m.seq, 'author_id', m.author_id,
        'body', m.body, 'at', to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', m.version)
      from stored m order by m.conversation_id, m.seq;
  return null;
end
$$;

create function participants_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if tg_op = 'DELETE' then
    perform announce('inbox:' || old.account_id, 'member.left', old.conversation_id, json_build_object('conversation_id', old.conversation_id));
    perform announce('conversation:' || old.conversation_id, 'participant.left', old.conversation_id, json_build_object(
      'conversation_id', old.conversation_id, 'account_id', old.account_id));
  else
    perform announce('inbox:' || new.account_id, 'member.joined', new.conversation_id, json_build_object('conversation_id', new.conversation_id));
    perform announce('conversation:' || new.conversation_id, 'participant.joined', new.conversation_id, json_build_object(
      'conversation_id', new.conversation_id, 'account_id', new.account_id));
  end if;
  return null;
end
$$;

-- What was delivered and what was seen are told apart: seen is carried only to those who send
-- receipts themselves.
create function receipts_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if old.delivered_seq <> new.delivered_seq then
    perform announce('conversation:' || new.conversation_id, 'receipt.delivered', new.conversation_id, json_build_object(
      'conversation_id', new.conversation_id, 'account_id', new.account_id, 'delivered_seq', new.delivered_seq));
  end if;
  if old.seen_seq <> new.seen_seq then
    perform announce('conversation:' || new.conversation_id, 'receipt.seen', new.conversation_id, json_build_object(
      'conversation_id', new.conversation_id, 'account_id', new.account_id, 'seen_seq', new.seen_seq));
  end if;
  return null;
end
$$;

-- With its first message a conversation is there for everybody in it.
create function conversations_appear() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  update participants set joined_at = now() where conversation_id = new.id and joined_at is null;
  return null;
end
$$;

create function marks_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('inbox:' || new.account_id, 'mark.moved', new.conversation_id, json_build_object(
    'conversation_id', new.conversation_id, 'read_seq', new.read_seq, 'own_past', new.own_past, 'muted', new.muted,
    'pinned', new.pinned, 'archived', new.archived, 'version', new.version));
  return null;
end
$$;

create trigger messages_announce after insert on messages referencing new table as stored
  for each statement execute function messages_announce();
create trigger conversations_appear after update on conversations for each row
  when (old.last_seq = 0 and new.last_seq > 0) execute function conversations_appear();
create trigger participants_joined after insert on participants for each row
  when (new.joined_at is not null) execute function participants_announce();
create trigger participants_appeared after update on participants for each row
  when (old.joined_at is null and new.joined_at is not null) execute function participants_announce();
create trigger participants_left after delete on participants for each row execute function participants_announce();
create trigger receipts_announce after update on participants for each row
  when (old.delivered_seq <> new.delivered_seq or old.seen_seq <> new.seen_seq) execute function receipts_announce();
create trigger marks_announce after update on marks for each row
  when (old.version <> new.version) execute function marks_announce();

revoke execute on function messages_announce(), participants_announce(), receipts_announce(), conversations_appear(), marks_announce() from public;
alter function messages_announce() owner to tertulia_trigger;
alter function participants_announce() owner to tertulia_trigger;
alter function receipts_announce() owner to tertulia_trigger;
alter function conversations_appear() owner to tertulia_trigger;
alter function marks_announce() owner to tertulia_trigger;
