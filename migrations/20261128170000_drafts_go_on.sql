-- What is written in a group goes with whoever is taken out of it, and with it the count of its changes: brought back, they
-- began with 1 again, which every device that had known a later version took for old, and showed words that were long
-- replaced. Where one can be taken out and brought back the count begins with the milliseconds since the conversation was
-- made, which is beyond any count before.

set local role tertulia_trigger; -- whose function it is

-- Keeps what the viewer has written in a conversation, over what they saw of it. The outcome is one of
--   saved     what is kept now is answered: these words; or, where this operation was applied before, whatever came since
--   conflict  other words are kept, of a version that was not seen; they stay, and the caller takes its transaction back,
--             so that this operation counts as never applied
-- Nothing is returned where the viewer is not in the conversation. The same words again change nothing. Over no words
-- nothing is lost: they never conflict.
create or replace function save_draft(p_id uuid, p_conversation uuid, p_expected bigint, p_body text)
  returns table (outcome text, body text, version bigint)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_body text;
  v_version bigint;
begin
  -- Until this is done the participant stays.
  perform from participants p where p.conversation_id = p_conversation and p.account_id = viewer() for key share;
  if not found then
    return;
  end if;
  -- Nobody is ever taken out of a pair.
  insert into drafts (account_id, conversation_id, version)
    select viewer(), c.id,
        case when c.kind = 'pair' then 0 else (extract(epoch from clock_timestamp() - c.created_at) * 1000)::bigint end
      from conversations c where c.id = p_conversation
    on conflict do nothing;
  select d.body, d.version into v_body, v_version from drafts d
    where d.account_id = viewer() and d.conversation_id = p_conversation for update;
  -- What it answered is not kept: it answers what is kept now.
  insert into operations (account_id, id, content_hash, result)
    values (viewer(), p_id, sha256('draft_save'), 'null') on conflict do nothing;
  if not found or v_body = p_body then
    return query select 'saved', v_body, v_version;
  elsif v_body <> '' and v_version is distinct from p_expected then
    return query select 'conflict', v_body, v_version;
  else
    update drafts d set body = p_body, version = v_version + 1, updated_at = now()
      where d.account_id = viewer() and d.conversation_id = p_conversation;
    return query select 'saved', p_body, v_version + 1;
  end if;
end
$$;

set local role tertulia_owner;
