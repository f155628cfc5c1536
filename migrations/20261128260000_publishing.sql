-- What people said to each other, as a question or an answer for everybody (COM-9).
--
-- Somebody chooses messages of a thread; whoever else wrote one of them is shown the very words that would be public, and
-- allows that or not. Only the author, who asked, makes it public then, and the words are put together here: of others what
-- they allowed, and nothing else. What was edited or deleted after the asking, whoever wrote it, is not what was allowed.
--
-- Until then nobody knows of it but who asked, and of whoever was asked each of their own words and of what these are to be
-- part of. Afterwards what it says stays as it was allowed for as long as others are quoted in it, and each of them can take
-- their words out again.

create table publications (
  -- That of the question or the answer which it becomes.
  id uuid primary key,
  -- The thread, or the conversation in which a message without one stands.
  conversation_id uuid not null references conversations on delete cascade,
  account_id uuid not null references accounts,
  kind text not null constraint publications_kind check (kind in ('question', 'answer')),
  -- Which question it answers. No foreign key: that is looked at again when it is published.
  question_id uuid,
  title text constraint publications_title_length check (char_length(title) between 1 and 300),
  tags text[] not null default '{}' constraint publications_tags_number check (cardinality(tags) <= 5),
  -- `withdrawn`: it does not become public, or was deleted since; then nothing is left of it but that.
  state text not null default 'asked' constraint publications_state check (state in ('asked', 'published', 'withdrawn')),
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  -- Counts what those who take part in it are told of.
  version bigint not null default 1,
  constraint publications_answers check ((kind = 'answer') = (question_id is not null)),
  constraint publications_asks check (case state when 'withdrawn' then title is null and tags = '{}'
      else (kind = 'question') = (title is not null) end),
  constraint publications_asker unique (id, account_id)
);
create index publications_account on publications (account_id, at desc);
create index publications_conversation on publications (conversation_id, at desc);
create index publications_question on publications (question_id);

create table publication_parts (
  publication_id uuid not null,
  place integer not null,
  -- No foreign key: what becomes of it is told by its row, below.
  message_id uuid not null,
  account_id uuid not null references accounts,
  asker_id uuid not null,
  -- The very words; nothing once they are not to be part of it any more.
  body text not null constraint publication_parts_body_length check (char_length(body) <= 10000),
  -- `ended`: it was edited or deleted since, or its author is not there to be asked.
  consent text not null
    constraint publication_parts_consent check (consent in ('own', 'asked', 'allowed', 'declined', 'ended')),
  primary key (publication_id, place),
  foreign key (publication_id, asker_id) references publications (id, account_id) on delete cascade,
  constraint publication_parts_once unique (publication_id, message_id),
  -- Only one's own words are there without being asked for.
  constraint publication_parts_own check (consent <> 'own' or account_id = asker_id),
  constraint publication_parts_blank check (consent not in ('declined', 'ended') or body = '')
);
create index publication_parts_asker on publication_parts (publication_id, asker_id);
create index publication_parts_account on publication_parts (account_id);
create index publication_parts_message on publication_parts (message_id);

alter table publications enable row level security, force row level security;
alter table publication_parts enable row level security, force row level security;
create policy publications_background on publications to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy publication_parts_background on publication_parts to tertulia_jobs, tertulia_trigger
  using (true) with check (true);
-- Of each the words are there for who wrote them and for who asked.
create policy publication_parts_read on publication_parts for select to tertulia_app
  using (account_id = viewer() or asker_id = viewer());
-- Where what is published comes from only those know who are in that conversation, and whose words it quotes.
create policy publications_read on publications for select to tertulia_app using (
  account_id <> all (array(select hidden_people())) and case
    when conversation_id = any (array(select my_conversations())) then
      state = 'published' or account_id = viewer()
      or exists (select from publication_parts p where p.publication_id = id and p.account_id = viewer()
          and p.consent in ('asked', 'allowed'))
    else state = 'published' and exists (select from publication_parts p
      where p.publication_id = id and p.account_id = viewer() and p.consent = 'allowed') end);
grant select on publications, publication_parts to tertulia_app;
grant select, insert, update, delete on publications, publication_parts to tertulia_jobs, tertulia_trigger;

