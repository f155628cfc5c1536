-- Groups: who may change what they are called, what they are about, and who is in them.
--
-- A group has an owner at any time; there may be several. Whoever comes into one may read it from its beginning, but
-- what was said before counts as read. Whoever goes loses all that the conversation was for them: reads, events, marks.

alter table conversations
  -- What a group was made of, so that the same call again finds it, whatever has become of it since.
  add column made_of bytea,
  -- What it is about, and where to read more of that.
  add column subject text constraint conversations_subject_length check (char_length(subject) between 1 and 200),
  add column subject_link text constraint conversations_subject_link_shape
    check (subject_link ~ '^https://' and char_length(subject_link) <= 300),
  -- Counts the changes of name and subject.
  add column version bigint not null default 1,
  add constraint conversations_name_of_group check ((kind = 'group') = (name is not null)),
  add constraint conversations_link_of_subject check (subject_link is null or subject is not null);

-- Makes a group of the viewer, who owns it, and these people. The outcome is one of
--   made      it is there now
--   known     the viewer made it of the same before
--   conflict  the id names something else, whoever's it is
--   unknown   one of them is nobody, stands there twice, or is the viewer
-- Two calls with one id at the same moment break conversations_pkey for the later one; its retry finds the group.
create function create_group(p_id uuid, p_name text, p_people uuid[]) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_made_of bytea := sha256(convert_to(
    p_name || E'\n' || array_to_string(array(select person from unnest(p_people) person order by person), ' '), 'UTF8'));
  v_known boolean;
begin
  if viewer() is null then
    return 'unknown';
  end if;
  select c.created_by = viewer() and c.made_of = v_made_of into v_known from conversations c where c.id = p_id;
  if found then
    return case when v_known then 'known' else 'conflict' end;
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

-- The viewer's role in a conversation, with everybody else who changes it, or sends to it, kept waiting until the end of
-- the transaction. Nothing for a stranger, who waits for nobody: a wait would tell that people talk here.
create function hold_as(p_conversation uuid) returns text
  language plpgsql
  as $$
begin
  perform from participants p where p.conversation_id = p_conversation and p.account_id = viewer();
  if not found then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(p_conversation::text, 0));
  -- Asked once more: they may have gone while this waited.
  return (select p.role from participants p where p.conversation_id = p_conversation and p.account_id = viewer());
end
$$;
revoke execute on function hold_as(uuid) from public;
grant execute on function hold_as(uuid) to tertulia_trigger;

-- Whether somebody owns a group, besides this person.
create function has_owner(p_conversation uuid, p_besides uuid) returns boolean
  language sql stable
  as $$
  select exists (select from participants p
    where p.conversation_id = p_conversation and p.account_id <> p_besides and p.role = 'owner')
$$;
revoke execute on function has_owner(uuid, uuid) from public;
grant execute on function has_owner(uuid, uuid) to tertulia_trigger;

-- Gives somebody a place in a group of the viewer, or another role there; without a role, a member's place, and whoever
-- has one keeps their role. The outcome is one of
--   joined, changed, same
--   missing     no such conversation for the viewer
--   forbidden   only owners and admins bring people in, and only owners give roles; a pair stays a pair
--   unknown     this person is nobody
--   full        there are 256 people
--   last_owner  nobody else would own it
create function set_participant(p_conversation uuid, p_person uuid, p_role text) returns text
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
  if v_theirs is not null then
    if v_theirs = coalesce(p_role, v_theirs) then
      return 'same';
    elsif v_mine <> 'owner' then
      return 'forbidden';
    elsif v_theirs = 'owner' and not has_owner(p_conversation, p_person) then
      return 'last_owner';
    end if;
    update participants p set role = p_role where p.conversation_id = p_conversation and p.account_id = p_person;
    return 'changed';
  end if;
  perform from accounts a where a.id = p_person and a.deleted_at is null;
  if not found then
    return 'unknown';
  elsif coalesce(p_role, 'member') <> 'member' and v_mine <> 'owner' then
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
-- inherits, else the member who has. What the last of all leaves behind nobody sees any more. The outcome is one of
--   removed
--   missing     no such conversation for the viewer
--   forbidden   owners remove anybody, admins members; a pair stays a pair
--   absent      this person is not in it
create function remove_participant(p_conversation uuid, p_person uuid) returns text
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
      select heir.account_id from participants heir where heir.conversation_id = p_conversation
        order by heir.role = 'admin' desc, heir.joined_at, heir.account_id limit 1);
  end if;
  return 'removed';
