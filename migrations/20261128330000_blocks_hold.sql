-- Of an act and a block at once the block holds: nobody is told what somebody did whom they were blocking in that moment.

-- As before, but that it asks once more for a block: now the one transaction waits for the other.
create or replace function tell_act(p_act notification_acts) returns void
  language plpgsql
  as $$
declare
  v_version bigint := next_notification_version(p_act.account_id);
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_told notifications;
  v_is_new_actor boolean;
begin
  if are_apart(p_act.account_id, p_act.actor_id) then
    delete from notification_acts a where a.number = p_act.number;
    return;
  end if;
  select * into v_told from notifications n
    where n.account_id = p_act.account_id and n.kind = p_act.kind and n.subject = p_act.subject
      and n.began_at > v_now - interval '1 hour'
    order by n.began_at desc limit 1;
  perform from notification_acts a where a.actor_id = p_act.actor_id and a.account_id = p_act.account_id
    and a.notification_id = v_told.id and a.entry_id is not distinct from p_act.entry_id;
  if found then
    delete from notification_acts a where a.number = p_act.number;
    return;
  end if;
  v_is_new_actor := p_act.actor_id is not null and not exists (select from notification_acts a
    where a.actor_id = p_act.actor_id and a.account_id = p_act.account_id and a.notification_id = v_told.id);
  if v_told.id is null then
    v_told.id := new_id();
    insert into notifications (id, account_id, kind, subject, actors, began_at, at, number, version) values (v_told.id,
      p_act.account_id, p_act.kind, p_act.subject, v_is_new_actor::integer, v_now, v_now, v_version, v_version);
    perform count_unread(p_act.account_id, 1);
  else
    update notifications n set actors = n.actors + v_is_new_actor::integer, at = v_now, read_at = null,
        number = v_version, version = v_version
      where n.id = v_told.id;
    perform count_unread(p_act.account_id, (v_told.read_at is not null)::integer);
  end if;
  update notification_acts a set notification_id = v_told.id where a.number = p_act.number;
  perform announce_change(p_act.account_id, v_told.id);
end
$$;

set local role tertulia_trigger; -- whose function this is

-- Neither of two people is told any more what the other one did before they were kept apart.
create or replace function blocks_end_notifications() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
begin
  -- What one of them is being told right now is told before this, or finds the block. In the order in which all take them.
  insert into notification_counts as c (account_id)
    select one from unnest(array[new.account_id, new.blocked_id]) one order by one
    on conflict (account_id) do update set version = c.version;
  update notification_acts a set withdrawn = true, xid = pg_current_xact_id() where a.number in (
    select b.number from notification_acts b
      where b.actor_id = new.account_id and b.account_id = new.blocked_id
         or b.actor_id = new.blocked_id and b.account_id = new.account_id
      order by b.number for update);
  return null;
end
$$;

set local role tertulia_owner;
