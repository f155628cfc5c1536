-- Threads: what is said about one message, beside the conversation in which it was said.
--
-- A thread is a conversation of its own whose id is that of the message on which it hangs. So it has a seq without holes, one
-- mark for each person, drafts, receipts and a topic, as every conversation has, and the conversation beside which it stands
-- goes on as if it was not there: its seq, its unread counts, its pages and what it costs to send in it stay what they are.
--
-- A thread begins with the first that somebody says, writes or schedules in it: looking at a message that nobody has answered
-- stores nothing. Until its first answer only whoever did so has a place in it. From then on everybody in the conversation has:
-- they may read the thread, hear it and answer in it, in silence. It is there for those who take part in it, which are the
-- author of its message, once it is answered, and whoever has answered: only they have marks, so it stands in their lists,
-- unread as any other conversation is, and nobody else is told.

alter table conversations
  drop constraint conversations_kind,
  add constraint conversations_kind check (kind in ('pair', 'group', 'thread')),
  -- Where the message was said on which the thread hangs.
  add column thread_of uuid references conversations on delete cascade,
  add constraint conversations_thread check ((kind = 'thread') = (thread_of is not null));
-- No send changes it.
create index conversations_thread_of on conversations (thread_of);

-- How much was said in the thread of a message: {"count", "people": [who spoke last, …], "at"}. It stands with the message as
-- its reactions do, so a page of history has it without another read; and no send touches it but an answer in that thread.
alter table messages add column answers jsonb;

drop index messages_changed;
create index messages_changed on messages (conversation_id, seq)
  where version > 1 or reacted > 0 or previewed > 0 or answers is not null;