-- The devices of all who take part in it hear that there is something new to read, and once it is published those of everybody
-- in the conversation for whom it is there, too; what that is stands in no event. Whose words are not to be part of it any more
-- hears nothing further: they may have left the conversation, or blocked who asked.
create function tell_publication(p_id uuid) returns void
  language plpgsql
  as $$
declare
  v_now publications;
  v_person uuid;
begin
  update publications p set version = p.version + 1 where p.id = p_id returning * into v_now;
  for v_person in
      select v_now.account_id
        union select k.account_id from publication_parts k where k.publication_id = p_id and k.consent <> 'ended'
        union select t.account_id from participants t
          where t.conversation_id = v_now.conversation_id and v_now.state = 'published'
            and not are_apart(t.account_id, v_now.account_id) order by 1 loop
    perform announce('inbox:' || v_person, 'publication.changed', p_id, json_build_object(
      'publication_id', p_id, 'conversation_id', v_now.conversation_id, 'version', v_now.version));
  end loop;
end
$$;

-- Words of this person are not to be part any more of what was asked for, by one person or by anybody, in one conversation or
-- in all.
create function end_parts(p_author uuid, p_asker uuid, p_conversation uuid) returns void
  language plpgsql
  as $$
declare
  v_id uuid;
begin
  for v_id in
      select p.id from publications p
        where p.state = 'asked' and (p_asker is null or p.account_id = p_asker)
          and (p_conversation is null or p.conversation_id = p_conversation)
          and p.id in (select k.publication_id from publication_parts k where k.account_id = p_author
            and k.consent in ('asked', 'allowed', 'declined'))
        order by p.id for update loop
    perform tell_publication(v_id);
    update publication_parts k set consent = 'ended', body = ''
      where k.publication_id = v_id and k.account_id = p_author and k.consent <> 'own';
  end loop;
end
$$;

-- Leaves nothing of a publication but its place, which nobody changes meanwhile.
create function end_publication(p_id uuid) returns void
  language plpgsql
  as $$
begin
  perform tell_publication(p_id);
  update publications p set state = 'withdrawn', title = null, tags = '{}' where p.id = p_id;
  delete from publication_parts k where k.publication_id = p_id;
end
$$;

-- Nothing that this person asked for becomes public any more.
create function withdraw_publications(p_asker uuid, p_conversation uuid) returns void
  language plpgsql
  as $$
declare
  v_id uuid;
begin
  for v_id in
      select p.id from publications p
        where p.state = 'asked' and p.account_id = p_asker
          and (p_conversation is null or p.conversation_id = p_conversation)
        order by p.id for update loop
    perform end_publication(v_id);
  end loop;
end
$$;

-- What a publication says: who is quoted, and each part of it under its author's handle. Whatever ends a line for who reads it
-- does so here, or words would come to stand outside of their quote. `words` in the slice's model says the same.
create function publication_words(p_id uuid) returns text
  language sql stable
  as $$
  with kept as (
      select k.place, a.handle, k.body, lag(a.handle) over (order by k.place) as before
        from publication_parts k join accounts a on a.id = k.account_id
        where k.publication_id = p_id and k.consent in ('own', 'allowed')),
    people as (
      select array_agg(one.name order by one.place) as names
        from (select '@' || handle as name, min(place) as place from kept group by handle) one)
  select (
      select case when cardinality(names) = 1 then 'What ' || names[1] || ' said in a conversation.'
          else 'From a conversation between ' || array_to_string(names[:cardinality(names) - 1], ', ') || ' and '
            || names[cardinality(names)] || '.' end
        from people) || string_agg(
      case when kept.handle is distinct from kept.before then E'\n\n**@' || kept.handle || '**' else '' end
        || E'\n\n> ' || regexp_replace(kept.body, E'\r\n|\r|\n', E'\n> ', 'g'), '' order by kept.place)
    from kept
$$;

-- As before, but that nobody is told that they stand in what comes from a conversation, neither at first nor when its author
-- edits it: whom those words name was named there, or knows nothing of it.
create or replace function set_mentions(p_kind text, p_entry uuid, p_post uuid, p_handles text[]) returns void
  language plpgsql
  as $$
