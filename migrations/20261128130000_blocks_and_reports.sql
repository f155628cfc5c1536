-- Blocks, who may begin a conversation with somebody, and reports.
--
-- A block is known to the one who made it and to nobody else: whoever is blocked is refused as by a person who takes
-- messages from nobody. What is refused is refused here, by triggers on the rows that would come to be, so that no way in
-- can forget it; the constraint that a trigger names says why.

-- Whom somebody does not want to have to do with.
create table blocks (
  account_id uuid not null references accounts on delete cascade,
  blocked_id uuid not null references accounts on delete cascade,
  at timestamptz not null default now(),
  primary key (account_id, blocked_id),
  constraint blocks_of_others check (account_id <> blocked_id)
);
create index blocks_blocked on blocks (blocked_id);

alter table settings
  -- Who may begin a conversation with them, and bring them into groups.
  add column messages_from text not null default 'everyone'
    constraint settings_messages_from check (messages_from in ('everyone', 'acquaintances', 'nobody'));
grant update (messages_from) on settings to tertulia_app;

alter table conversations
  -- Whether one of the two people of a pair has blocked the other: kept beside what a send reads anyway.
  add column closed boolean not null default false;

alter table blocks enable row level security, force row level security;
create policy blocks_background on blocks to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy blocks_own on blocks for select to tertulia_app using (account_id = viewer());
grant select on blocks to tertulia_app;
grant select, insert, update, delete on blocks to tertulia_jobs, tertulia_trigger;

-- Whether one of two people has blocked the other.
create function are_apart(p_one uuid, p_other uuid) returns boolean
  language sql stable
  as $$
  select exists (select from blocks b where b.account_id = p_one and b.blocked_id = p_other)
    or exists (select from blocks b where b.account_id = p_other and b.blocked_id = p_one)
$$;

-- Whether a person knows another one: they said something in their conversation, or are in a group together, besides the
-- one group that is not to count, if any.
create function knows(p_person uuid, p_other uuid, p_besides uuid) returns boolean
  language sql stable
  as $$
  select coalesce((
      select (select true from messages m where m.conversation_id = c.id and m.author_id = p_person limit 1)
        from conversations c where c.pair_low = least(p_person, p_other) and c.pair_high = greatest(p_person, p_other)), false)
    or exists (
      select from participants mine
        where mine.account_id = p_person and mine.conversation_id is distinct from p_besides
          and (select c.kind from conversations c where c.id = mine.conversation_id) = 'group'
          and exists (select from participants theirs
            where theirs.conversation_id = mine.conversation_id and theirs.account_id = p_other))
$$;

-- Whether a person lets another one begin a conversation with them, or bring them into the group `p_into`.
create function accepts(p_person uuid, p_other uuid, p_into uuid) returns boolean
  language sql stable
  as $$
  select not are_apart(p_person, p_other)
    and case (select s.messages_from from settings s where s.account_id = p_person)
      when 'nobody' then false
      when 'acquaintances' then knows(p_person, p_other, p_into)
      else true end
$$;
revoke execute on function are_apart(uuid, uuid), knows(uuid, uuid, uuid), accepts(uuid, uuid, uuid) from public;
grant execute on function are_apart(uuid, uuid), knows(uuid, uuid, uuid), accepts(uuid, uuid, uuid) to tertulia_trigger;

-- Whom the viewer blocked, and who blocked the viewer: each is gone for the other. For policies and searches.
create function hidden_people() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  select b.blocked_id from blocks b where b.account_id = viewer()
  union all
  select b.account_id from blocks b where b.blocked_id = viewer()
$$;
revoke execute on function hidden_people() from public;
grant execute on function hidden_people() to tertulia_app, tertulia_trigger;
alter function hidden_people() owner to tertulia_trigger;

alter policy profiles_read on profiles using (account_id <> all (array(select hidden_people())));

-- Blocks somebody for the viewer, or ends that. The outcome is one of
--   done     it is so, now or before
--   unknown  this person is nobody, or the viewer
--   full     it would be the 501st
create function set_block(p_person uuid, p_on boolean) returns table (outcome text, version bigint)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_low uuid := least(viewer(), p_person);
  v_high uuid := greatest(viewer(), p_person);
  v_conversation uuid;
