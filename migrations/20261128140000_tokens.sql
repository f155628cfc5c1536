-- Personal access tokens: what a person gives a program of theirs, which may then do in their name what its scopes say.

create table tokens (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  -- SHA-256 of the token; the token itself is shown once and kept nowhere.
  token_hash bytea not null,
  name text not null constraint tokens_name_length check (char_length(name) between 1 and 60),
  scopes text[] not null constraint tokens_scopes
    check (cardinality(scopes) between 1 and 3 and scopes <@ array['read', 'write', 'admin']),
  created_at timestamptz not null default now(),
  -- For how many days it was asked for; nothing where it does not end by itself.
  days integer constraint tokens_days check (days between 1 and 365),
  expires_at timestamptz,
  -- The day in UTC, so that a token that is always in use is written once a day.
  last_used_at timestamptz,
  constraint tokens_token_hash_taken unique (token_hash)
);
create index tokens_account on tokens (account_id, created_at desc, id desc);
create index tokens_expires_at on tokens (expires_at);

alter table tokens enable row level security, force row level security;
create policy tokens_background on tokens to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy tokens_own on tokens to tertulia_app using (account_id = viewer()) with check (account_id = viewer());
grant select (id, account_id, name, scopes, created_at, days, expires_at, last_used_at), delete on tokens to tertulia_app;
grant select, insert, update, delete on tokens to tertulia_jobs, tertulia_trigger;

-- Keeps a token of the viewer. The outcome is one of
--   made      it is there now
--   known     the viewer made it of the same before: nobody knows the token that it was
--   conflict  the id names another token
--   full      there are 50
-- Two calls with one id at the same moment wait for each other, where one person makes them; otherwise tokens_pkey breaks.
create function make_token(p_id uuid, p_token_hash bytea, p_name text, p_scopes text[], p_days integer) returns text
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_same boolean;
begin
  if viewer() is null then
    raise insufficient_privilege;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('tokens of ' || viewer()::text, 0));
  select t.account_id = viewer() and t.name = p_name and t.scopes = p_scopes and t.days is not distinct from p_days
    into v_same from tokens t where t.id = p_id;
  if v_same is not null then
    return case when v_same then 'known' else 'conflict' end;
  end if;
  if (select count(*) from tokens t where t.account_id = viewer()) >= 50 then
    return 'full';
  end if;
  insert into tokens (id, account_id, token_hash, name, scopes, days, expires_at)
    values (p_id, viewer(), p_token_hash, p_name, p_scopes, p_days, now() + p_days * interval '24 hours');
  return 'made';
end
$$;

-- Who holds this token, and what for. Touches the row once a day.
create function token_for(p_token_hash bytea) returns table (token_id uuid, account_id uuid, role text, scopes text[])
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_today timestamptz := date_trunc('day', now(), 'UTC');
begin
  update tokens t set last_used_at = v_today
    where t.token_hash = p_token_hash and t.last_used_at is distinct from v_today
      and (t.expires_at is null or t.expires_at > now());
  return query
    select t.id, t.account_id, a.role, t.scopes from tokens t join accounts a on a.id = t.account_id
      where t.token_hash = p_token_hash and (t.expires_at is null or t.expires_at > now()) and a.deleted_at is null;
end
$$;

create function tokens_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    perform announce('inbox:' || new.account_id, 'token.made', new.id, json_build_object('id', new.id));
  else
    perform announce('inbox:' || old.account_id, 'token.revoked', old.id, json_build_object('id', old.id));
  end if;
  return null;
end
$$;
create trigger tokens_announce after insert or delete on tokens for each row execute function tokens_announce();

revoke execute on function make_token(uuid, bytea, text, text[], integer), token_for(bytea), tokens_announce() from public;
grant execute on function make_token(uuid, bytea, text, text[], integer), token_for(bytea) to tertulia_app;
alter function make_token(uuid, bytea, text, text[], integer) owner to tertulia_trigger;
alter function token_for(bytea) owner to tertulia_trigger;
alter function tokens_announce() owner to tertulia_trigger;