-- Begins the thread of a message, for the viewer alone until something is said in it. The outcome is one of
--   begun    nothing is said in it yet, and nobody hears of it
--   there    somebody began it before, and the viewer has a place in it
--   nested   the message stands in a thread itself
--   missing  there is no such message for the viewer, or it was deleted; or its id names another conversation
create function begin_thread(p_message uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
  v_known conversations%rowtype;
begin
  -- Nobody comes into the conversation or goes out of it meanwhile, and nobody else begins it.
  v_message := hold_message(p_message);
  if v_message.id is null then
    return 'missing';
  end if;
  select c.* into v_known from conversations c where c.id = p_message;
  if found and v_known.thread_of is distinct from v_message.conversation_id then
    return 'missing';
  elsif found then
    insert into participants (conversation_id, account_id, joined_at) values (p_message, viewer(), null)
      on conflict do nothing;
    return 'there';
  elsif exists (select from conversations c where c.id = v_message.conversation_id and c.thread_of is not null) then
    return 'nested';
  elsif v_message.deleted_at is not null then
    return 'missing';
  end if;
  insert into conversations (id, kind, thread_of, created_by, closed)
    select p_message, 'thread', c.id, v_message.author_id, c.closed from conversations c
      where c.id = v_message.conversation_id;
  insert into participants (conversation_id, account_id, joined_at) values (p_message, viewer(), null);
  return 'begun';
end
$$;

-- Something was said in a thread: with the first answer everybody in the conversation has a place in it; whoever takes part in
-- it from now on has it in their list, and the message on which it hangs tells how much was said. What was said before one's own
-- first answer counts as read; for the author of that message nothing does, unless they had answered and came back.
create function threads_grow() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, for any size of the tables.
  set enable_seqscan = off
  as $$
declare
  v_root message_ids;
  v_answers jsonb;
begin
  if old.last_seq = 0 then
    -- Whoever goes out of the conversation at this moment is waited for, and gets none; whoever goes after this loses it. Whoever
    -- comes in was waited for by the update before, and is found here, or waits for this in `threads_admit`.
    insert into participants (conversation_id, account_id, joined_at)
      select new.id, p.account_id, null from (
        select p.account_id from participants p where p.conversation_id = new.thread_of for key share of p) p
      on conflict do nothing;
  end if;
  with said as (
      select m.author_id, max(m.seq) as seq from messages m
        where m.conversation_id = new.id and m.seq > old.last_seq group by m.author_id),
    -- Whoever is being sent out at this moment is waited for, and has no mark afterwards.
    came as (
      update participants p set joined_at = now()
        where p.conversation_id = new.id and p.joined_at is null
          and (p.account_id = new.created_by or p.account_id in (select s.author_id from said s))
        returning p.account_id)
  insert into marks (account_id, conversation_id, read_seq, version)
    -- Who said something during an earlier stay has read up to there: what is one's own is never unread. Of a mark that their
    -- devices may still have from then this one is a later version.
    select came.account_id, new.id, coalesce(said.seq, (
          select max(m.seq) from messages m where m.conversation_id = new.id and m.author_id = came.account_id), 0),
        (extract(epoch from clock_timestamp()) * 1000)::bigint
      from came left join said on said.author_id = came.account_id
    on conflict do nothing;
  select i.* into v_root from message_ids i where i.id = new.id and i.conversation_id = new.thread_of;
  update messages m set answers = jsonb_build_object('count', new.last_seq,
      'people', (select jsonb_agg(latest.person order by latest.place) from (
        select spoken.person, min(spoken.place) as place from (
          select a.author_id::text as person, -a.seq as place from messages a
            where a.conversation_id = new.id and a.seq > old.last_seq
          union all
          select known.person, known.place
            from jsonb_array_elements_text(m.answers -> 'people') with ordinality known(person, place)) spoken
          group by spoken.person order by min(spoken.place) limit 3) latest),
      'at', to_char(new.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    where m.conversation_id = v_root.conversation_id and m.seq = v_root.seq
    returning m.answers into v_answers;
  -- Whoever follows the conversation takes the higher count, in whatever order two of them come.
  perform announce('conversation:' || new.thread_of, 'message.answered', new.id, json_build_object(
    'id', new.id, 'conversation_id', new.thread_of, 'seq', v_root.seq, 'answers', v_answers));
  return null;
end
$$;
create trigger threads_grow after update on conversations for each row
  when (new.thread_of is not null and old.last_seq < new.last_seq) execute function threads_grow();

-- Has the viewer take part in a thread as if they had answered: it is in their list, and what was said before counts as read.
-- Whether there is such a thread in which something was said and they took no part.
create function follow_thread(p_thread uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_last bigint;
begin
  -- A stranger waits for nobody.
  perform from participants p where p.conversation_id = p_thread and p.account_id = viewer();
  if not found then
    return false;
  end if;
  -- What was said meanwhile would be neither read nor unread.
  perform pg_advisory_xact_lock(hashtextextended(p_thread::text, 0));
  update participants p set joined_at = now() from conversations c
    where c.id = p_thread and c.thread_of is not null and c.last_seq > 0
      and p.conversation_id = c.id and p.account_id = viewer() and p.joined_at is null
    returning c.last_seq into v_last;
  if not found then
    return false;
  end if;
  -- Of a mark that their devices may still have from an earlier stay this one is a later version.
  insert into marks (account_id, conversation_id, read_seq, version)
    values (viewer(), p_thread, v_last, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    on conflict do nothing;
  return true;
end
$$;

-- Those in a thread hear what becomes of the message on which it hangs; of what was deleted nothing is told again.
create function messages_tell_thread() returns trigger
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
  if not exists (select from conversations c where c.id = new.id and c.thread_of = new.conversation_id) then
    return null;
  end if;
  if new.deleted_at is not null then
    update events e set body = v_body
      where e.entity = new.id and e.kind = 'thread.changed'
        and e.at >= new.at - interval '1 minute' and e.at <= now() + interval '1 minute';
  end if;
  perform announce('conversation:' || new.id, 'thread.changed', new.id, v_body);
  return null;
end
$$;
create trigger messages_tell_thread after update on messages for each row
  when (old.version <> new.version) execute function messages_tell_thread();

-- Whoever comes into a conversation has a place in its threads, in silence; in one that nobody has answered, with the first answer.
create function threads_admit() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, for any size of the tables.
  set enable_seqscan = off
  as $$
begin
  -- A first answer that is given at this moment is waited for, and one that comes after this waits in its turn: else each of the
  -- two would leave it to the other. In the order of the keys, in which sends come by too.
  perform from conversations t where t.thread_of = new.conversation_id and t.last_seq = 0 order by t.id for share;
  insert into participants (conversation_id, account_id, joined_at)
    select t.id, new.account_id, null from conversations t where t.thread_of = new.conversation_id and t.last_seq > 0
    on conflict do nothing;
  return null;
end
$$;
create trigger threads_admit after insert on participants for each row execute function threads_admit();

-- Whoever goes out of a conversation goes out of its threads with it, as out of any other.
create function threads_dismiss() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, for any size of the tables.
  set enable_seqscan = off
  as $$
begin
  delete from participants p using conversations t
    where t.thread_of = old.conversation_id and p.conversation_id = t.id and p.account_id = old.account_id;
  return null;
end
$$;
create trigger threads_dismiss after delete on participants for each row execute function threads_dismiss();

-- The threads of a pair are closed and opened with it: what is said, changed or pinned there finds that in its own row. Who
-- says something there at this moment holds that row, and so does so before it or finds it closed.
create function threads_close() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  update conversations t set closed = new.closed where t.thread_of = new.id;
  return null;
end
$$;
create trigger threads_close after update on conversations for each row
  when (old.closed <> new.closed and new.thread_of is null) execute function threads_close();

revoke execute on function begin_thread(uuid), follow_thread(uuid), threads_grow(), messages_tell_thread(), threads_admit(),
  threads_dismiss(), threads_close() from public;
grant execute on function begin_thread(uuid), follow_thread(uuid) to tertulia_app;
alter function begin_thread(uuid) owner to tertulia_trigger;
alter function follow_thread(uuid) owner to tertulia_trigger;
alter function threads_grow() owner to tertulia_trigger;
alter function messages_tell_thread() owner to tertulia_trigger;
alter function threads_admit() owner to tertulia_trigger;
alter function threads_dismiss() owner to tertulia_trigger;
alter function threads_close() owner to tertulia_trigger;

set local role tertulia_trigger; -- whose functions these are

-- A conversation is there for all its people with its first message; a thread is not.
create or replace function conversations_appear() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if new.thread_of is null then
    update participants set joined_at = now() where conversation_id = new.id and joined_at is null;
  end if;
  return null;
end
$$;

-- As before, but that threads count for nothing: who is in one is in its conversation.
create or replace function my_people() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  -- Each by its key: a join would read all conversations there are.
  select distinct them.account_id from participants mine
    join participants them on them.conversation_id = mine.conversation_id
    where mine.account_id = viewer() and them.account_id <> all (array(select hidden_people()))
      and (select c.thread_of is null from conversations c where c.id = mine.conversation_id)
      and (
        (select them.account_id in (c.created_by, c.last_author_id) from conversations c where c.id = them.conversation_id)
        or (select true from messages m
              where m.conversation_id = them.conversation_id and m.author_id = them.account_id limit 1))
$$;

-- As before, but that those who run a group delete in its threads, too.
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
      select from conversations here join conversations c on c.id = coalesce(here.thread_of, here.id)
          join participants p on p.conversation_id = c.id
        where here.id = v_message.conversation_id and p.account_id = viewer()
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

-- As before, but that nobody leaves a thread, or is sent out of one, by itself.
create or replace function remove_participant(p_conversation uuid, p_person uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_mine text := hold_as(p_conversation);
  v_theirs text;
begin
  if v_mine is null then
    return 'missing';
  elsif exists (select from conversations c where c.id = p_conversation and c.kind <> 'group') then
    return 'forbidden';
  end if;
  select p.role into v_theirs from participants p where p.conversation_id = p_conversation and p.account_id = p_person;
  if p_person is distinct from viewer() then
    if v_mine = 'member' then
      return 'forbidden';
    elsif v_theirs is null then
      return 'absent';
    elsif v_mine = 'admin' and v_theirs <> 'member' then
      return 'forbidden';
    end if;
  end if;
  delete from participants p where p.conversation_id = p_conversation and p.account_id = p_person;
  if v_theirs = 'owner' and not has_owner(p_conversation, p_person) then
    update participants p set role = 'owner' where p.conversation_id = p_conversation and p.account_id = (
      select heir.account_id from participants heir join accounts a on a.id = heir.account_id
        where heir.conversation_id = p_conversation and a.deleted_at is null
        order by heir.role = 'admin' desc, heir.joined_at, heir.account_id limit 1);
  end if;
  return 'removed';
end
$$;

-- As before, but that a thread is called and about what its message says.
create or replace function change_conversation(
    p_conversation uuid, p_expected bigint, p_name text, p_subject text, p_link text)
  returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_mine text := hold_as(p_conversation);
  v_now conversations%rowtype;
  v_next conversations%rowtype;
begin
  if v_mine is null then
    return 'missing';
  end if;
  select * into v_now from conversations c where c.id = p_conversation;
  if v_now.kind = 'thread' or v_now.kind = 'group' and v_mine = 'member' then
    return 'forbidden';
  elsif v_now.kind = 'pair' and p_name is not null then
    return 'nameless';
  end if;
  v_next := v_now;
  v_next.name := coalesce(p_name, v_now.name);
  if p_subject is not null then
    v_next.subject := nullif(p_subject, '');
    v_next.subject_link := case when p_subject <> '' then p_link end;
  end if;
  if v_next is not distinct from v_now then
    return 'same';
  elsif v_now.version <> coalesce(p_expected, v_now.version) then
    return 'conflict';
  end if;
  update conversations c
    set name = v_next.name, subject = v_next.subject, subject_link = v_next.subject_link, version = c.version + 1
    where c.id = p_conversation;
  return 'changed';
end
$$;

-- As before, but that who looks in a conversation looks in its threads, too; and what people say in the threads of groups is
-- not found by who blocked them either. A thread has a name of its own among the words.
create or replace function search_messages(p_terms text[], p_open boolean, p_conversation uuid, p_at timestamptz, p_id uuid, p_limit bigint)
  returns setof messages
  language plpgsql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  -- Planned anew each time: how often a word is said decides whether it is faster to read the conversation.
  set plan_cache_mode = force_custom_plan set enable_seqscan = off rows 30
  as $$
declare
  v_term text;
  v_part tsquery;
  v_query tsquery;
  v_mine uuid[];
  v_names text;
  v_sought tsquery;
  v_within uuid[] := array(select c.id from conversations c where c.id = p_conversation
    union all select t.id from conversations t where t.thread_of = p_conversation);
  v_blocked uuid[] := array(select b.blocked_id from blocks b where b.account_id = viewer());
begin
  foreach v_term in array p_terms loop
    v_part := phraseto_tsquery('pg_catalog.simple'::regconfig, searched(v_term));
    continue when numnode(v_part) = 0;
    v_query := case when v_query is null then v_part else v_query && v_part end;
  end loop;
  if v_query is null then
    return;
  end if;
  if p_open and numnode(v_part) > 0 then
    -- The last word of the last term stands last.
    v_query := (v_query::text || ':*')::tsquery;
  end if;
  -- A partition at a time, so that each search of an index names only the conversations that are in there.
  for v_mine in
    select array_agg(p.conversation_id)
      from participants p cross join generate_series(0, 31) part
      where p.account_id = viewer() and (p_conversation is null or p.conversation_id = any (v_within))
        and satisfies_hash_partition('tertulia.messages'::regclass, 32, part, p.conversation_id)
      group by part
  loop
    v_names := (select string_agg(quote_literal(':' || mine::text), ' | ') from unnest(v_mine) mine);
    v_sought := v_names::tsquery && v_query;
    return query
      select m.* from messages m
        where m.conversation_id = any (v_mine) and m.words @@ v_sought
          and (p_at is null or (m.at, m.id) < (p_at, p_id))
          and (m.author_id <> all (v_blocked)
            or (select around.kind from conversations c join conversations around on around.id = coalesce(c.thread_of, c.id)
                  where c.id = m.conversation_id) = 'pair')
        order by m.at desc, m.id desc limit p_limit;
  end loop;
end
$$;

-- As before, but that who takes no part in a thread may read it, and so report what is said there; with what they saw of it
-- stands first the message on which it hangs. And the same report is one for the same reason and in the same words.
create or replace function make_report(p_id uuid, p_message uuid, p_person uuid, p_reason text, p_words text) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
  v_about uuid;
  v_first bigint;
  v_evidence jsonb;
begin
  if viewer() is null then
    return 'missing';
  end if;
  perform from reports r where r.id = p_id;
  if found then
    perform from reports r where r.id = p_id and r.reporter_id = viewer() and r.message_id is not distinct from p_message
      and (p_message is not null or r.account_id = p_person) and r.reason = p_reason and r.words = p_words;
    return case when found then 'known' else 'conflict' end;
  end if;
  if p_message is not null then
    select m.* into v_message from message_ids i
      join participants p on p.conversation_id = i.conversation_id and p.account_id = viewer()
        and (p.joined_at is not null
          or (select c.thread_of is not null from conversations c where c.id = i.conversation_id))
      join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq and m.seq >= p.joined_seq
      where i.id = p_message and m.deleted_at is null;
    if not found then
      return 'missing';
    end if;
    v_about := v_message.author_id;
    select greatest(p.joined_seq, v_message.seq - 5) into v_first from participants p
      where p.conversation_id = v_message.conversation_id and p.account_id = viewer();
    select jsonb_build_object('messages', jsonb_agg(jsonb_build_object(
        'id', said.id, 'author', a.handle, 'name', a.display_name, 'body', said.body,
        'at', to_char(said.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by said.place))
      into v_evidence
      from (
          select m.seq as place, m.id, m.author_id, m.body, m.at from messages m
            where m.conversation_id = v_message.conversation_id and m.seq between v_first and v_message.seq
          union all
          -- An answer is understood by what it answers.
          select 0, m.id, m.author_id, m.body, m.at from conversations c
            join message_ids i on i.id = c.id and i.conversation_id = c.thread_of
            join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
            where c.id = v_message.conversation_id) said
        join accounts a on a.id = said.author_id;
  else
    select a.id, jsonb_build_object('messages', '[]'::jsonb, 'profile', jsonb_build_object(
        'bio', p.bio, 'place', p.place, 'links', to_jsonb(p.links), 'status', p.status))
      into v_about, v_evidence
      from accounts a join profiles p on p.account_id = a.id where a.id = p_person and a.deleted_at is null;
    if not found then
      return 'missing';
    end if;
  end if;
  if v_about = viewer() then
    return 'self';
  end if;
  insert into reports (id, reporter_id, account_id, message_id, reason, words, evidence)
    values (p_id, viewer(), v_about, p_message, p_reason, p_words, v_evidence)
    on conflict do nothing;
  return case when found then 'stored' else 'known' end;
end
$$;

-- As before, but that a thread that somebody muted and put away, so that they follow it no longer, stays where it is until they
-- answer in it themselves.
create or replace function send_messages(
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
    -- Whoever put the conversation away finds it in their list again; not who follows a thread no longer.
    others as (
      update marks k set archived = false, version = k.version + 1
        where k.archived and k.conversation_id in (select f.conversation from fresh f)
          and not (k.muted and (select c.thread_of is not null from conversations c where c.id = k.conversation_id))
          and not exists (select from fresh f where f.author = k.account_id and f.conversation = k.conversation_id))
    select array_agg(f.place), array_agg(f.seq) into v_places, v_seqs from fresh f;
  -- After the messages are told: a mark that is told before them has counted what a device then counts once more.
  update marks k set archived = false, version = k.version + 1,
      muted = k.muted and (select c.thread_of is null from conversations c where c.id = k.conversation_id)
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
          -- What it needs came to be by this very call: the message that it answers, or its author's place in a thread.
          when n.id is null then 'busy'
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

-- As before, but that the id of a message names the thread of it, and so is taken.
create or replace function create_group(p_id uuid, p_name text, p_people uuid[]) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_made_of bytea := sha256(convert_to(
    p_name || E'\n' || array_to_string(array(select person from unnest(p_people) person order by person), ' '), 'UTF8'));
  v_known boolean;
  v_own boolean;
begin
  if viewer() is null then
    return 'unknown';
  end if;
  select c.created_by = viewer() and c.made_of = v_made_of, c.created_by = viewer() or exists (
      select from participants p where p.conversation_id = c.id and p.account_id = viewer() and p.joined_at is not null)
    into v_known, v_own from conversations c where c.id = p_id;
  if found then
    return case when v_known then 'known' when v_own then 'conflict' else 'taken' end;
  elsif exists (select from message_ids i where i.id = p_id) then
    return 'taken';
  end if;
  if viewer() = any (p_people) or cardinality(p_people) <> (
      select count(*) from accounts a where a.id = any (p_people) and a.deleted_at is null) then
    return 'unknown';
  end if;
  insert into conversations (id, kind, name, made_of, created_by) values (p_id, 'group', p_name, v_made_of, viewer());
  insert into marks (account_id, conversation_id)
    select person, p_id from unnest(array_append(p_people, viewer())) person;
  insert into participants (conversation_id, account_id, role)
    select p_id, person, case when person = viewer() then 'owner' else 'member' end
      from unnest(array_append(p_people, viewer())) person;
  return 'made';
end
$$;

-- As before, but that the id of a message names the thread of it: one that is taken breaks conversations_pkey.
create or replace function open_pair(p_id uuid, p_other uuid) returns table (id uuid, created boolean)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_low uuid := least(viewer(), p_other);
  v_high uuid := greatest(viewer(), p_other);
  v_found uuid;
  v_was_silent boolean;
begin
  if viewer() is null or p_other = viewer() or not exists (select from accounts a where a.id = p_other and a.deleted_at is null) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(v_low::text || v_high::text, 0));
  select c.id into v_found from conversations c where c.pair_low = v_low and c.pair_high = v_high;
  if found then
    -- The first message has a conversation be there for both. So where it is not there for the viewer nothing was said in
    -- it, and a first message that is being stored right now is waited for, or stored after this.
    update participants p set joined_at = now()
      where p.conversation_id = v_found and p.account_id = viewer() and p.joined_at is null;
    v_was_silent := found;
    return query select v_found, v_was_silent;
    return;
  end if;
  if exists (select from message_ids i where i.id = p_id) then
    raise unique_violation using constraint = 'conversations_pkey', message = 'a message has this id';
  end if;
  insert into conversations (id, kind, pair_low, pair_high, created_by) values (p_id, 'pair', v_low, v_high, viewer());
  insert into marks (account_id, conversation_id) values (v_low, p_id), (v_high, p_id);
  insert into participants (conversation_id, account_id, joined_at) values (p_id, viewer(), now()), (p_id, p_other, null);
  return query select p_id, true;
end
$$;

set local role tertulia_owner;
