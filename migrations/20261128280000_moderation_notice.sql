-- Whose post, answer or comment a moderator removed is told so (NOT-1): which one it was and as what it was reported, but
-- neither by whom nor who removed it.

create function moderation_actions_notify() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  -- Not by `notify_person`, for which what was deleted is not there: it is told all the same that it is gone. The act names it,
  -- so that the title of its thread goes from what was told when that is deleted, too.
  insert into notification_acts (account_id, kind, subject, entry_kind, entry_id)
    select r.account_id, 'moderation', r.id::text, r.entry_kind, r.entry_id
      from reports r join accounts a on a.id = r.account_id
      where r.id = new.report_id and a.deleted_at is null and r.account_id is distinct from viewer();
  return null;
end
$$;
create trigger moderation_actions_notify after insert on moderation_actions for each row
  when (new.act = 'removed') execute function moderation_actions_notify();
revoke execute on function moderation_actions_notify() from public;
alter function moderation_actions_notify() owner to tertulia_trigger;

-- What of somebody's was removed, by the report of it. The title is that of a post alone: of a thread that is still there it
-- stands beside it.
create function told_removal(p_report reports) returns json
  language sql stable
  as $$
  select json_build_object(
    'what', case p_report.entry_kind
      when 'post' then (select p.kind from posts p where p.id = p_report.entry_id) else p_report.entry_kind end,
    'title', case p_report.entry_kind when 'post' then p_report.evidence #>> '{entry,title}' end,
    'reason', p_report.reason)
$$;
revoke execute on function told_removal(reports) from public;
grant execute on function told_removal(reports) to tertulia_trigger;

-- As before, but that whoever was reported is told what of theirs is gone, with the thread in which it stood.
create or replace function told_notification(n notifications) returns json
  language plpgsql stable
  as $$
declare
  v_last notification_acts;
  v_report reports;
  v_is_theirs boolean;
begin
  select * into v_last from notification_acts a where a.notification_id = n.id and not a.withdrawn
    order by a.number desc limit 1;
  if n.kind = 'moderation' then
    select * into v_report from reports r where r.id = n.subject::uuid;
  end if;
  v_is_theirs := coalesce(v_report.account_id = n.account_id, false);
  return json_build_object('id', n.id, 'kind', n.kind, 'actors', told_actors(n.id), 'actor_count', n.actors,
    'entry', case
      -- Without what the post says, which somebody else wrote and may delete.
      when v_is_theirs then jsonb_set(
        told_preview(n.account_id, 'post', (v_report.evidence #>> '{entry,post_id}')::uuid)::jsonb, '{excerpt}', '""')::json
      when v_last.entry_id is not null then told_preview(n.account_id, v_last.entry_kind, v_last.entry_id) end,
    'name', case when n.kind in ('badge_earned', 'milestone') then n.subject end,
    'person', case when n.kind = 'moderation' and not v_is_theirs then told_author(v_report.account_id) end,
    'removed', case when v_is_theirs then told_removal(v_report) end,
    'at', told_time(n.at), 'read_at', told_time(n.read_at), 'number', n.number, 'version', n.version);
end
$$;