begin
  delete from mentions m where m.kind = p_kind and m.entry_id = p_entry
    and not exists (select from accounts a where a.id = m.account_id and a.handle = any (p_handles));
  insert into mentions (kind, entry_id, account_id, post_id, author_id)
    select p_kind, p_entry, a.id, p_post, viewer() from accounts a
      where a.handle = any (p_handles) and a.deleted_at is null and a.id <> viewer() and not are_apart(viewer(), a.id)
        and not are_apart((select p.author_id from posts p where p.id = p_post), a.id)
        and not exists (select from publications p where p.id = p_entry and p.state = 'published')
    on conflict do nothing;
end
$$;

-- Makes a publication public that nobody changes meanwhile. The outcome is one of
--   published
--   empty        there is nothing left of it
--   long         it says more than a post may
--   no_question  there is no such question to answer any more
create function finish_publication(p_id uuid) returns text
  language plpgsql
  as $$
declare
  v_known publications;
  v_words text := publication_words(p_id);
  v_outcome text;
begin
  select * into v_known from publications p where p.id = p_id;
  if v_words is null then
    return 'empty';
  elsif char_length(v_words) > 100000 then
    return 'long';
  end if;
  if v_known.kind = 'question' then
    v_outcome := publish_post(p_id, 'question', v_known.title, v_words, v_known.tags, '{}');
  else
    v_outcome := publish_answer(p_id, v_known.question_id, v_words, '{}');
  end if;
  if v_outcome in ('missing', 'no_question') then
    return 'no_question';
  elsif v_outcome = 'conflict' then
    return 'conflict';
  end if;
  update publications p set state = 'published' where p.id = p_id;
  perform tell_publication(p_id);
  delete from publication_parts k where k.publication_id = p_id and k.consent not in ('own', 'allowed');
  return 'published';
end
$$;

-- Asks whoever else wrote these messages whether they may be public; where all are the viewer's own they are at once. The
-- outcome is one of
--   asked, published
--   known        the same was asked before, whatever became of it
--   conflict     the id names something else
--   missing      a message is not there for the viewer, or stands elsewhere, or was deleted, or was forwarded, so that who
--                sent it did not say it; or nobody can be asked
--   full         there are 20 that wait already, with those which were taken back within the hour: nobody is asked the same
--                without end
--   no_question, long
create function ask_publication(
    p_id uuid, p_conversation uuid, p_kind text, p_question uuid, p_title text, p_tags text[], p_messages uuid[])
  returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_known publications;