end
$$;

-- Changes what a conversation of the viewer is called and what it is about, over the version that was seen of it; null
-- leaves a part as it is, and a subject without words is none. The outcome is one of
--   changed, same
--   missing    no such conversation for the viewer
--   forbidden  in a group only owners and admins change it
--   nameless   a pair has no name
--   conflict   something newer holds than what was seen
create function change_conversation(p_conversation uuid, p_expected bigint, p_name text, p_subject text, p_link text)
  returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_mine text := hold_as(p_conversation);
  v_now conversations%rowtype;
  v_next conversations%rowtype;
begin
  if v_mine is null then
    return 'missing';
  end if;
  select * into v_now from conversations c where c.id = p_conversation;
  if v_now.kind = 'group' and v_mine = 'member' then
    return 'forbidden';
  elsif v_now.kind = 'pair' and p_name is not null then
    return 'nameless';
  end if;
  v_next := v_now;
  v_next.name := coalesce(p_name, v_now.name);
  if p_subject is not null then
    v_next.subject := nullif(p_subject, '');
    v_next.subject_link := case when p_subject <> '' then p_link end;
  end if;
  if v_next is not distinct from v_now then
    return 'same';
  elsif v_now.version <> coalesce(p_expected, v_now.version) then
    return 'conflict';
  end if;
  update conversations c
    set name = v_next.name, subject = v_next.subject, subject_link = v_next.subject_link, version = c.version + 1
    where c.id = p_conversation;
  return 'changed';
end
$$;

revoke execute on function create_group(uuid, text, uuid[]), set_participant(uuid, uuid, text),
  remove_participant(uuid, uuid), change_conversation(uuid, bigint, text, text, text) from public;
grant execute on function create_group(uuid, text, uuid[]), set_participant(uuid, uuid, text),
  remove_participant(uuid, uuid), change_conversation(uuid, bigint, text, text, text) to tertulia_app;
alter function create_group(uuid, text, uuid[]) owner to tertulia_trigger;
alter function set_participant(uuid, uuid, text) owner to tertulia_trigger;
alter function remove_participant(uuid, uuid) owner to tertulia_trigger;
alter function change_conversation(uuid, bigint, text, text, text) owner to tertulia_trigger;

-- Whoever goes keeps nothing of it, in whatever way they go.
create function participants_forget() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  delete from marks k where k.account_id = old.account_id and k.conversation_id = old.conversation_id;
  return null;
end
$$;

create function roles_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('conversation:' || new.conversation_id, 'participant.changed', new.conversation_id, json_build_object(
    'conversation_id', new.conversation_id, 'account_id', new.account_id, 'role', new.role));
  return null;
end
$$;

create function conversations_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('conversation:' || new.id, 'conversation.changed', new.id, json_build_object(
    'conversation_id', new.id, 'name', new.name, 'version', new.version,
    'subject', case when new.subject is not null then json_build_object('words', new.subject, 'link', new.subject_link) end));
  return null;
end
$$;

create trigger participants_forget after delete on participants for each row execute function participants_forget();
create trigger roles_announce after update on participants for each row
  when (old.role <> new.role) execute function roles_announce();
create trigger conversations_announce after update on conversations for each row
  when (old.version <> new.version) execute function conversations_announce();

revoke execute on function participants_forget(), roles_announce(), conversations_announce() from public;
alter function participants_forget() owner to tertulia_trigger;
alter function roles_announce() owner to tertulia_trigger;
alter function conversations_announce() owner to tertulia_trigger;
