-- How somebody votes and what they keep is told on their own topic, where nobody else hears it: their other devices show it.
-- A vote goes with the number that its entry has counted then, which orders the votes of one person on it. The triggers of a
-- table come in the order of their names: by then the vote is counted.

create function votes_tell_voter() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_account uuid := coalesce(new.account_id, old.account_id);
  v_kind text := coalesce(new.kind, old.kind);
  v_entry uuid := coalesce(new.entry_id, old.entry_id);
  v_tallied bigint;
begin
  case v_kind
    when 'post' then select p.tallied into v_tallied from posts p where p.id = v_entry;
    when 'answer' then select a.tallied into v_tallied from answers a where a.id = v_entry;
    else select c.tallied into v_tallied from comments c where c.id = v_entry;
  end case;
  perform announce('inbox:' || v_account, 'vote.changed', v_entry, json_build_object(
    'on', json_build_object(v_kind, v_entry), 'value', coalesce(new.value, 0), 'tallied', v_tallied));
  return null;
end
$$;
create trigger votes_tell_voter after insert or update or delete on votes
  for each row execute function votes_tell_voter();

create function bookmarks_tell_keeper() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_account uuid := coalesce(new.account_id, old.account_id);
  v_post uuid := coalesce(new.post_id, old.post_id);
begin
  perform announce('inbox:' || v_account, 'bookmark.changed', v_post, json_build_object(
    'post_id', v_post, 'on', tg_op = 'INSERT'));
  return null;
end
$$;
create trigger bookmarks_tell_keeper after insert or delete on bookmarks
  for each row execute function bookmarks_tell_keeper();

revoke execute on function votes_tell_voter(), bookmarks_tell_keeper() from public;
alter function votes_tell_voter() owner to tertulia_trigger;
alter function bookmarks_tell_keeper() owner to tertulia_trigger;