begin
  if not exists (select from participants p where p.conversation_id = p_conversation and p.account_id = viewer()) then
    return 'missing';
  end if;
  -- Before anything has a transaction id: in the order in which they are published.
  perform hold_thread(coalesce(p_question, p_id));
  select p.* into v_known from publications p where p.id = p_id;
  if found then
    return case when v_known.account_id = viewer() and v_known.conversation_id = p_conversation and v_known.kind = p_kind
        and v_known.question_id is not distinct from p_question and (v_known.state = 'withdrawn' or
          v_known.title is not distinct from p_title and v_known.tags = p_tags)
        -- Of what waits all messages are there yet.
        and (v_known.state <> 'asked' or (
          select array_agg(k.message_id order by k.message_id) from publication_parts k where k.publication_id = p_id)
            = (select array_agg(m order by m) from unnest(p_messages) m))
      then 'known' else 'conflict' end;
  elsif p_kind = 'answer' and not exists (
      select from posts p where p.id = p_question and p.kind = 'question' and p.deleted_at is null
        and may_meet(p.author_id)) then
    return 'no_question';
  elsif (select count(*) from publications p where p.account_id = viewer()
      and (p.state = 'asked' or p.state = 'withdrawn' and p.at > now() - interval '1 hour')) >= 20 then
    return 'full';
  elsif exists (select from posts p where p.id = p_id) or exists (select from answers a where a.id = p_id) then
    return 'conflict';
  end if;
  insert into publications (id, conversation_id, account_id, kind, question_id, title, tags)
    values (p_id, p_conversation, viewer(), p_kind, p_question, p_title, p_tags)
    on conflict do nothing;
  if not found then
    return 'conflict';
  end if;
  -- Who edits or deletes one of them at this moment is waited for, or finds it here afterwards.
  perform from message_ids i
    join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
    where i.id = any (p_messages) order by m.conversation_id, m.seq for share of m;
  -- Who leaves, or blocks, at this moment is found by the row that goes or comes.
  perform from participants p where p.conversation_id = p_conversation for key share of p;
  insert into publication_parts (publication_id, place, message_id, account_id, asker_id, body, consent)
    select p_id, row_number() over (order by said.is_answer, said.seq), said.id, said.author_id, viewer(),
        case when said.consent = 'ended' then '' else said.body end, said.consent
      from (
        select m.id, m.author_id, m.body, m.seq, m.conversation_id = p_conversation as is_answer,
            case when m.author_id = viewer() then 'own'
              when are_apart(viewer(), m.author_id) or not exists (
                  select from participants t join accounts a on a.id = t.account_id
                    where t.conversation_id = p_conversation and t.account_id = m.author_id and a.deleted_at is null)
                then 'ended'
              else 'asked' end as consent
          from message_ids i
          join participants p on p.conversation_id = i.conversation_id and p.account_id = viewer()
          join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq and m.seq >= p.joined_seq
          where i.id = any (p_messages) and m.deleted_at is null and not m.forwarded
            and (i.conversation_id = p_conversation or i.id = p_conversation)) said;
  if (select count(*) from publication_parts k where k.publication_id = p_id) <> cardinality(p_messages)
      or not exists (select from publication_parts k where k.publication_id = p_id and k.consent in ('own', 'asked')) then
    delete from publications p where p.id = p_id;
    return 'missing';
  elsif (select sum(char_length(k.body)) from publication_parts k where k.publication_id = p_id) > 90000 then
    delete from publications p where p.id = p_id;
    return 'long';
  elsif exists (select from publication_parts k where k.publication_id = p_id and k.consent <> 'own') then
    perform tell_publication(p_id);
    return 'asked';
  end if;
  return finish_publication(p_id);
end
$$;

-- The publication as it is once nobody else changes it, where the viewer asked for it, or was asked; while it waits, only for
-- who is in that conversation; else nothing.
create function hold_publication(p_id uuid) returns publications
  language plpgsql
  as $$
declare
  v_known publications;
begin
  select p.* into v_known from publications p where p.id = p_id
    and (p.state = 'published' or exists (
      select from participants t where t.conversation_id = p.conversation_id and t.account_id = viewer()))
    and (p.account_id = viewer() or exists (
      select from publication_parts k where k.publication_id = p_id and k.account_id = viewer()));
  if not found then
    return null;
  end if;
  perform hold_thread(coalesce(v_known.question_id, p_id));
  select p.* into v_known from publications p where p.id = p_id for update;
  return v_known;
end
$$;

-- Whether an entry quotes others than its author: then its words are not the author's to change.
create function quotes_others(p_id uuid) returns boolean
  language sql stable
  as $$
  select exists (select from publication_parts k where k.publication_id = p_id and k.consent = 'allowed')
$$;

-- Takes the words of the viewer out of what is published, for good, and out of what it said before; where it says nothing else
-- it is deleted. Nobody else changes it meanwhile.
create function take_words_out(p_id uuid) returns void
  language plpgsql
  as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_entry text;
  v_words text;
begin
  update publication_parts k set consent = 'declined', body = ''
    where k.publication_id = p_id and k.account_id = viewer() and k.consent = 'allowed';
  select case p.kind when 'question' then 'post' else p.kind end into v_entry from publications p where p.id = p_id;
  v_words := publication_words(p_id);
  if v_words is null then
    perform blank_entry(v_entry, p_id);
    return;
  elsif v_entry = 'post' then
    update posts p set body = v_words, edited_at = v_now, version = p.version + 1 where p.id = p_id;
  else
    update answers a set body = v_words, edited_at = v_now, version = a.version + 1 where a.id = p_id;
  end if;
  -- Until now its words were nobody's to change: they were the same at all times.
  update post_revisions r set body = v_words where r.kind = v_entry and r.entry_id = p_id;
  perform tell_publication(p_id);
