-- One deletion for all entries, whoever deletes them.

-- Leaves nothing of an entry but its place, for good: what stands below it stays, and an answer is not accepted any more.
-- Nobody else acts on its thread meanwhile. Whether there was anything left of it.
create function blank_entry(p_kind text, p_id uuid) returns boolean
  language plpgsql
  as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_at timestamptz;
begin
  if p_kind = 'post' then
    update posts p set title = null, body = '', tags = '{}', edited_at = null, deleted_at = v_now, version = p.version + 1
      where p.id = p_id and p.deleted_at is null returning p.at into v_at;
  elsif p_kind = 'answer' then
    update answers a set body = '', accepted = false, edited_at = null, deleted_at = v_now, version = a.version + 1,
        tallied = a.tallied + a.accepted::integer
      where a.id = p_id and a.deleted_at is null returning a.at into v_at;
  else
    update comments c set body = '', edited_at = null, deleted_at = v_now, version = c.version + 1
      where c.id = p_id and c.deleted_at is null returning c.at into v_at;
  end if;
  if not found then
    return false;
  end if;
  delete from post_revisions r where r.kind = p_kind and r.entry_id = p_id;
  delete from mentions m where m.kind = p_kind and m.entry_id = p_id;
  if p_kind = 'post' then
    perform set_tags(p_id, v_at, '{}');
  end if;
  -- The conversation from which it comes told of it by its title, and led to it.
  perform end_publication(p.id) from publications p
    where p.id = p_id and p.state = 'published' and p.kind = case p_kind when 'post' then 'question' else p_kind end;
  return true;
end
$$;
revoke execute on function blank_entry(text, uuid) from public;
grant execute on function blank_entry(text, uuid) to tertulia_trigger;

set local role tertulia_trigger; -- whose functions these are

-- Deletes a post of the viewer: what stands below it stays. The outcome is `done`, `forbidden` or `missing`.
create or replace function delete_post(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_post posts := hold_post(p_id);
begin
  if v_post.id is null then
    return 'missing';
  elsif v_post.author_id <> viewer() then
    return 'forbidden';
  end if;
  perform blank_entry('post', p_id);
  return 'done';
end
$$;

-- As delete_post, of an answer: it is not accepted any more.
create or replace function delete_answer(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_answer answers := hold_answer(p_id);
begin
  if v_answer.id is null then
    return 'missing';
  elsif v_answer.author_id <> viewer() then
    return 'forbidden';
  end if;
  perform blank_entry('answer', p_id);
  return 'done';
end
$$;

-- As delete_answer, of a comment.
create or replace function delete_comment(p_id uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_comment comments := hold_comment(p_id);
begin
  if v_comment.id is null then
    return 'missing';
  elsif v_comment.author_id <> viewer() then
    return 'forbidden';
  end if;
  perform blank_entry('comment', p_id);
  return 'done';
end
$$;

-- Deletes for good the entry that a report is about, as its author could: what stands below it stays. Who did it is kept. The
-- outcome is `done`, now or before, or `missing` where the viewer may not settle the report, or it is about no entry.
create or replace function remove_reported(p_report uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_report reports;
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
  perform hold_thread(case v_report.entry_kind
    when 'post' then v_report.entry_id
    when 'answer' then (select a.post_id from answers a where a.id = v_report.entry_id)
    else (select c.post_id from comments c where c.id = v_report.entry_id) end);
  if blank_entry(v_report.entry_kind, v_report.entry_id) then
    insert into moderation_actions (report_id, moderator_id, act) values (p_report, viewer(), 'removed');
  end if;
  return 'done';
end
$$;

set local role tertulia_owner;
