-- For each of two people a conversation is made when it came to be there for them: `joined_at`, where that is later than
-- `created_at`. What one of them opened in silence stays as it is for them when the other opens it too.

set local role tertulia_trigger; -- whose function it is

create or replace function open_pair(p_id uuid, p_other uuid) returns table (id uuid, created boolean)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_low uuid := least(viewer(), p_other);
  v_high uuid := greatest(viewer(), p_other);
  v_found uuid;
  v_was_silent boolean;
begin
  if viewer() is null or p_other = viewer() or not exists (select from accounts a where a.id = p_other and a.deleted_at is null) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(v_low::text || v_high::text, 0));
  select c.id into v_found from conversations c where c.pair_low = v_low and c.pair_high = v_high;
  if found then
    -- The first message has a conversation be there for both. So where it is not there for the viewer nothing was said in
    -- it, and a first message that is being stored right now is waited for, or stored after this.
    update participants p set joined_at = now()
      where p.conversation_id = v_found and p.account_id = viewer() and p.joined_at is null;
    v_was_silent := found;
    return query select v_found, v_was_silent;
    return;
  end if;
  insert into conversations (id, kind, pair_low, pair_high, created_by) values (p_id, 'pair', v_low, v_high, viewer());
  insert into marks (account_id, conversation_id) values (v_low, p_id), (v_high, p_id);
  insert into participants (conversation_id, account_id, joined_at) values (p_id, viewer(), now()), (p_id, p_other, null);
  return query select p_id, true;
end
$$;

set local role tertulia_owner;
