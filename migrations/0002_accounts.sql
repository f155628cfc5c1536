-- Accounts: who people are, how they prove it, and what they chose.
--
-- What everybody may see (accounts, profiles) stands apart from what is a person's own
-- (credentials, sessions, settings), so that row-level security can be said in one line each.

create table accounts (
  id uuid primary key,
  handle text not null,
  display_name text not null,
  role text not null default 'member',
  -- Imported and demo people: they have no credentials and never log in.
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  version bigint not null default 1,
  constraint accounts_handle_taken unique (handle),
  constraint accounts_handle_shape check (handle ~ '^[a-z0-9_]{3,30}$'),
  constraint accounts_display_name_length check (char_length(display_name) between 1 and 80),
  constraint accounts_role check (role in ('member', 'moderator', 'administrator'))
);
create index accounts_handle_search on accounts using gin (handle gin_trgm_ops);
-- One or two typed letters make too few trigrams; they ask for beginnings only.
create index accounts_handle_beginning on accounts (handle text_pattern_ops);
create index accounts_display_name_beginning on accounts (lower(display_name) text_pattern_ops);
create index accounts_display_name_search on accounts using gin (lower(display_name) gin_trgm_ops);

create table profiles (
  account_id uuid primary key references accounts on delete cascade,
  bio text not null default '' constraint profiles_bio_length check (char_length(bio) <= 2000),
  place text not null default '' constraint profiles_place_length check (char_length(place) <= 80),
  pronouns text not null default '' constraint profiles_pronouns_length check (char_length(pronouns) <= 40),
  links text[] not null default '{}' constraint profiles_links_number check (cardinality(links) <= 5),
  status text not null default '' constraint profiles_status_length check (char_length(status) <= 120),
  status_until timestamptz,
  version bigint not null default 1
);

create table credentials (
  account_id uuid primary key references accounts on delete cascade,
  email text not null constraint credentials_email_shape check (email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
  email_verified_at timestamptz,
  -- Argon2id in the PHC string format.
  password_hash text not null
);
-- An address counts as taken only once somebody proved that it is theirs.
create unique index credentials_email_taken on credentials (lower(email)) where email_verified_at is not null;
create index credentials_email on credentials (lower(email));

create table settings (
  account_id uuid primary key references accounts on delete cascade,
  appearance text not null default 'system' constraint settings_appearance check (appearance in ('system', 'light', 'dark')),
  show_presence boolean not null default true,
  send_receipts boolean not null default true,
  enter_sends boolean not null default true,
  version bigint not null default 1
);

create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  -- SHA-256 of the token; the token itself is only ever in the cookie.
  token_hash bytea not null,
  device text not null default '',
  address text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '90 days',
  constraint sessions_token_hash_taken unique (token_hash)
);
create index sessions_account on sessions (account_id);

-- When somebody was last connected; written at most once a minute when their last connection ends.
create table last_seen (
  account_id uuid primary key references accounts on delete cascade,
  at timestamptz not null
);

alter table accounts enable row level security, force row level security;
alter table profiles enable row level security, force row level security;
alter table credentials enable row level security, force row level security;
alter table settings enable row level security, force row level security;
alter table sessions enable row level security, force row level security;
alter table last_seen enable row level security, force row level security;

create policy accounts_background on accounts to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy profiles_background on profiles to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy credentials_background on credentials to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy settings_background on settings to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy sessions_background on sessions to tertulia_jobs, tertulia_trigger using (true) with check (true);
create policy last_seen_background on last_seen to tertulia_jobs, tertulia_trigger using (true) with check (true);

create policy accounts_read on accounts for select to tertulia_app using (true);
create policy accounts_change on accounts for update to tertulia_app using (id = viewer()) with check (id = viewer());
create policy profiles_read on profiles for select to tertulia_app using (true);
create policy profiles_change on profiles for update to tertulia_app using (account_id = viewer()) with check (account_id = viewer());
create policy credentials_own on credentials to tertulia_app using (account_id = viewer()) with check (account_id = viewer());
create policy settings_own on settings to tertulia_app using (account_id = viewer()) with check (account_id = viewer());
create policy sessions_own on sessions to tertulia_app using (account_id = viewer()) with check (account_id = viewer());

grant select on accounts, profiles to tertulia_app;
grant update (display_name, version) on accounts to tertulia_app;
grant update (bio, place, pronouns, links, status, status_until, version) on profiles to tertulia_app;
grant select, update (password_hash) on credentials to tertulia_app;
grant select, update (appearance, show_presence, send_receipts, enter_sends, version) on settings to tertulia_app;
grant select (id, account_id, device, address, created_at, last_seen_at, expires_at), delete on sessions to tertulia_app;
grant select, insert, update, delete on accounts, profiles, credentials, settings, sessions, last_seen to tertulia_jobs, tertulia_trigger;
grant execute on function viewer() to public;