end
$$;

-- Has the viewer allow that their words become public, or not: what they declined is gone for good, and so is what they allowed
-- and decline later, be it published or not. The outcome is one of
--   done
--   missing  nothing of theirs is asked for, or not any more
create function consent_publication(p_id uuid, p_allowed boolean) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_known publications := hold_publication(p_id);
begin
  if v_known.id is null or v_known.state = 'withdrawn' then
    return 'missing';
  elsif v_known.state = 'published' then
    if exists (select from publication_parts k where k.publication_id = p_id and k.account_id = viewer()
        and k.consent = 'allowed') then
      if not p_allowed then
        perform take_words_out(p_id);
      end if;
      return 'done';
    end if;
    return case when not p_allowed and exists (select from publication_parts k where k.publication_id = p_id
      and k.account_id = viewer() and k.consent = 'declined') then 'done' else 'missing' end;
  elsif are_apart(viewer(), v_known.account_id) then
    -- One blocked the other while this was asked.
    perform end_parts(viewer(), v_known.account_id, null);
    return 'missing';
  end if;
  update publication_parts k set consent = case when p_allowed then 'allowed' else 'declined' end,
      body = case when p_allowed then k.body else '' end
    where k.publication_id = p_id and k.account_id = viewer() and k.consent in ('asked', 'allowed');
  if not found then
    return case when exists (select from publication_parts k where k.publication_id = p_id and k.account_id = viewer()
      and k.consent = 'declined') and not p_allowed then 'done' else 'missing' end;
  end if;
  perform tell_publication(p_id);
  return 'done';
end
$$;

-- Makes public what the viewer asked for, without what nobody allowed, or takes it back. The outcome is one of
--   published, withdrawn
--   missing   the viewer asked for no such thing, or it is over in the other way
--   waiting   somebody has not answered yet
--   empty, long, no_question, conflict
create function settle_publication(p_id uuid, p_publish boolean) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_known publications := hold_publication(p_id);
begin
  if v_known.id is null or v_known.account_id <> viewer() then
    return 'missing';
  elsif v_known.state <> 'asked' then
    return case when v_known.state = case when p_publish then 'published' else 'withdrawn' end
      then v_known.state else 'missing' end;
  elsif not p_publish then
    perform end_publication(p_id);
    return 'withdrawn';
  elsif exists (select from publication_parts k where k.publication_id = p_id and k.consent = 'asked') then
    return 'waiting';
  end if;
  return finish_publication(p_id);
end
$$;

-- What was edited or deleted is not what was asked for, nor allowed.
create function messages_end_consent() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_id uuid;
begin
  for v_id in
      select p.id from publications p
        where p.state = 'asked' and p.id in (
          select k.publication_id from publication_parts k where k.message_id = new.id and k.consent <> 'ended')
        order by p.id for update loop
    perform tell_publication(v_id);
    update publication_parts k set consent = 'ended', body = ''
      where k.publication_id = v_id and k.message_id = new.id and k.consent <> 'ended';
  end loop;
  return null;
end
$$;
create trigger messages_end_consent after update on messages for each row
  when (old.body is distinct from new.body or old.deleted_at is distinct from new.deleted_at)
  execute function messages_end_consent();

-- Whoever goes out of a conversation is asked no more, and nothing that they asked for becomes public.
create function participants_end_consent() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform withdraw_publications(old.account_id, old.conversation_id);
  perform end_parts(old.account_id, null, old.conversation_id);
  return null;
end
$$;
create trigger participants_end_consent after delete on participants for each row
  execute function participants_end_consent();

create function accounts_end_consent() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform withdraw_publications(new.id, null);
  perform end_parts(new.id, null, null);
  return null;
end
$$;
create trigger accounts_end_consent after update on accounts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function accounts_end_consent();

-- Two of whom one blocks the other ask each other nothing.
create function blocks_end_consent() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform end_parts(new.account_id, new.blocked_id, null);
  perform end_parts(new.blocked_id, new.account_id, null);
  return null;
end
$$;
create trigger blocks_end_consent after insert on blocks for each row execute function blocks_end_consent();

do $$
declare
  v_name text;
