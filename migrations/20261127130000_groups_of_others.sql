-- A group whose id names a conversation of other people is made under another one, and whoever has not come into a pair that
-- was opened in silence hears nothing of it.

-- The viewer's role in a conversation, with everybody else who changes it, or sends to it, kept waiting until the end of
-- the transaction. Nothing for a stranger, who waits for nobody: a wait would tell that people talk here. Nor for whom it
-- is not there yet: that somebody has opened it and said nothing in it is not theirs to know.
create or replace function hold_as(p_conversation uuid) returns text
  language plpgsql
  as $$
begin
  perform from participants p
    where p.conversation_id = p_conversation and p.account_id = viewer() and p.joined_at is not null;
  if not found then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(p_conversation::text, 0));
  -- Asked once more: they may have gone while this waited.
  return (select p.role from participants p where p.conversation_id = p_conversation and p.account_id = viewer());
end
$$;

set local role tertulia_trigger; -- whose function it is

-- Makes a group of the viewer, who owns it, and these people. The outcome is one of
--   made      it is there now
--   known     the viewer made it of the same before
--   conflict  the id names another conversation that the viewer made or is in
--   taken     it names one of other people's, of which nobody is to be told
--   unknown   one of them is nobody, stands there twice, or is the viewer
-- Two calls with one id at the same moment break conversations_pkey for the later one; its retry finds the group.
create or replace function create_group(p_id uuid, p_name text, p_people uuid[]) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_made_of bytea := sha256(convert_to(
    p_name || E'\n' || array_to_string(array(select person from unnest(p_people) person order by person), ' '), 'UTF8'));
  v_known boolean;
  v_own boolean;
begin
  if viewer() is null then
    return 'unknown';
  end if;
  select c.created_by = viewer() and c.made_of = v_made_of, c.created_by = viewer() or exists (
      select from participants p where p.conversation_id = c.id and p.account_id = viewer() and p.joined_at is not null)
    into v_known, v_own from conversations c where c.id = p_id;
  if found then
    return case when v_known then 'known' when v_own then 'conflict' else 'taken' end;
  end if;
  if viewer() = any (p_people) or cardinality(p_people) <> (
      select count(*) from accounts a where a.id = any (p_people) and a.deleted_at is null) then
    return 'unknown';
  end if;
  insert into conversations (id, kind, name, made_of, created_by) values (p_id, 'group', p_name, v_made_of, viewer());
  insert into marks (account_id, conversation_id)
    select person, p_id from unnest(array_append(p_people, viewer())) person;
  insert into participants (conversation_id, account_id, role)
    select p_id, person, case when person = viewer() then 'owner' else 'member' end
      from unnest(array_append(p_people, viewer())) person;
  return 'made';
end
$$;

set local role tertulia_owner;
