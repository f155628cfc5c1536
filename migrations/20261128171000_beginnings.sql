-- What a thread is called after stands in one of 32 partitions. A list that joins them has them all planned each time, also
-- where it holds no thread: four fifths of its time. A function plans what it asks once for a connection, and where there is
-- no thread it is not called.

-- The beginning of the message on which a thread hangs, which has the thread's id, and how often it was changed; no row where
-- the viewer may not read it, or for a conversation that is no thread.
create function beginning(p_conversation uuid, p_thread uuid) returns table (words text, version bigint)
  language plpgsql stable strict rows 1 set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  return query select left(m.body, 80), m.version
    from message_ids i join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
    where i.id = p_thread and m.conversation_id = p_conversation;
end
$$;
revoke execute on function beginning(uuid, uuid) from public;
grant execute on function beginning(uuid, uuid) to tertulia_app;