begin
  if viewer() is null or p_person = viewer() or not exists (
      select from accounts a where a.id = p_person and (a.deleted_at is null or not p_on)) then
    return query select 'unknown', 0::bigint;
    return;
  end if;
  -- Whoever opens their conversation, or says something in it right now, does so before this or finds it closed.
  perform pg_advisory_xact_lock(hashtextextended(v_low::text || v_high::text, 0));
  select c.id into v_conversation from conversations c where c.pair_low = v_low and c.pair_high = v_high;
  if found then
    perform pg_advisory_xact_lock(hashtextextended(v_conversation::text, 0));
  end if;
  if not p_on then
    delete from blocks b where b.account_id = viewer() and b.blocked_id = p_person;
  elsif not exists (select from blocks b where b.account_id = viewer() and b.blocked_id = p_person) then
    if (select count(*) from blocks b where b.account_id = viewer()) >= 500 then
      return query select 'full', 0::bigint;
      return;
    end if;
    insert into blocks (account_id, blocked_id) values (viewer(), p_person) on conflict do nothing;
  end if;
  -- By the clock: of two acts of one person the later one has the later version, though no row outlives a block.
  return query select 'done', (extract(epoch from clock_timestamp()) * 1000)::bigint;
end
$$;
revoke execute on function set_block(uuid, boolean) from public;
grant execute on function set_block(uuid, boolean) to tertulia_app;
alter function set_block(uuid, boolean) owner to tertulia_trigger;

-- The devices of whoever blocks hear of it; the conversation of the two is closed for as long as one of them wants it so.
create function blocks_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_blocker uuid;
  v_blocked uuid;
begin
  if tg_op = 'DELETE' then
    v_blocker := old.account_id;
    v_blocked := old.blocked_id;
    perform announce('inbox:' || v_blocker, 'person.unblocked', v_blocked, json_build_object('account_id', v_blocked));
  else
    v_blocker := new.account_id;
    v_blocked := new.blocked_id;
    perform announce('inbox:' || v_blocker, 'person.blocked', v_blocked, (
      select json_build_object('account_id', a.id, 'account', json_build_object(
          'id', a.id, 'handle', a.handle, 'display_name', a.display_name, 'role', a.role,
          'deleted', a.deleted_at is not null))
        from accounts a where a.id = v_blocked));
  end if;
  update conversations c set closed = are_apart(v_blocker, v_blocked)
    where c.pair_low = least(v_blocker, v_blocked) and c.pair_high = greatest(v_blocker, v_blocked);
  return null;
end
$$;
create trigger blocks_announce after insert or delete on blocks for each row execute function blocks_announce();

-- A pair is opened only with who accepts that; what the background brings in is older than any choice.
create function conversations_accept() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_other uuid := case when new.pair_low = viewer() then new.pair_high else new.pair_low end;
begin
  if viewer() in (new.pair_low, new.pair_high) and not accepts(v_other, viewer(), null) then
    raise check_violation using constraint = 'conversations_accepted', message = 'somebody does not accept it';
  end if;
  new.closed := are_apart(new.pair_low, new.pair_high);
  return new;
end
$$;
create trigger conversations_accept before insert on conversations for each row
  when (new.kind = 'pair') execute function conversations_accept();

-- What somebody opened in silence is not opened by the other one either where one of them does not accept that. What comes
-- with a first message was accepted with that.
create function participants_accept_opening() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from conversations c where c.id = new.conversation_id and c.kind = 'pair'
    and not accepts(case when new.account_id = c.pair_low then c.pair_high else c.pair_low end, new.account_id, null);
  if found then
    raise check_violation using constraint = 'conversations_accepted', message = 'somebody does not accept it';
  end if;
  return null;
end
$$;
create trigger participants_accept_opening after update on participants for each row
  when (old.joined_at is null and new.joined_at is not null and new.account_id = tertulia.viewer())
  execute function participants_accept_opening();

-- Nobody is brought into a group who does not accept that of whoever brings them. The detail names them all.
create function participants_accept() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_declining text;
begin
  if viewer() is null then
    return null;
  end if;
  select string_agg(a.handle, ' ' order by a.handle) into v_declining
    from joined p join accounts a on a.id = p.account_id
    where p.account_id <> viewer()
      and (select c.kind from conversations c where c.id = p.conversation_id) = 'group'
      and not accepts(p.account_id, viewer(), p.conversation_id);
  if v_declining is not null then
    raise check_violation using constraint = 'participants_accepted', detail = v_declining,
      message = 'somebody does not accept it';
  end if;
  return null;
end
$$;
create trigger participants_accept after insert on participants referencing new table as joined
  for each statement execute function participants_accept();

