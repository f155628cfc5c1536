-- Who exists in the cluster, before any migration: run by an administrator's connection at every
-- boot, changes nothing the second time. Migrations then run as tertulia_owner.
--
--   tertulia_owner    owns the schema; nobody logs in as it
--   tertulia_app      what a request may do, under row-level security, on behalf of one viewer
--   tertulia_jobs     what the background may do
--   tertulia_trigger  owns the functions that write what no request may write by itself
--   tertulia_watch    sees whose transaction holds up the events, and may end it
--   tertulia          what the pool logs in as: takes one of the roles for each transaction
do $$
declare
  name text;
begin
  foreach name in array array['tertulia_owner', 'tertulia_app', 'tertulia_jobs', 'tertulia_trigger'] loop
    begin
      execute format('create role %I nologin noinherit', name);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    create role tertulia login noinherit; -- its password comes later, where one is asked (schema/login.rs)
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    grant tertulia_app, tertulia_jobs to tertulia;
    grant tertulia_owner, tertulia_app, tertulia_jobs to current_user;
    grant tertulia_trigger, tertulia_jobs to tertulia_owner;
  exception when unique_violation or internal_error then null; -- another boot was faster
  end;
  begin
    create role tertulia_watch nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    grant tertulia_watch to tertulia, current_user;
    grant pg_read_all_stats, pg_signal_backend to tertulia_watch;
  exception
    when unique_violation or internal_error then null;
    -- The login may not pass these on: the watchdog then sees the program's own transactions only.
    when insufficient_privilege then null;
  end;
end
$$;

create extension if not exists pg_trgm;
create schema if not exists tertulia authorization tertulia_owner;
-- What the library of jobs keeps (src/server/jobs.rs): the background's alone.
create schema if not exists tertulia_work authorization tertulia_jobs;
grant usage on schema tertulia to tertulia_app, tertulia_jobs;
grant usage, create on schema tertulia to tertulia_trigger, tertulia_jobs;
