-- Log-ins: what is over is forgotten, and nobody is shut out of where they are.

create index sessions_expires on sessions (expires_at);

-- From where whoever has this login is logged in: from there they never wait for what others guess elsewhere.
create function homes_of(p_login text) returns setof text
  language sql stable security definer set search_path = pg_catalog, tertulia, pg_temp
  as $$
  select distinct s.address from credentials_for(p_login) found join sessions s on s.account_id = found.account_id
    where s.expires_at > now()
$$;
revoke execute on function homes_of(text) from public;
grant execute on function homes_of(text) to tertulia_app;
alter function homes_of(text) owner to tertulia_trigger;