-- Nothing is said in a closed pair, and the first words in an open one only to who accepts them. One look by the key of the
-- conversation, which the send has just read.
create function messages_accept() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  -- By the keys, however many there are: the plan is made once.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  perform from stored m join conversations c on c.id = m.conversation_id
    where c.closed or m.seq = 1 and c.kind = 'pair'
      and not accepts(case when m.author_id = c.pair_low then c.pair_high else c.pair_low end, m.author_id, null);
  if found then
    raise check_violation using constraint = 'messages_accepted', message = 'somebody does not accept it';
  end if;
  return null;
end
$$;
create trigger messages_accept after insert on messages referencing new table as stored
  for each statement execute function messages_accept();

-- What stands in a closed pair is deleted, and neither edited nor reacted to: that would be words too. For any table whose
-- rows name a conversation.
create function messages_accept_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from conversations c where c.id = new.conversation_id and c.closed;
  if found then
    raise check_violation using constraint = 'messages_accepted', message = 'somebody does not accept it';
  end if;
  return null;
end
$$;
create trigger messages_accept_change after update on messages for each row
  when (new.deleted_at is null and (old.version <> new.version or old.reacted <> new.reacted))
  execute function messages_accept_change();

-- Nor is anything pinned there, of which the other one would be told; what is pinned can be taken down.
create trigger pins_accept after insert on pins for each row execute function messages_accept_change();

-- Nor is a closed pair called or about anything new.
create function conversations_accept_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  raise check_violation using constraint = 'messages_accepted', message = 'somebody does not accept it';
end
$$;
create trigger conversations_accept_change after update on conversations for each row
  when (new.closed and old.version <> new.version) execute function conversations_accept_change();

-- Nobody is told any more what was delivered or seen in a closed pair.
create function participants_hold() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from conversations c where c.id = new.conversation_id and c.closed;
  if found then
    new.delivered_seq := old.delivered_seq;
    new.seen_seq := old.seen_seq;
  end if;
  return new;
end
$$;
create trigger participants_hold before update on participants for each row
  when (old.delivered_seq <> new.delivered_seq or old.seen_seq <> new.seen_seq) execute function participants_hold();

revoke execute on function blocks_announce(), conversations_accept(), participants_accept_opening(), participants_accept(),
  messages_accept(), messages_accept_change(), conversations_accept_change(), participants_hold() from public;
alter function blocks_announce() owner to tertulia_trigger;
alter function conversations_accept() owner to tertulia_trigger;
alter function participants_accept_opening() owner to tertulia_trigger;
alter function participants_accept() owner to tertulia_trigger;
alter function messages_accept() owner to tertulia_trigger;
alter function messages_accept_change() owner to tertulia_trigger;
alter function conversations_accept_change() owner to tertulia_trigger;
alter function participants_hold() owner to tertulia_trigger;

-- What people report, with what it is about as they saw it: a frozen copy, which neither an edit nor a deletion reaches.
create table reports (
  id uuid primary key,
  -- In the order in which they came in.
  number bigint generated always as identity,
  reporter_id uuid not null references accounts,
  account_id uuid not null references accounts,
  -- No foreign key: what is reported may be removed one day, and the report stays.
  message_id uuid,
  reason text not null constraint reports_reason check (reason in ('spam', 'abuse', 'illegal', 'other')),
  words text not null default '' constraint reports_words_length check (char_length(words) <= 1000),
  evidence jsonb not null,
  at timestamptz not null default now(),
  state text not null default 'open' constraint reports_state check (state in ('open', 'done')),
  note text not null default '' constraint reports_note_length check (char_length(note) <= 1000),
  closed_by uuid references accounts,
  closed_at timestamptz,
  constraint reports_once unique (reporter_id, message_id),
  constraint reports_closed check ((state = 'done') = (closed_at is not null))
);
create unique index reports_number on reports (number);
-- Of one person somebody has one open report at a time.
create unique index reports_person_once on reports (reporter_id, account_id) where message_id is null and state = 'open';
create index reports_account on reports (account_id);
create index reports_closed_by on reports (closed_by);

-- What moderators did, for good.
create table moderation_actions (
  number bigint generated always as identity primary key,
  report_id uuid not null references reports,
  moderator_id uuid not null references accounts,
  act text not null constraint moderation_actions_act check (act in ('done', 'open')),
  note text not null default '',
  at timestamptz not null default now()
);
create index moderation_actions_report on moderation_actions (report_id);
create index moderation_actions_moderator on moderation_actions (moderator_id);

