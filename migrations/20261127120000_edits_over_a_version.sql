-- An edit may name the version that it is made over. Where it names none, the later one of two holds, as before.

set local role tertulia_trigger; -- whose function it is

drop function edit_message(uuid, text);

-- Has a message of the viewer say something else, over the version that was seen of it; null is over any. The outcome is
-- one of
--   done       it says this now, or did before
--   forbidden  somebody else said it
--   missing    there is no such message for the viewer, or it was deleted
--   conflict   something newer holds than what was seen
-- Of two edits at once over any version the later one holds, and both are among what it said.
create function edit_message(p_id uuid, p_body text, p_expected bigint default null) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_message messages;
begin
  v_message := hold_message(p_id);
  if v_message.id is null or v_message.deleted_at is not null then
    return 'missing';
  elsif v_message.author_id <> viewer() then
    return 'forbidden';
  elsif v_message.body = p_body then
    return 'done';
  elsif v_message.version <> coalesce(p_expected, v_message.version) then
    return 'conflict';
  end if;
  insert into message_revisions (conversation_id, seq, version, body, at)
    values (v_message.conversation_id, v_message.seq, v_message.version, v_message.body,
      coalesce(v_message.edited_at, v_message.at));
  update messages m
    set body = p_body, edited_at = date_trunc('milliseconds', clock_timestamp()), version = m.version + 1
    where m.conversation_id = v_message.conversation_id and m.seq = v_message.seq;
  update conversations c set last_body = left(p_body, 200), last_version = v_message.version + 1
    where c.id = v_message.conversation_id and c.last_seq = v_message.seq;
  return 'done';
end
$$;

revoke execute on function edit_message(uuid, text, bigint) from public;
grant execute on function edit_message(uuid, text, bigint) to tertulia_app;

set local role tertulia_owner;
