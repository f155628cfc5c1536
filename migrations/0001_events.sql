-- Events: what was committed, in the words of the wire. Written by triggers in the transaction of
-- the change, read by one reader a node (src/realtime/outbox.rs).

-- Who asks: set for each transaction of a request, nobody otherwise.
create function viewer() returns uuid
  language sql stable
  as $$ select nullif(current_setting('app.viewer', true), '')::uuid $$;

-- One row: which life of the database this is. A restore or a failover that lost something starts a
-- new one, so that no client continues from a position that means something else now.
create table stream (
  one boolean primary key default true constraint stream_one check (one),
  epoch integer not null,
  system_identifier bigint not null,
  timeline integer not null,
  database bigint not null,
  -- The last event of the newest partition that was dropped: who stands before it has missed something
  -- that is no longer kept.
  dropped_xid xid8 not null default '0',
  dropped_id bigint not null default 0
);

create table events (
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null default now(),
  topic text not null,
  kind text not null,
  entity uuid not null,
  actor uuid,
  body json not null,
  primary key (xid, id, at)
) partition by range (at);

-- A resume asks for a few topics after a position; a tombstone blanks by entity.
create index events_topic on events (topic, xid, id);
create index events_entity on events (entity);

alter table stream enable row level security, force row level security;
create policy stream_jobs on stream to tertulia_jobs using (true) with check (true);
alter table events enable row level security, force row level security;
create policy events_background on events to tertulia_jobs, tertulia_trigger using (true) with check (true);
grant select, insert, update, delete on stream to tertulia_jobs;
grant select, insert, update on events to tertulia_trigger;

-- The background makes and drops the partitions while the program runs, and a partition can be
-- detached without blocking writers only by its owner outside any function; so it owns them.
alter table events owner to tertulia_jobs;
set local role tertulia_jobs;

-- Makes the partition of a day if it is missing. Create and attach, because creating a partition in
-- place would lock the whole table against writers.
create function make_event_partition(day date) returns void
  language plpgsql
  as $$
declare
  name text := 'events_' || to_char(day, 'YYYYMMDD');
begin
  if to_regclass('tertulia.' || name) is not null then
    return;
  end if;
  execute format('create table tertulia.%I (like tertulia.events including defaults including constraints)', name);
  execute format('alter table tertulia.%I enable row level security, force row level security', name);
  execute format('alter table tertulia.events attach partition tertulia.%I for values from (%L) to (%L)',
    name, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
end
$$;
revoke execute on function make_event_partition(date) from public;

-- Yesterday too: a transaction may have begun before midnight.
do $$
begin
  perform tertulia.make_event_partition((now() at time zone 'UTC')::date + offs) from generate_series(-1, 14) offs;
end
$$;

set local role tertulia_owner;

-- Says that something happened; only triggers call it.
create function announce(topic text, kind text, entity uuid, body json) returns void
  language sql
  as $$ insert into tertulia.events (topic, kind, entity, actor, body) values (topic, kind, entity, tertulia.viewer(), body) $$;
revoke execute on function announce(text, text, uuid, json) from public;
grant execute on function announce(text, text, uuid, json) to tertulia_trigger;