alter table reports enable row level security, force row level security;
alter table moderation_actions enable row level security, force row level security;
create policy reports_background on reports to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy moderation_actions_background on moderation_actions to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy reports_moderated on reports for select to tertulia_app using (
  (select exists (select from accounts a where a.id = viewer() and a.role <> 'member' and a.deleted_at is null)));
create policy moderation_actions_moderated on moderation_actions for select to tertulia_app using (
  (select exists (select from accounts a where a.id = viewer() and a.role <> 'member' and a.deleted_at is null)));
grant select on reports, moderation_actions to tertulia_app;
grant select, insert, update, delete on reports, moderation_actions to tertulia_jobs, tertulia_trigger;

-- Reports a message that the viewer may read, with the five before it, or a person, with their profile. The outcome is one of
--   stored    the moderators see it now
--   known     the viewer reported it before
--   conflict  the id names another report
--   missing   there is no such message, or no such person, for the viewer; or it was deleted
--   self      it is the viewer's own
create function make_report(p_id uuid, p_message uuid, p_person uuid, p_reason text, p_words text) returns text
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
      and (p_message is not null or r.account_id = p_person);
    return case when found then 'known' else 'conflict' end;
  end if;
  if p_message is not null then
    select m.* into v_message from message_ids i
      join participants p on p.conversation_id = i.conversation_id and p.account_id = viewer() and p.joined_at is not null
      join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq and m.seq >= p.joined_seq
      where i.id = p_message and m.deleted_at is null;
    if not found then
      return 'missing';
    end if;
    v_about := v_message.author_id;
    select greatest(p.joined_seq, v_message.seq - 5) into v_first from participants p
      where p.conversation_id = v_message.conversation_id and p.account_id = viewer();
    select jsonb_build_object('messages', jsonb_agg(jsonb_build_object(
        'id', m.id, 'author', a.handle, 'name', a.display_name, 'body', m.body,
        'at', to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.seq))
      into v_evidence
      from messages m join accounts a on a.id = m.author_id
      where m.conversation_id = v_message.conversation_id and m.seq between v_first and v_message.seq;
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

-- Has a report be done, or open again, with a note of the viewer; what a moderator did is kept, and what is so already is
-- no act. Whether there is such a report for the viewer is the answer. It breaks reports_person_once where the reporter
-- reported the same person anew meanwhile.
create function settle_report(p_id uuid, p_state text, p_note text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform from accounts a where a.id = viewer() and a.role <> 'member' and a.deleted_at is null;
  if not found then
    return false;
  end if;
  update reports r set state = p_state, note = p_note,
      closed_by = case when p_state = 'done' then viewer() end, closed_at = case when p_state = 'done' then now() end
    where r.id = p_id and (r.state <> p_state or r.note <> p_note);
  if found then
    insert into moderation_actions (report_id, moderator_id, act, note) values (p_id, viewer(), p_state, p_note);
    return true;
  end if;
  return exists (select from reports r where r.id = p_id);
end
$$;
revoke execute on function make_report(uuid, uuid, uuid, text, text), settle_report(uuid, text, text) from public;
grant execute on function make_report(uuid, uuid, uuid, text, text), settle_report(uuid, text, text) to tertulia_app;
alter function make_report(uuid, uuid, uuid, text, text) owner to tertulia_trigger;
alter function settle_report(uuid, text, text) owner to tertulia_trigger;

set local role tertulia_trigger; -- whose functions these are

-- As before, but that nobody is there for whom they blocked, or who blocked them.
create or replace function my_people() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  -- Each by its key: a join would read all conversations there are.
  select distinct them.account_id from participants mine
    join participants them on them.conversation_id = mine.conversation_id
    where mine.account_id = viewer() and them.account_id <> all (array(select hidden_people())) and (
      (select them.account_id in (c.created_by, c.last_author_id) from conversations c where c.id = them.conversation_id)
      or (select true from messages m
            where m.conversation_id = them.conversation_id and m.author_id = them.account_id limit 1))
$$;

-- As before, but that what people say in groups is not found by who blocked them.
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
      where p.account_id = viewer() and (p_conversation is null or p.conversation_id = p_conversation)
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
            or (select c.kind from conversations c where c.id = m.conversation_id) = 'pair')
        order by m.at desc, m.id desc limit p_limit;
  end loop;
end
$$;

set local role tertulia_owner;
