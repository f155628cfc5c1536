-- Finding messages by their words: in one conversation, or in all of one's own.
--
-- The words of each message stand in an index, and among them the name of its conversation: so a search reads what is
-- said in the viewer's conversations, however often others use the same word. Accents are folded as in names.

-- A text as its words are looked for: folded, with nothing but spaces between the words. Signs are no words, so that no
-- address, number or tag is taken for one thing; and where words are written without spaces each sign is one of its own.
create function searched(p_text text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    regexp_replace(folded(p_text),
      '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u23ff\u2500-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e01ef]+',
      ' ', 'g'),
    '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])', ' \1 ', 'g');
revoke execute on function searched(text) from public;
grant execute on function searched(text) to tertulia_jobs, tertulia_trigger;

-- Written by the database itself, so that no writer forgets it. Of what was deleted there are no words. With its colon the
-- name of the conversation is none that anybody could type.
alter table messages add column words tsvector
  generated always as (case when body <> '' then
    array_to_tsvector(array[':' || conversation_id::text]) || to_tsvector('pg_catalog.simple'::regconfig, searched(body))
  end) stored;
-- What is not sorted in yet is read by every search, in each of the partitions: it stays short.
create index messages_words on messages using gin (words) with (gin_pending_list_limit = 256);

-- Those messages in the viewer's conversations, or in one of these, that hold all the terms, the words of each one after the
-- other; where p_open, the last word may go on. At most p_limit of each partition, each the newest before a place: whoever
-- asks sorts them and takes the first p_limit.
create function search_messages(p_terms text[], p_open boolean, p_conversation uuid, p_at timestamptz, p_id uuid, p_limit bigint)
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
        order by m.at desc, m.id desc limit p_limit;
  end loop;
end
$$;
revoke execute on function search_messages(text[], boolean, uuid, timestamptz, uuid, bigint) from public;
grant execute on function search_messages(text[], boolean, uuid, timestamptz, uuid, bigint) to tertulia_app;
alter function search_messages(text[], boolean, uuid, timestamptz, uuid, bigint) owner to tertulia_trigger;