begin
  -- Doors: what a request may call.
  foreach v_name in array array[
      'ask_publication(uuid, uuid, text, uuid, text, text[], uuid[])', 'consent_publication(uuid, boolean)',
      'settle_publication(uuid, boolean)'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('grant execute on function %s to tertulia_app', v_name);
    execute format('alter function %s owner to tertulia_trigger', v_name);
  end loop;
  -- What they and the triggers call.
  foreach v_name in array array[
      'tell_publication(uuid)', 'end_publication(uuid)', 'end_parts(uuid, uuid, uuid)', 'withdraw_publications(uuid, uuid)',
      'publication_words(uuid)', 'finish_publication(uuid)', 'hold_publication(uuid)', 'take_words_out(uuid)',
      'quotes_others(uuid)'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('grant execute on function %s to tertulia_trigger', v_name);
  end loop;
  foreach v_name in array array[
      'messages_end_consent()', 'participants_end_consent()', 'accounts_end_consent()', 'blocks_end_consent()'] loop
    execute format('revoke execute on function %s from public', v_name);
    execute format('alter function %s owner to tertulia_trigger', v_name);
  end loop;
end
$$;
-- Its author is told so before they write.
grant execute on function quotes_others(uuid) to tertulia_app;

set local role tertulia_trigger; -- whose functions these are

-- As before, but that words which quote others stay as these allowed them. The outcome is one of
--   done, forbidden, missing, untitled, conflict
--   quoted  it quotes others, and would say something else
create or replace function rewrite_post(
    p_id uuid, p_title text, p_body text, p_tags text[], p_mentions text[], p_expected bigint) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_id);
  v_title text := case when p_title is null then v_post.title else nullif(p_title, '') end;
  v_body text := coalesce(p_body, v_post.body);
  v_tags text[] := coalesce(p_tags, v_post.tags);
begin
  if v_post.id is null or v_post.deleted_at is not null then
    return 'missing';
  elsif v_post.author_id <> viewer() then
    return 'forbidden';
  elsif v_title is null and v_post.kind = 'question' then
    return 'untitled';
  elsif v_title is not distinct from v_post.title and v_body = v_post.body and v_tags = v_post.tags then
    return 'done';
  elsif v_post.version <> coalesce(p_expected, v_post.version) then
    return 'conflict';
  elsif v_body <> v_post.body and quotes_others(p_id) then
    return 'quoted';
  end if;
  insert into post_revisions (kind, entry_id, version, post_id, author_id, title, body, tags, at)
    values ('post', p_id, v_post.version, p_id, v_post.author_id, v_post.title, v_post.body, v_post.tags,
      coalesce(v_post.edited_at, v_post.at));
  update posts p set title = v_title, body = v_body, tags = v_tags,
      edited_at = date_trunc('milliseconds', clock_timestamp()), version = p.version + 1
    where p.id = p_id;
  perform set_tags(p_id, v_post.at, v_tags);
  if p_body is not null then
    perform set_mentions('post', p_id, p_id, p_mentions);
  end if;
  return 'done';
end
$$;

-- As rewrite_post, of an answer.
create or replace function rewrite_answer(p_id uuid, p_body text, p_mentions text[], p_expected bigint) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_answer answers := hold_answer(p_id);
begin
  if v_answer.id is null or v_answer.deleted_at is not null then
    return 'missing';
  elsif v_answer.author_id <> viewer() then
    return 'forbidden';
  elsif v_answer.body = p_body then
    return 'done';
  elsif v_answer.version <> coalesce(p_expected, v_answer.version) then
    return 'conflict';
  elsif quotes_others(p_id) then
    return 'quoted';
  end if;
  insert into post_revisions (kind, entry_id, version, post_id, author_id, body, at)
    values ('answer', p_id, v_answer.version, v_answer.post_id, v_answer.author_id, v_answer.body,
      coalesce(v_answer.edited_at, v_answer.at));
  update answers a
    set body = p_body, edited_at = date_trunc('milliseconds', clock_timestamp()), version = a.version + 1
    where a.id = p_id;
  perform set_mentions('answer', p_id, v_answer.post_id, p_mentions);
  return 'done';
end
$$;

set local role tertulia_owner;
