-- Places of people in groups: a role is given to whoever has a place, an account that is deleted owns nothing and inherits
-- nothing, and what was answered is not kept with the act.

-- Whether somebody owns a group, besides this person. Nobody owns it by an account that is deleted.
create or replace function has_owner(p_conversation uuid, p_besides uuid) returns boolean
  language sql stable
  as $$
  select exists (select from participants p join accounts a on a.id = p.account_id
    where p.conversation_id = p_conversation and p.account_id <> p_besides and p.role = 'owner' and a.deleted_at is null)
$$;

-- Gives somebody in a group of the viewer another role; without one they keep theirs. The outcome is one of
--   changed, same
--   missing     no such conversation for the viewer
--   forbidden   only owners give roles, and members ask nothing; in a pair both are members
--   absent      this person is not in it
--   last_owner  nobody else would own it
create function set_role(p_conversation uuid, p_person uuid, p_role text) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_mine text := hold_as(p_conversation);
  v_theirs text;
begin
  if v_mine is null then
    return 'missing';
  elsif v_mine = 'member' then
    return 'forbidden';
  end if;
  select p.role into v_theirs from participants p where p.conversation_id = p_conversation and p.account_id = p_person;
  if v_theirs is null then
    return 'absent';
  elsif v_theirs = coalesce(p_role, v_theirs) then
    return 'same';
  elsif v_mine <> 'owner' then
    return 'forbidden';
  elsif v_theirs = 'owner' and not has_owner(p_conversation, p_person) then
    return 'last_owner';
  end if;
  update participants p set role = p_role where p.conversation_id = p_conversation and p.account_id = p_person;
  return 'changed';
end
$$;
revoke execute on function set_role(uuid, uuid, text) from public;
grant execute on function set_role(uuid, uuid, text) to tertulia_app;
alter function set_role(uuid, uuid, text) owner to tertulia_trigger;

set local role tertulia_trigger; -- whose functions and whose rows these are

-- Gives somebody a place in a group of the viewer, or another role there; without a role, a member's place, and whoever
-- has one keeps their role. The outcome is one of
--   joined, changed, same
--   missing     no such conversation for the viewer
--   forbidden   only owners and admins bring people in, and only owners give roles; a pair stays a pair
--   unknown     this person is nobody
--   full        there are 256 people
--   last_owner  nobody else would own it
create or replace function set_participant(p_conversation uuid, p_person uuid, p_role text) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_outcome text := set_role(p_conversation, p_person, p_role);
begin
  if v_outcome <> 'absent' then
    return v_outcome;
  end if;
  perform from accounts a where a.id = p_person and a.deleted_at is null;
  if not found then
    return 'unknown';
  elsif coalesce(p_role, 'member') <> 'member' and hold_as(p_conversation) <> 'owner' then
    return 'forbidden';
  elsif (select count(*) from participants p where p.conversation_id = p_conversation) >= 256 then
    return 'full';
  end if;
  -- What was said before they came waits for nobody: it is neither unread for them nor undelivered to them. Of a mark that
  -- their devices may still have from an earlier stay this one is a later version.
  insert into marks (account_id, conversation_id, read_seq, version)
    select p_person, c.id, c.last_seq, (extract(epoch from clock_timestamp()) * 1000)::bigint
      from conversations c where c.id = p_conversation;
  insert into participants (conversation_id, account_id, role, delivered_seq, seen_seq)
    select c.id, p_person, coalesce(p_role, 'member'), c.last_seq, c.last_seq
      from conversations c where c.id = p_conversation;
  return 'joined';
end
$$;

-- Takes somebody out of a group, or lets the viewer go. Where the last owner goes, the admin who has been there longest
-- inherits, else the member who has, of those whose accounts are not deleted. What the last of all leaves behind nobody
-- sees any more. The outcome is one of
--   removed
--   missing     no such conversation for the viewer
--   forbidden   owners remove anybody, admins members; a pair stays a pair
--   absent      this person is not in it
create or replace function remove_participant(p_conversation uuid, p_person uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_mine text := hold_as(p_conversation);
  v_theirs text;
begin
  if v_mine is null then
    return 'missing';
  elsif exists (select from conversations c where c.id = p_conversation and c.kind = 'pair') then
    return 'forbidden';
  end if;
  select p.role into v_theirs from participants p where p.conversation_id = p_conversation and p.account_id = p_person;
  if p_person is distinct from viewer() then
    if v_mine = 'member' then
      return 'forbidden';
    elsif v_theirs is null then
      return 'absent';
    elsif v_mine = 'admin' and v_theirs <> 'member' then
      return 'forbidden';
    end if;
  end if;
  delete from participants p where p.conversation_id = p_conversation and p.account_id = p_person;
  if v_theirs = 'owner' and not has_owner(p_conversation, p_person) then
    update participants p set role = 'owner' where p.conversation_id = p_conversation and p.account_id = (
      select heir.account_id from participants heir join accounts a on a.id = heir.account_id
        where heir.conversation_id = p_conversation and a.deleted_at is null
        order by heir.role = 'admin' desc, heir.joined_at, heir.account_id limit 1);
  end if;
  return 'removed';
end
$$;

-- The words in it would outlive their deletion, and who is in it would be told to whoever was removed.
update operations set result = 'null' where result -> 'participants' is not null;

set local role tertulia_owner;
