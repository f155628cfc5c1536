-- Message requests: what people write to somebody who does not know them waits apart until it is accepted.
--
-- Whether a conversation is one stands with the mark of whom it is for, and is decided once, with its first message. Until
-- they accept it, or answer, nobody is told that it reached them or was read.

alter table settings
  -- Whether the first words of people whom they do not know are a request.
  add column message_requests boolean not null default true;
grant update (message_requests) on settings to tertulia_app;

alter table marks
  -- Whether it waits for being accepted.
  add column requested boolean not null default false;
grant update (requested) on marks to tertulia_app;

-- As before, but that whom one follows one knows, too.
create or replace function knows(p_person uuid, p_other uuid, p_besides uuid) returns boolean
  language sql stable
  as $$
  select exists (select from follows f where f.follower_id = p_person and f.followed_id = p_other)
    or coalesce((
      select (select true from messages m where m.conversation_id = c.id and m.author_id = p_person limit 1)
        from conversations c where c.pair_low = least(p_person, p_other) and c.pair_high = greatest(p_person, p_other)), false)
    or exists (
      select from participants mine
        where mine.account_id = p_person and mine.conversation_id is distinct from p_besides
          and (select c.kind from conversations c where c.id = mine.conversation_id) = 'group'
          and exists (select from participants theirs
            where theirs.conversation_id = mine.conversation_id and theirs.account_id = p_other))
$$;

-- The first words in a pair are a request to who wants that of people whom they do not know, and has not opened it themselves.
-- Before the conversation appears for them, as that has it be open for both.
create function conversations_request() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_other uuid := case when new.last_author_id = new.pair_low then new.pair_high else new.pair_low end;
begin
  update marks k set requested = true, version = k.version + 1
    where k.account_id = v_other and k.conversation_id = new.id
      and (select s.message_requests from settings s where s.account_id = v_other)
      and not knows(v_other, new.last_author_id, null)
      and exists (select from participants p where p.conversation_id = new.id and p.account_id = v_other and p.joined_at is null);
  return new;
end
$$;
create trigger conversations_request before update on conversations for each row
  when (old.last_seq = 0 and new.last_seq > 0 and new.kind = 'pair') execute function conversations_request();

-- Once it is accepted, whoever asked is told what was read meanwhile.
create function marks_accept() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  update participants p set
      delivered_seq = greatest(p.delivered_seq, new.read_seq),
      seen_seq = case when s.send_receipts then greatest(p.seen_seq, new.read_seq) else p.seen_seq end
    from settings s
    where s.account_id = p.account_id and p.account_id = new.account_id and p.conversation_id = new.conversation_id;
  return null;
end
$$;
create trigger marks_accept after update on marks for each row
  when (old.requested and not new.requested) execute function marks_accept();

revoke execute on function conversations_request(), marks_accept() from public;
alter function conversations_request() owner to tertulia_trigger;
alter function marks_accept() owner to tertulia_trigger;

set local role tertulia_trigger; -- whose functions these are

create or replace function marks_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('inbox:' || new.account_id, 'mark.moved', new.conversation_id, json_build_object(
    'conversation_id', new.conversation_id, 'read_seq', new.read_seq, 'own_past', new.own_past, 'muted', new.muted,
    'pinned', new.pinned, 'archived', new.archived, 'requested', new.requested, 'version', new.version));
  return null;
end
$$;

-- Nobody is told any more what was delivered or seen in a closed pair, nor yet in what is a request for who reads it.
create or replace function participants_hold() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from conversations c left join marks k on k.conversation_id = c.id and k.account_id = new.account_id
    where c.id = new.conversation_id and (c.closed or k.requested);
  if found then
    new.delivered_seq := old.delivered_seq;
    new.seen_seq := old.seen_seq;
  end if;
  return new;
end
$$;

-- As before, but that who answers a request accepts it, and that what somebody declined stays so, whatever else is said.
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
    -- Whoever put the conversation away finds it in their list again; not who follows a thread no longer, nor who declined a
    -- request.
    others as (
      update marks k set archived = false, version = k.version + 1
        where k.archived and not k.requested and k.conversation_id in (select f.conversation from fresh f)
          and not (k.muted and (select c.thread_of is not null from conversations c where c.id = k.conversation_id))
          and not exists (select from fresh f where f.author = k.account_id and f.conversation = k.conversation_id))
    select array_agg(f.place), array_agg(f.seq) into v_places, v_seqs from fresh f;
  -- After the messages are told: a mark that is told before them has counted what a device then counts once more.
  update marks k set archived = false, requested = false, version = k.version + 1,
      muted = k.muted and (select c.thread_of is null from conversations c where c.id = k.conversation_id)
    from (select distinct d.author, d.conversation
        from unnest(p_authors, p_conversations) with ordinality d(author, conversation, place) where d.place = any (v_places)) d
    where k.account_id = d.author and k.conversation_id = d.conversation and (k.archived or k.requested);
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

set local role tertulia_owner;
