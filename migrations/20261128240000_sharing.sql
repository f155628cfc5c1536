-- Reports of what is published, and what moderators do about it.

alter table reports
  -- Which entry it is about, if any. No foreign keys: the report stays, whatever becomes of it.
  add column entry_kind text constraint reports_entry_kind check (entry_kind in ('post', 'answer', 'comment')),
  add column entry_id uuid,
  add constraint reports_entry check ((entry_kind is null) = (entry_id is null) and (entry_id is null or message_id is null)),
  add constraint reports_entry_once unique (reporter_id, entry_id);
-- Of one person somebody has one open report at a time, besides those of what they said.
drop index reports_person_once;
create unique index reports_person_once on reports (reporter_id, account_id)
  where message_id is null and entry_id is null and state = 'open';

alter table moderation_actions
  drop constraint moderation_actions_act,
  add constraint moderation_actions_act check (act in ('done', 'open', 'removed'));

-- Reports an entry that the viewer may read, with the title of the post below which it stands. Whom the viewer has blocked
-- they may report still. The outcome is one of
--   stored    the moderators see it now
--   known     the viewer reported it before
--   conflict  the id names another report
--   missing   there is no such entry for the viewer, or it was deleted
--   self      it is the viewer's own
create function report_entry(p_id uuid, p_kind text, p_entry uuid, p_reason text, p_words text) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_hidden uuid[] := array(select b.account_id from blocks b where b.blocked_id = viewer());
  v_about uuid;
  v_evidence jsonb;
begin
  if viewer() is null then
    return 'missing';
  end if;
  perform from reports r where r.id = p_id;
  if found then
    perform from reports r where r.id = p_id and r.reporter_id = viewer() and r.entry_kind = p_kind and r.entry_id = p_entry
      and r.reason = p_reason and r.words = p_words;
    return case when found then 'known' else 'conflict' end;
  end if;
  select e.author_id, jsonb_build_object('messages', '[]'::jsonb, 'entry', jsonb_build_object(
      'about', jsonb_build_object(p_kind, p_entry), 'post_id', p.id, 'title', p.title, 'author', a.handle,
      'name', a.display_name, 'body', e.body, 'at', told_time(e.at)))
    into v_about, v_evidence
    from (
        select p.id as post_id, p.author_id, p.body, p.at from posts p
          where p_kind = 'post' and p.id = p_entry and p.deleted_at is null
        union all
        select a.post_id, a.author_id, a.body, a.at from answers a
          where p_kind = 'answer' and a.id = p_entry and a.deleted_at is null
        union all
        select c.post_id, c.author_id, c.body, c.at from comments c left join answers a on a.id = c.answer_id
          where p_kind = 'comment' and c.id = p_entry and c.deleted_at is null
            and (a.id is null or a.author_id <> all (v_hidden))) e
      join posts p on p.id = e.post_id
      join accounts a on a.id = e.author_id
    where e.author_id <> all (v_hidden) and p.author_id <> all (v_hidden);
  if not found then
    return 'missing';
  elsif v_about = viewer() then
    return 'self';
  end if;
  insert into reports (id, reporter_id, account_id, entry_kind, entry_id, reason, words, evidence)
    values (p_id, viewer(), v_about, p_kind, p_entry, p_reason, p_words, v_evidence)
    on conflict do nothing;
  return case when found then 'stored' else 'known' end;
end
$$;

-- Deletes for good the entry that a report is about, as its author could: what stands below it stays. Who did it is kept. The
-- outcome is `done`, now or before, or `missing` where the viewer may not settle the report, or it is about no entry.
create function remove_reported(p_report uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_report reports;
  v_post uuid;
  v_at timestamptz;
  v_now timestamptz;
begin
  perform from accounts a where a.id = viewer() and a.role <> 'member' and a.deleted_at is null;
  if not found then
    return 'missing';
  end if;
  select r.* into v_report from reports r
    where r.id = p_report and r.entry_id is not null and (r.account_id <> viewer() or not exists (
      select from accounts a where a.id <> viewer() and a.role <> 'member' and a.deleted_at is null));
  if not found then
    return 'missing';
  end if;
  v_post := case v_report.entry_kind
    when 'post' then v_report.entry_id
    when 'answer' then (select a.post_id from answers a where a.id = v_report.entry_id)
    else (select c.post_id from comments c where c.id = v_report.entry_id) end;
  perform hold_thread(v_post);
  v_now := date_trunc('milliseconds', clock_timestamp());
  if v_report.entry_kind = 'post' then
    update posts p set title = null, body = '', tags = '{}', edited_at = null, deleted_at = v_now, version = p.version + 1
      where p.id = v_report.entry_id and p.deleted_at is null returning p.at into v_at;
  elsif v_report.entry_kind = 'answer' then
    update answers a set body = '', accepted = false, edited_at = null, deleted_at = v_now, version = a.version + 1,
        tallied = a.tallied + a.accepted::integer
      where a.id = v_report.entry_id and a.deleted_at is null returning a.at into v_at;
  else
    update comments c set body = '', edited_at = null, deleted_at = v_now, version = c.version + 1
      where c.id = v_report.entry_id and c.deleted_at is null returning c.at into v_at;
  end if;
  if not found then
    return 'done';
  end if;
  delete from post_revisions r where r.kind = v_report.entry_kind and r.entry_id = v_report.entry_id;
  delete from mentions m where m.kind = v_report.entry_kind and m.entry_id = v_report.entry_id;
  if v_report.entry_kind = 'post' then
    perform set_tags(v_post, v_at, '{}');
  end if;
  insert into moderation_actions (report_id, moderator_id, act) values (p_report, viewer(), 'removed');
  return 'done';
end
$$;
revoke execute on function report_entry(uuid, text, uuid, text, text), remove_reported(uuid) from public;
grant execute on function report_entry(uuid, text, uuid, text, text), remove_reported(uuid) to tertulia_app;
alter function report_entry(uuid, text, uuid, text, text) owner to tertulia_trigger;
alter function remove_reported(uuid) owner to tertulia_trigger;

set local role tertulia_trigger; -- whose function it is

-- As before, but that the id of a report of an entry names no report of its author.
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
      and r.entry_id is null and (p_message is not null or r.account_id = p_person) and r.reason = p_reason and r.words = p_words;
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

set local role tertulia_owner;
