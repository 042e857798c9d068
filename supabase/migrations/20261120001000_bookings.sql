-- Bookings: the promise that a time is held for one person.
--
-- A booking stores its instants, and beside them the wall time and zone in which it was promised: when a
-- government changes its clock, the promise is the wall time. Its state walks held → pending → confirmed →
-- arrived → completed, or leaves for cancelled or no-show; the database refuses every other step.

set role holdfast_owner;

create table app.group_sessions (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  service_id uuid not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  wall_start text not null check (wall_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  zone text not null,
  capacity smallint not null check (capacity between 2 and 200),
  seats_taken smallint not null default 0,
  cancelled_at timestamptz,
  constraint group_sessions_seats check (seats_taken between 0 and capacity),
  check (ends_at > starts_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references app.services (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id),
  foreign key (tenant_id, location_id) references app.locations (tenant_id, id)
);
comment on table app.group_sessions is 'One meeting of a group. Its seats are counted by a constraint.';
create index group_sessions_service on app.group_sessions (tenant_id, service_id, starts_at);
create index group_sessions_practitioner on app.group_sessions (tenant_id, practitioner_id, starts_at);
create index group_sessions_location on app.group_sessions (tenant_id, location_id);

create table app.bookings (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  service_id uuid not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  customer_id uuid,
  group_session_id uuid,
  state text not null check (state in ('held', 'pending', 'confirmed', 'arrived', 'completed', 'cancelled', 'no-show')),
  version integer not null default 1,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  buffer_before_minutes integer not null default 0,
  buffer_after_minutes integer not null default 0,
  wall_start text not null check (wall_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  zone text not null,
  price_cents integer not null default 0,
  currency text not null default '' check (currency ~ '^[A-Z]{3}$'),
  hold_expires_at timestamptz,
  source text not null check (source in ('public', 'api', 'desk')),
  cancel_reason text check (cancel_reason in ('hold_expired', 'hold_released', 'by_customer', 'by_practice')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (ends_at > starts_at),
  constraint bookings_hold_expires check ((state = 'held') = (hold_expires_at is not null)),
  constraint bookings_has_customer check (customer_id is not null or state = 'held'
    or (state = 'cancelled' and cancel_reason in ('hold_expired', 'hold_released'))),
  constraint bookings_cancel_reason check ((state = 'cancelled') = (cancel_reason is not null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references app.services (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id),
  foreign key (tenant_id, location_id) references app.locations (tenant_id, id),
  foreign key (tenant_id, customer_id) references app.customers (tenant_id, id),
  foreign key (tenant_id, group_session_id) references app.group_sessions (tenant_id, id)
);
comment on table app.bookings is 'One appointment of one customer, with the wall time in which it was promised.';
create index bookings_day on app.bookings (tenant_id, starts_at);
create index bookings_practitioner on app.bookings (tenant_id, practitioner_id, starts_at);
create index bookings_customer on app.bookings (tenant_id, customer_id, starts_at);
create index bookings_service on app.bookings (tenant_id, service_id);
create index bookings_location on app.bookings (tenant_id, location_id);
create index bookings_group_session on app.bookings (tenant_id, group_session_id) where group_session_id is not null;
create index bookings_hold on app.bookings (tenant_id, hold_expires_at) where hold_expires_at is not null;

-- What a booking or a group takes up: a practitioner, a room, a machine, for a range that includes the buffers.
create table app.allocations (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  booking_id uuid,
  group_session_id uuid,
  practitioner_id uuid,
  resource_id uuid,
  subject_id uuid not null generated always as (coalesce(practitioner_id, resource_id)) stored,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  occupied tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  hold_expires_at timestamptz,
  released_at timestamptz,
  check (num_nonnulls(booking_id, group_session_id) = 1),
  check (num_nonnulls(practitioner_id, resource_id) = 1),
  check (ends_at > starts_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, booking_id) references app.bookings (tenant_id, id),
  foreign key (tenant_id, group_session_id) references app.group_sessions (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id),
  foreign key (tenant_id, resource_id) references app.resources (tenant_id, id),
  -- The promise of the product. Insert with `on conflict do nothing returning id`: a plain insert against this
  -- constraint deadlocked 152 times among 20 contenders, that form never.
  constraint allocations_never_overlap
    exclude using gist (tenant_id with =, subject_id with =, occupied with &&) where (released_at is null)
);
comment on table app.allocations is 'Who and what is taken, when, buffers included. Two unreleased rows of one subject never overlap.';
-- The read path. `&&` is not leakproof and cannot use an index under RLS, so reads compare plain columns.
create index allocations_busy on app.allocations (tenant_id, subject_id, starts_at)
  include (ends_at, hold_expires_at, released_at, booking_id);
create index allocations_booking on app.allocations (tenant_id, booking_id);
create index allocations_group_session on app.allocations (tenant_id, group_session_id);
create index allocations_practitioner on app.allocations (tenant_id, practitioner_id);
create index allocations_resource on app.allocations (tenant_id, resource_id);

create table app.booking_links (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  booking_id uuid not null,
  purpose text not null check (purpose in ('hold', 'view', 'move', 'cancel')),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, booking_id) references app.bookings (tenant_id, id)
);
comment on table app.booking_links is 'One power over one booking, each: hold, view, move or cancel. SHA-256 of the token, never the token.';
create index booking_links_booking on app.booking_links (tenant_id, booking_id);

create table app.booking_events (
  tenant_id uuid not null,
  booking_id uuid not null,
  version integer not null,
  from_state text,
  to_state text not null,
  starts_at timestamptz not null,
  practitioner_id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  occurred_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, booking_id, version),
  foreign key (tenant_id, booking_id) references app.bookings (tenant_id, id)
);
comment on table app.booking_events is 'The history of a booking: one row per version, written by trigger, never changed.';

do $$
declare
  t text;
begin
  foreach t in array array['group_sessions', 'bookings', 'allocations', 'booking_links', 'booking_events'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy wall on app.%I as restrictive for all to app_guest, app_member, app_job '
      'using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))', t);
    execute format('create policy select_staff on app.%I for select to app_member, app_job using ((select app.can(''bookings:read'')))', t);
    -- The keeper is the definer of the triggers below; FORCE subjects it to the wall too.
    execute format('create policy all_keeper on app.%I for all to booking_keeper '
      'using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))', t);
    execute format('grant select on app.%I to app_member, app_job, booking_keeper', t);
  end loop;
  foreach t in array array['tenants', 'services', 'service_practitioners', 'service_resource_kinds', 'resources'] loop
    execute format('create policy select_keeper on app.%I for select to booking_keeper using (tenant_id = (select app.tenant_id()))', t);
    execute format('grant select on app.%I to booking_keeper', t);
  end loop;
end
$$;

grant update (state, cancel_reason, hold_expires_at) on app.bookings to booking_keeper;
grant update (released_at, hold_expires_at) on app.allocations to booking_keeper;
grant update (seats_taken) on app.group_sessions to booking_keeper;
grant insert, update (revoked_at, expires_at) on app.booking_links to booking_keeper;
grant insert on app.booking_events to booking_keeper;

select audit.watch('app.group_sessions', 'id');
select audit.watch('app.bookings', 'id');
select audit.watch('app.allocations', 'id');
select audit.watch('app.booking_links', 'id');
select audit.watch('app.booking_events', 'booking_id', 'version');
reset role;