-- Whether a person lets others see that they are there.
create function shows_presence(p_account uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$ select coalesce((select show_presence from settings where account_id = p_account), false) $$;
revoke execute on function shows_presence(uuid) from public;
grant execute on function shows_presence(uuid) to tertulia_app;
alter function shows_presence(uuid) owner to tertulia_trigger;

-- Makes an account with everything that belongs to it. The first one that can log in runs the place.
-- Two first sign-ups at once wait for each other at the lock. The outcome is one of
--   made      the account is there, with this role
--   known     the same was asked for before; who knows the password behind the hash may have it
--   conflict  the id names another account
create function sign_up(p_id uuid, p_handle text, p_display_name text, p_email text, p_password_hash text)
  returns table (outcome text, role text, known_hash text)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
declare
  v_role text;
begin
  perform pg_advisory_xact_lock(hashtextextended('sign_up', 0));
  if exists (select from accounts a where a.id = p_id) then
    return query
      select case when c.password_hash is null then 'conflict' else 'known' end, a.role, c.password_hash
        from (select p_id as id) asked
        left join accounts a on a.id = asked.id and a.handle = p_handle and a.display_name = p_display_name and a.deleted_at is null
        left join credentials c on c.account_id = a.id and lower(c.email) = lower(p_email);
    return;
  end if;
  if exists (select from credentials c where lower(c.email) = lower(p_email) and c.email_verified_at is not null) then
    raise unique_violation using constraint = 'credentials_email_taken';
  end if;
  select case when exists (select from credentials) then 'member' else 'administrator' end into v_role;
  insert into accounts (id, handle, display_name, role) values (p_id, p_handle, p_display_name, v_role);
  insert into profiles (account_id) values (p_id);
  insert into settings (account_id) values (p_id);
  insert into credentials (account_id, email, password_hash) values (p_id, p_email, p_password_hash);
  return query select 'made', v_role, null::text;
end
$$;

-- Whose password to check for what was typed as login: a handle, a verified address, or the address of
-- the oldest account that gave it, so that nobody takes a log-in away by giving the same one.
create function credentials_for(p_login text) returns table (account_id uuid, password_hash text)
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  with candidates as (
    select c.account_id, c.password_hash, 0 as rank, a.created_at
      from accounts a join credentials c on c.account_id = a.id
      where a.handle = lower(p_login) and a.deleted_at is null
    union all
    select c.account_id, c.password_hash, case when c.email_verified_at is not null then 1 else 2 end, a.created_at
      from credentials c join accounts a on a.id = c.account_id
      where lower(c.email) = lower(p_login) and a.deleted_at is null
  )
  select account_id, password_hash from candidates order by rank, created_at limit 1
$$;

create function open_session(p_id uuid, p_account uuid, p_token_hash bytea, p_device text, p_address text) returns void
  language sql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  insert into sessions (id, account_id, token_hash, device, address) values (p_id, p_account, p_token_hash, p_device, p_address)
$$;

-- Who holds this token. Touches the row at most once a minute.
create function session_for(p_token_hash bytea) returns table (session_id uuid, account_id uuid, role text)
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  update sessions s set last_seen_at = now()
    where s.token_hash = p_token_hash and s.last_seen_at < now() - interval '1 minute' and s.expires_at > now();
  return query
    select s.id, s.account_id, a.role from sessions s join accounts a on a.id = s.account_id
      where s.token_hash = p_token_hash and s.expires_at > now() and a.deleted_at is null;
end
$$;

revoke execute on function sign_up(uuid, text, text, text, text), credentials_for(text),
  open_session(uuid, uuid, bytea, text, text), session_for(bytea) from public;
grant execute on function sign_up(uuid, text, text, text, text), credentials_for(text),
  open_session(uuid, uuid, bytea, text, text), session_for(bytea) to tertulia_app;
alter function sign_up(uuid, text, text, text, text) owner to tertulia_trigger;
alter function credentials_for(text) owner to tertulia_trigger;
alter function open_session(uuid, uuid, bytea, text, text) owner to tertulia_trigger;
alter function session_for(bytea) owner to tertulia_trigger;

create function accounts_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('account:' || new.id, 'account.changed', new.id, json_build_object(
    'id', new.id, 'handle', new.handle, 'display_name', new.display_name, 'role', new.role,
    'deleted', new.deleted_at is not null, 'version', new.version));
  return null;
end
$$;

create function profiles_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('account:' || new.account_id, 'profile.changed', new.account_id, row_to_json(new));
  return null;
end
$$;

create function settings_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('inbox:' || new.account_id, 'settings.changed', new.account_id, row_to_json(new));
  return null;
end
$$;

create function sessions_announce() returns trigger
  language plpgsql security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
begin
  perform announce('inbox:' || old.account_id, 'session.revoked', old.id, json_build_object('id', old.id));
  return null;
end
$$;

create trigger accounts_announce after update on accounts for each row execute function accounts_announce();
create trigger profiles_announce after update on profiles for each row execute function profiles_announce();
create trigger settings_announce after update on settings for each row execute function settings_announce();
create trigger sessions_announce after delete on sessions for each row execute function sessions_announce();

revoke execute on function accounts_announce(), profiles_announce(), settings_announce(), sessions_announce() from public;
alter function accounts_announce() owner to tertulia_trigger;
alter function profiles_announce() owner to tertulia_trigger;
alter function settings_announce() owner to tertulia_trigger;
alter function sessions_announce() owner to tertulia_trigger;
