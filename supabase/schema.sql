-- Made by `npm run schema:dump` from the migrated catalog. Not run by anything: it is for reading, and its
-- diff shows what a migration really changed.

-- Roles

create role app_guest nologin noinherit;
create role app_job nologin noinherit;
create role app_member nologin noinherit;
create role app_server login noinherit;
create role app_worker login noinherit;
create role audit_owner nologin noinherit;
create role booking_keeper nologin noinherit;
create role context_owner nologin noinherit;
create role holdfast_owner nologin noinherit;
create role private_owner nologin noinherit;
create role session_reader nologin noinherit bypassrls;

-- Memberships

grant anon to session_reader with inherit true, set false;
grant app_guest to app_server with inherit false, set true;
grant app_guest to postgres with inherit false, set false, admin true;
grant app_guest to postgres with inherit false, set true;
grant app_job to app_server with inherit false, set true;
grant app_job to postgres with inherit false, set false, admin true;
grant app_job to postgres with inherit false, set true;
grant app_member to app_server with inherit false, set true;
grant app_member to postgres with inherit false, set false, admin true;
grant app_member to postgres with inherit false, set true;
grant app_server to postgres with inherit false, set false, admin true;
grant app_worker to postgres with inherit false, set false, admin true;
grant app_worker to postgres with inherit true, set true;
grant audit_owner to postgres with inherit false, set false, admin true;
grant audit_owner to postgres with inherit true, set true;
grant booking_keeper to postgres with inherit false, set false, admin true;
grant booking_keeper to postgres with inherit true, set true;
grant context_owner to postgres with inherit false, set false, admin true;
grant context_owner to postgres with inherit true, set true;
grant holdfast_owner to postgres with inherit false, set false, admin true;
grant holdfast_owner to postgres with inherit true, set true;
grant private_owner to postgres with inherit false, set false, admin true;
grant private_owner to postgres with inherit true, set true;
grant session_reader to postgres with inherit false, set false, admin true;
grant session_reader to postgres with inherit true, set true;

-- Schemas

create schema app authorization holdfast_owner;
create schema audit authorization audit_owner;
create schema private authorization private_owner;

-- Schema grants

grant usage on schema app to app_guest;
grant usage on schema app to app_job;
grant usage on schema app to app_member;
grant usage on schema app to app_worker;
grant usage on schema app to audit_owner;
grant usage on schema app to booking_keeper;
grant usage on schema app to context_owner;
grant usage on schema audit to app_job;
grant usage on schema audit to app_member;
grant usage on schema audit to holdfast_owner;
grant usage on schema private to app_worker;
grant usage on schema private to audit_owner;
grant usage on schema private to booking_keeper;
grant usage on schema private to context_owner;
grant usage on schema private to holdfast_owner;
grant usage on schema private to session_reader;

-- Default privileges

-- default for app_worker, functions: app_worker=X/app_worker
-- default for audit_owner, functions: audit_owner=X/audit_owner
-- default for audit_owner, types: audit_owner=U/audit_owner
-- default for booking_keeper, functions: booking_keeper=X/booking_keeper
-- default for booking_keeper, types: booking_keeper=U/booking_keeper
-- default for context_owner, functions: context_owner=X/context_owner
-- default for context_owner, types: context_owner=U/context_owner
-- default for holdfast_owner, functions: holdfast_owner=X/holdfast_owner
-- default for holdfast_owner, types: holdfast_owner=U/holdfast_owner
-- default for postgres in public, functions: anon=X/postgres authenticated=X/postgres service_role=X/postgres
-- default for postgres in public, sequences: anon=rwU/postgres authenticated=rwU/postgres service_role=rwU/postgres
-- default for postgres in public, tables: anon=arwdDxtm/postgres authenticated=arwdDxtm/postgres service_role=arwdDxtm/postgres
-- default for postgres, functions: postgres=X/postgres
-- default for private_owner, functions: private_owner=X/private_owner
-- default for private_owner, types: private_owner=U/private_owner
-- default for session_reader, functions: session_reader=X/session_reader

create table app.allocations (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  booking_id uuid,
  group_session_id uuid,
  practitioner_id uuid,
  resource_id uuid,
  subject_id uuid generated always as (COALESCE(practitioner_id, resource_id)) stored not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  occupied tstzrange generated always as (tstzrange(starts_at, ends_at, '[)'::text)) stored not null,
  hold_expires_at timestamp with time zone,
  released_at timestamp with time zone,
  constraint allocations_pkey PRIMARY KEY (tenant_id, id),
  constraint allocations_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES app.bookings(tenant_id, id),
  constraint allocations_tenant_id_group_session_id_fkey FOREIGN KEY (tenant_id, group_session_id) REFERENCES app.group_sessions(tenant_id, id),
  constraint allocations_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint allocations_tenant_id_resource_id_fkey FOREIGN KEY (tenant_id, resource_id) REFERENCES app.resources(tenant_id, id),
  constraint allocations_check CHECK ((num_nonnulls(booking_id, group_session_id) = 1)),
  constraint allocations_check1 CHECK ((num_nonnulls(practitioner_id, resource_id) = 1)),
  constraint allocations_check2 CHECK ((ends_at > starts_at)),
  constraint allocations_never_overlap EXCLUDE USING gist (tenant_id WITH =, subject_id WITH =, occupied WITH &&) WHERE ((released_at IS NULL))
);
alter table app.allocations owner to holdfast_owner;
CREATE INDEX allocations_booking ON app.allocations USING btree (tenant_id, booking_id);
CREATE INDEX allocations_busy ON app.allocations USING btree (tenant_id, subject_id, starts_at) INCLUDE (ends_at, hold_expires_at, released_at, booking_id);
CREATE INDEX allocations_group_session ON app.allocations USING btree (tenant_id, group_session_id);
CREATE INDEX allocations_practitioner ON app.allocations USING btree (tenant_id, practitioner_id);
CREATE INDEX allocations_resource ON app.allocations USING btree (tenant_id, resource_id);
alter table app.allocations enable row level security;
alter table app.allocations force row level security;
create policy all_keeper on app.allocations as permissive for all to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy insert_guest on app.allocations as permissive for insert to app_guest
  with check ((booking_id = ( SELECT app.linked_booking(VARIADIC ARRAY['hold'::text, 'move'::text]) AS linked_booking)));
create policy insert_staff on app.allocations as permissive for insert to app_job, app_member
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy select_guest on app.allocations as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.allocations as permissive for select to app_job, app_member
  using (( SELECT app.can('bookings:read'::text) AS can));
create policy update_guest on app.allocations as permissive for update to app_guest
  using ((booking_id = ( SELECT app.linked_booking(VARIADIC ARRAY['move'::text]) AS linked_booking)))
  with check ((booking_id = ( SELECT app.linked_booking(VARIADIC ARRAY['move'::text]) AS linked_booking)));
create policy update_staff on app.allocations as permissive for update to app_job, app_member
  using (( SELECT app.can('bookings:write'::text) AS can))
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy wall on app.allocations as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _800_occupancy AFTER INSERT OR UPDATE ON app.allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.booking_id IS NOT NULL)) EXECUTE FUNCTION app.check_occupancy();
alter table app.allocations enable always trigger _800_occupancy;
CREATE CONSTRAINT TRIGGER _810_group AFTER INSERT OR UPDATE ON app.allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.group_session_id IS NOT NULL)) EXECUTE FUNCTION app.check_group();
alter table app.allocations enable always trigger _810_group;
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.allocations enable always trigger _900_audit;
comment on table app.allocations is 'Who and what is taken, when, buffers included. Two unreleased rows of one subject never overlap.';
grant insert (booking_id, ends_at, group_session_id, hold_expires_at, practitioner_id, resource_id, starts_at, tenant_id) on app.allocations to app_guest;
grant select (booking_id, ends_at, hold_expires_at, id, released_at, starts_at, subject_id, tenant_id) on app.allocations to app_guest;
grant update (released_at) on app.allocations to app_guest;
grant insert (booking_id, ends_at, group_session_id, hold_expires_at, practitioner_id, resource_id, starts_at, tenant_id) on app.allocations to app_job;
grant select on app.allocations to app_job;
grant update (released_at) on app.allocations to app_job;
grant insert (booking_id, ends_at, group_session_id, hold_expires_at, practitioner_id, resource_id, starts_at, tenant_id) on app.allocations to app_member;
grant select on app.allocations to app_member;
grant update (released_at) on app.allocations to app_member;
grant select on app.allocations to booking_keeper;
grant update (hold_expires_at, released_at) on app.allocations to booking_keeper;

create table app.booking_events (
  tenant_id uuid not null,
  booking_id uuid not null,
  version integer not null,
  from_state text,
  to_state text not null,
  starts_at timestamp with time zone not null,
  practitioner_id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  occurred_at timestamp with time zone default clock_timestamp() not null,
  constraint booking_events_pkey PRIMARY KEY (tenant_id, booking_id, version),
  constraint booking_events_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES app.bookings(tenant_id, id)
);
alter table app.booking_events owner to holdfast_owner;
alter table app.booking_events enable row level security;
alter table app.booking_events force row level security;
create policy all_keeper on app.booking_events as permissive for all to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.booking_events as permissive for select to app_job, app_member
  using (( SELECT app.can('bookings:read'::text) AS can));
create policy wall on app.booking_events as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.booking_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('booking_id', 'version');
alter table app.booking_events enable always trigger _900_audit;
comment on table app.booking_events is 'The history of a booking: one row per version, written by trigger, never changed.';
grant select on app.booking_events to app_job;
grant select on app.booking_events to app_member;
grant insert, select on app.booking_events to booking_keeper;

create table app.booking_links (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  booking_id uuid not null,
  purpose text not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint booking_links_pkey PRIMARY KEY (tenant_id, id),
  constraint booking_links_tenant_id_token_hash_key UNIQUE (tenant_id, token_hash),
  constraint booking_links_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES app.bookings(tenant_id, id),
  constraint booking_links_purpose_check CHECK ((purpose = ANY (ARRAY['hold'::text, 'view'::text, 'move'::text, 'cancel'::text]))),
  constraint booking_links_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
alter table app.booking_links owner to holdfast_owner;
CREATE INDEX booking_links_booking ON app.booking_links USING btree (tenant_id, booking_id);
alter table app.booking_links enable row level security;
alter table app.booking_links force row level security;
create policy all_keeper on app.booking_links as permissive for all to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy insert_guest on app.booking_links as permissive for insert to app_guest
  with check (((purpose <> 'hold'::text) AND (booking_id = ( SELECT app.linked_booking(VARIADIC ARRAY['hold'::text]) AS linked_booking))));
create policy insert_staff on app.booking_links as permissive for insert to app_job, app_member
  with check (((purpose <> 'hold'::text) AND ( SELECT app.can('bookings:write'::text) AS can)));
create policy select_guest on app.booking_links as permissive for select to app_guest
  using ((token_hash = ( SELECT app.link_hash() AS link_hash)));
create policy select_staff on app.booking_links as permissive for select to app_job, app_member
  using (( SELECT app.can('bookings:read'::text) AS can));
create policy update_staff on app.booking_links as permissive for update to app_job, app_member
  using (( SELECT app.can('bookings:write'::text) AS can))
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy wall on app.booking_links as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.booking_links DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.booking_links enable always trigger _900_audit;
comment on table app.booking_links is 'One power over one booking, each: hold, view, move or cancel. SHA-256 of the token, never the token.';
grant insert (booking_id, expires_at, purpose, tenant_id, token_hash) on app.booking_links to app_guest;
grant select on app.booking_links to app_guest;
grant insert (booking_id, expires_at, purpose, tenant_id, token_hash) on app.booking_links to app_job;
grant select on app.booking_links to app_job;
grant update (revoked_at) on app.booking_links to app_job;
grant insert (booking_id, expires_at, purpose, tenant_id, token_hash) on app.booking_links to app_member;
grant select on app.booking_links to app_member;
grant update (revoked_at) on app.booking_links to app_member;
grant insert, select on app.booking_links to booking_keeper;
grant update (expires_at, revoked_at) on app.booking_links to booking_keeper;

create table app.bookings (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  service_id uuid not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  customer_id uuid,
  group_session_id uuid,
  state text not null,
  version integer default 1 not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  buffer_before_minutes integer default 0 not null,
  buffer_after_minutes integer default 0 not null,
  wall_start text not null,
  zone text not null,
  price_cents integer default 0 not null,
  currency text default ''::text not null,
  hold_expires_at timestamp with time zone,
  source text not null,
  cancel_reason text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint bookings_pkey PRIMARY KEY (tenant_id, id),
  constraint bookings_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES app.customers(tenant_id, id),
  constraint bookings_tenant_id_group_session_id_fkey FOREIGN KEY (tenant_id, group_session_id) REFERENCES app.group_sessions(tenant_id, id),
  constraint bookings_tenant_id_location_id_fkey FOREIGN KEY (tenant_id, location_id) REFERENCES app.locations(tenant_id, id),
  constraint bookings_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint bookings_tenant_id_service_id_fkey FOREIGN KEY (tenant_id, service_id) REFERENCES app.services(tenant_id, id),
  constraint bookings_cancel_reason CHECK (((state = 'cancelled'::text) = (cancel_reason IS NOT NULL))),
  constraint bookings_cancel_reason_check CHECK ((cancel_reason = ANY (ARRAY['hold_expired'::text, 'hold_released'::text, 'by_customer'::text, 'by_practice'::text]))),
  constraint bookings_check CHECK ((ends_at > starts_at)),
  constraint bookings_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint bookings_has_customer CHECK (((customer_id IS NOT NULL) OR (state = 'held'::text) OR ((state = 'cancelled'::text) AND (cancel_reason = ANY (ARRAY['hold_expired'::text, 'hold_released'::text]))))),
  constraint bookings_hold_expires CHECK (((state = 'held'::text) = (hold_expires_at IS NOT NULL))),
  constraint bookings_source_check CHECK ((source = ANY (ARRAY['public'::text, 'api'::text, 'desk'::text]))),
  constraint bookings_state_check CHECK ((state = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'arrived'::text, 'completed'::text, 'cancelled'::text, 'no-show'::text]))),
  constraint bookings_wall_start_check CHECK ((wall_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'::text))
);
alter table app.bookings owner to holdfast_owner;
CREATE INDEX bookings_customer ON app.bookings USING btree (tenant_id, customer_id, starts_at);
CREATE INDEX bookings_day ON app.bookings USING btree (tenant_id, starts_at);
CREATE INDEX bookings_group_session ON app.bookings USING btree (tenant_id, group_session_id) WHERE (group_session_id IS NOT NULL);
CREATE INDEX bookings_hold ON app.bookings USING btree (tenant_id, hold_expires_at) WHERE (hold_expires_at IS NOT NULL);
CREATE INDEX bookings_location ON app.bookings USING btree (tenant_id, location_id);
CREATE INDEX bookings_practitioner ON app.bookings USING btree (tenant_id, practitioner_id, starts_at);
CREATE INDEX bookings_service ON app.bookings USING btree (tenant_id, service_id);
alter table app.bookings enable row level security;
alter table app.bookings force row level security;
create policy all_keeper on app.bookings as permissive for all to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy insert_guest on app.bookings as permissive for insert to app_guest
  with check (((state = 'held'::text) AND (customer_id IS NULL) AND (source = ANY (ARRAY['public'::text, 'api'::text])) AND ( SELECT app.can('public:book'::text) AS can)));
create policy insert_staff on app.bookings as permissive for insert to app_job, app_member
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy select_guest on app.bookings as permissive for select to app_guest
  using ((id = ( SELECT app.linked_booking(VARIADIC ARRAY['hold'::text, 'view'::text, 'move'::text, 'cancel'::text]) AS linked_booking)));
create policy select_staff on app.bookings as permissive for select to app_job, app_member
  using (( SELECT app.can('bookings:read'::text) AS can));
create policy update_guest on app.bookings as permissive for update to app_guest
  using ((id = ( SELECT app.linked_booking(VARIADIC ARRAY['hold'::text, 'move'::text, 'cancel'::text]) AS linked_booking)))
  with check ((((id = ( SELECT app.linked_booking(VARIADIC ARRAY['hold'::text]) AS linked_booking)) AND (state = ANY (ARRAY['pending'::text, 'confirmed'::text, 'cancelled'::text]))) OR ((id = ( SELECT app.linked_booking(VARIADIC ARRAY['move'::text]) AS linked_booking)) AND (state = ANY (ARRAY['pending'::text, 'confirmed'::text]))) OR ((id = ( SELECT app.linked_booking(VARIADIC ARRAY['cancel'::text]) AS linked_booking)) AND (state = 'cancelled'::text))));
create policy update_staff on app.bookings as permissive for update to app_job, app_member
  using (( SELECT app.can('bookings:write'::text) AS can))
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy wall on app.bookings as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE TRIGGER _100_check BEFORE INSERT OR UPDATE ON app.bookings FOR EACH ROW EXECUTE FUNCTION app.check_booking();
alter table app.bookings enable always trigger _100_check;
CREATE TRIGGER _500_follow AFTER INSERT OR UPDATE ON app.bookings FOR EACH ROW EXECUTE FUNCTION app.follow_booking();
alter table app.bookings enable always trigger _500_follow;
CREATE CONSTRAINT TRIGGER _800_occupancy AFTER INSERT OR UPDATE ON app.bookings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_occupancy();
alter table app.bookings enable always trigger _800_occupancy;
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.bookings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.bookings enable always trigger _900_audit;
comment on table app.bookings is 'One appointment of one customer, with the wall time in which it was promised.';
grant insert (customer_id, ends_at, group_session_id, hold_expires_at, id, location_id, practitioner_id, service_id, source, starts_at, state, tenant_id, wall_start, zone) on app.bookings to app_guest;
grant select on app.bookings to app_guest;
grant update (cancel_reason, customer_id, ends_at, group_session_id, hold_expires_at, location_id, practitioner_id, starts_at, state, wall_start, zone) on app.bookings to app_guest;
grant insert (customer_id, ends_at, group_session_id, hold_expires_at, id, location_id, practitioner_id, service_id, source, starts_at, state, tenant_id, wall_start, zone) on app.bookings to app_job;
grant select on app.bookings to app_job;
grant update (cancel_reason, customer_id, ends_at, group_session_id, hold_expires_at, location_id, practitioner_id, starts_at, state, wall_start, zone) on app.bookings to app_job;
grant insert (customer_id, ends_at, group_session_id, hold_expires_at, id, location_id, practitioner_id, service_id, source, starts_at, state, tenant_id, wall_start, zone) on app.bookings to app_member;
grant select on app.bookings to app_member;
grant update (cancel_reason, customer_id, ends_at, group_session_id, hold_expires_at, location_id, practitioner_id, starts_at, state, wall_start, zone) on app.bookings to app_member;
grant select on app.bookings to booking_keeper;
grant update (cancel_reason, hold_expires_at, state) on app.bookings to booking_keeper;

create table app.customers (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  full_name text not null,
  email text,
  phone text,
  locale text default 'en'::text not null,
  source text not null,
  created_at timestamp with time zone default now() not null,
  constraint customers_pkey PRIMARY KEY (tenant_id, id),
  constraint customers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id),
  constraint customers_check CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
  constraint customers_email_check CHECK (((email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text) AND (char_length(email) <= 254))),
  constraint customers_full_name_check CHECK (((char_length(full_name) >= 1) AND (char_length(full_name) <= 120))),
  constraint customers_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint customers_phone_check CHECK ((phone ~ '^[+]?[0-9 ()/.-]{4,31}$'::text)),
  constraint customers_source_check CHECK ((source = ANY (ARRAY['public'::text, 'api'::text, 'desk'::text])))
);
alter table app.customers owner to holdfast_owner;
CREATE INDEX customers_email ON app.customers USING btree (tenant_id, email);
CREATE INDEX customers_name ON app.customers USING btree (tenant_id, full_name);
alter table app.customers enable row level security;
alter table app.customers force row level security;
create policy insert_guest on app.customers as permissive for insert to app_guest
  with check (((source = ANY (ARRAY['public'::text, 'api'::text])) AND ( SELECT app.can('public:book'::text) AS can)));
create policy insert_staff on app.customers as permissive for insert to app_member
  with check (((source = 'desk'::text) AND ( SELECT app.can('customers:write'::text) AS can)));
create policy select_staff on app.customers as permissive for select to app_job, app_member
  using (( SELECT app.can('customers:read'::text) AS can));
create policy update_staff on app.customers as permissive for update to app_member
  using (( SELECT app.can('customers:write'::text) AS can))
  with check (( SELECT app.can('customers:write'::text) AS can));
create policy wall on app.customers as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.customers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.customers enable always trigger _900_audit;
comment on table app.customers is 'A person who books. Neither e-mail nor phone is unique, and both may be shared.';
grant insert (email, full_name, id, locale, phone, source, tenant_id) on app.customers to app_guest;
grant select on app.customers to app_job;
grant insert (email, full_name, id, locale, phone, source, tenant_id) on app.customers to app_member;
grant select on app.customers to app_member;
grant update (email, full_name, locale, phone) on app.customers to app_member;

create table app.date_overrides (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  practitioner_id uuid not null,
  on_date date not null,
  start_wall text,
  end_wall text,
  constraint date_overrides_pkey PRIMARY KEY (tenant_id, id),
  constraint date_overrides_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint date_overrides_check CHECK ((((start_wall IS NULL) = (end_wall IS NULL)) AND ((start_wall IS NULL) OR (end_wall > start_wall)))),
  constraint date_overrides_end_wall_check CHECK ((end_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$'::text)),
  constraint date_overrides_start_wall_check CHECK ((start_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text))
);
alter table app.date_overrides owner to holdfast_owner;
CREATE INDEX date_overrides_practitioner ON app.date_overrides USING btree (tenant_id, practitioner_id, on_date);
alter table app.date_overrides enable row level security;
alter table app.date_overrides force row level security;
create policy delete_staff on app.date_overrides as permissive for delete to app_member
  using (( SELECT app.can('schedule:write'::text) AS can));
create policy insert_staff on app.date_overrides as permissive for insert to app_member
  with check (( SELECT app.can('schedule:write'::text) AS can));
create policy select_guest on app.date_overrides as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.date_overrides as permissive for select to app_job, app_member
  using (( SELECT app.can('schedule:read'::text) AS can));
create policy wall on app.date_overrides as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.date_overrides DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.date_overrides enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.date_overrides DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.date_overrides enable always trigger _950_schedule_version;
comment on table app.date_overrides is 'Hours of one date in place of the weekly ones; without times, the date is closed.';
grant select on app.date_overrides to app_guest;
grant select on app.date_overrides to app_job;
grant delete, insert, select on app.date_overrides to app_member;

create table app.group_sessions (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  service_id uuid not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  wall_start text not null,
  zone text not null,
  capacity smallint not null,
  seats_taken smallint default 0 not null,
  cancelled_at timestamp with time zone,
  constraint group_sessions_pkey PRIMARY KEY (tenant_id, id),
  constraint group_sessions_tenant_id_location_id_fkey FOREIGN KEY (tenant_id, location_id) REFERENCES app.locations(tenant_id, id),
  constraint group_sessions_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint group_sessions_tenant_id_service_id_fkey FOREIGN KEY (tenant_id, service_id) REFERENCES app.services(tenant_id, id),
  constraint group_sessions_capacity_check CHECK (((capacity >= 2) AND (capacity <= 200))),
  constraint group_sessions_check CHECK ((ends_at > starts_at)),
  constraint group_sessions_seats CHECK (((seats_taken >= 0) AND (seats_taken <= capacity))),
  constraint group_sessions_wall_start_check CHECK ((wall_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'::text))
);
alter table app.group_sessions owner to holdfast_owner;
CREATE INDEX group_sessions_location ON app.group_sessions USING btree (tenant_id, location_id);
CREATE INDEX group_sessions_practitioner ON app.group_sessions USING btree (tenant_id, practitioner_id, starts_at);
CREATE INDEX group_sessions_service ON app.group_sessions USING btree (tenant_id, service_id, starts_at);
alter table app.group_sessions enable row level security;
alter table app.group_sessions force row level security;
create policy all_keeper on app.group_sessions as permissive for all to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy insert_staff on app.group_sessions as permissive for insert to app_job, app_member
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy select_guest on app.group_sessions as permissive for select to app_guest
  using (((cancelled_at IS NULL) AND ( SELECT app.can('public:read'::text) AS can)));
create policy select_staff on app.group_sessions as permissive for select to app_job, app_member
  using (( SELECT app.can('bookings:read'::text) AS can));
create policy update_staff on app.group_sessions as permissive for update to app_job, app_member
  using (( SELECT app.can('bookings:write'::text) AS can))
  with check (( SELECT app.can('bookings:write'::text) AS can));
create policy wall on app.group_sessions as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE TRIGGER _500_follow AFTER UPDATE OF cancelled_at ON app.group_sessions FOR EACH ROW EXECUTE FUNCTION app.follow_group();
alter table app.group_sessions enable always trigger _500_follow;
CREATE CONSTRAINT TRIGGER _800_occupancy AFTER INSERT OR UPDATE OF starts_at, ends_at, practitioner_id, cancelled_at ON app.group_sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_group();
alter table app.group_sessions enable always trigger _800_occupancy;
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.group_sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.group_sessions enable always trigger _900_audit;
comment on table app.group_sessions is 'One meeting of a group. Its seats are counted by a constraint.';
grant select on app.group_sessions to app_guest;
grant insert (capacity, ends_at, id, location_id, practitioner_id, service_id, starts_at, tenant_id, wall_start, zone) on app.group_sessions to app_job;
grant select on app.group_sessions to app_job;
grant update (cancelled_at) on app.group_sessions to app_job;
grant insert (capacity, ends_at, id, location_id, practitioner_id, service_id, starts_at, tenant_id, wall_start, zone) on app.group_sessions to app_member;
grant select on app.group_sessions to app_member;
grant update (cancelled_at) on app.group_sessions to app_member;
grant select on app.group_sessions to booking_keeper;
grant update (seats_taken) on app.group_sessions to booking_keeper;

create table app.holidays (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  location_id uuid not null,
  on_date date not null,
  name text not null,
  constraint holidays_pkey PRIMARY KEY (tenant_id, id),
  constraint holidays_tenant_id_location_id_on_date_key UNIQUE (tenant_id, location_id, on_date),
  constraint holidays_tenant_id_location_id_fkey FOREIGN KEY (tenant_id, location_id) REFERENCES app.locations(tenant_id, id),
  constraint holidays_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120)))
);
alter table app.holidays owner to holdfast_owner;
alter table app.holidays enable row level security;
alter table app.holidays force row level security;
create policy delete_staff on app.holidays as permissive for delete to app_member
  using (( SELECT app.can('schedule:write'::text) AS can));
create policy insert_staff on app.holidays as permissive for insert to app_member
  with check (( SELECT app.can('schedule:write'::text) AS can));
create policy select_guest on app.holidays as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.holidays as permissive for select to app_job, app_member
  using (( SELECT app.can('schedule:read'::text) AS can));
create policy wall on app.holidays as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.holidays DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.holidays enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.holidays DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.holidays enable always trigger _950_schedule_version;
comment on table app.holidays is 'Days on which a location is closed.';
grant select on app.holidays to app_guest;
grant select on app.holidays to app_job;
grant delete, insert, select on app.holidays to app_member;

create table app.locations (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  name text not null,
  zone text not null,
  address text default ''::text not null,
  active boolean default true not null,
  constraint locations_pkey PRIMARY KEY (tenant_id, id),
  constraint locations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id),
  constraint locations_address_check CHECK ((char_length(address) <= 300)),
  constraint locations_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
  constraint locations_zone_check CHECK ((zone ~ '^[A-Za-z]+(/[A-Za-z0-9_+-]+)+$'::text))
);
alter table app.locations owner to holdfast_owner;
alter table app.locations enable row level security;
alter table app.locations force row level security;
create policy insert_staff on app.locations as permissive for insert to app_member
  with check (( SELECT app.can('practice:write'::text) AS can));
create policy select_guest on app.locations as permissive for select to app_guest
  using ((active AND ( SELECT app.can('public:read'::text) AS can)));
create policy select_staff on app.locations as permissive for select to app_job, app_member
  using (( SELECT app.can('practice:read'::text) AS can));
create policy update_staff on app.locations as permissive for update to app_member
  using (( SELECT app.can('practice:write'::text) AS can))
  with check (( SELECT app.can('practice:write'::text) AS can));
create policy wall on app.locations as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.locations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.locations enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.locations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.locations enable always trigger _950_schedule_version;
comment on table app.locations is 'A place of the practice, with its own IANA zone.';
grant select on app.locations to app_guest;
grant select on app.locations to app_job;
grant insert (active, address, name, tenant_id, zone) on app.locations to app_member;
grant select on app.locations to app_member;
grant update (active, address, name, zone) on app.locations to app_member;

create table app.memberships (
  tenant_id uuid not null,
  user_id uuid not null,
  role text not null,
  status text default 'active'::text not null,
  display_name text not null,
  granted text[] default '{}'::text[] not null,
  withdrawn text[] default '{}'::text[] not null,
  created_at timestamp with time zone default now() not null,
  constraint memberships_pkey PRIMARY KEY (tenant_id, user_id),
  constraint memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id),
  constraint memberships_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 120))),
  constraint memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'clinician'::text, 'reception'::text, 'billing'::text]))),
  constraint memberships_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'left'::text])))
);
alter table app.memberships owner to holdfast_owner;
CREATE INDEX memberships_user ON app.memberships USING btree (user_id);
alter table app.memberships enable row level security;
alter table app.memberships force row level security;
create policy select_context on app.memberships as permissive for select to context_owner
  using ((user_id = ( SELECT app.actor_id() AS actor_id)));
create policy select_staff on app.memberships as permissive for select to app_job, app_member
  using ((( SELECT app.can('members:read'::text) AS can) OR ((user_id = ( SELECT app.actor_id() AS actor_id)) AND ( SELECT app.can('practice:read'::text) AS can))));
create policy wall on app.memberships as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('user_id');
alter table app.memberships enable always trigger _900_audit;
comment on table app.memberships is 'A person''s place in a practice. Authority is read from here on every statement, never from a token.';
grant select on app.memberships to app_member;
grant select on app.memberships to context_owner;

create table app.messages (
  tenant_id uuid not null,
  booking_id uuid not null,
  booking_version integer not null,
  kind text not null,
  channel text default 'email'::text not null,
  state text default 'sending'::text not null,
  sent_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint messages_pkey PRIMARY KEY (tenant_id, booking_id, booking_version, kind, channel),
  constraint messages_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES app.bookings(tenant_id, id),
  constraint messages_channel_check CHECK ((channel = 'email'::text)),
  constraint messages_check CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint messages_kind_check CHECK ((kind = ANY (ARRAY['confirmation'::text, 'request'::text, 'moved'::text, 'cancelled'::text, 'reminder'::text]))),
  constraint messages_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'sent'::text])))
);
alter table app.messages owner to holdfast_owner;
alter table app.messages enable row level security;
alter table app.messages force row level security;
create policy insert_job on app.messages as permissive for insert to app_job
  with check (( SELECT app.can('jobs:run'::text) AS can));
create policy select_staff on app.messages as permissive for select to app_job, app_member
  using (( SELECT app.can('bookings:read'::text) AS can));
create policy update_job on app.messages as permissive for update to app_job
  using (( SELECT app.can('jobs:run'::text) AS can))
  with check (( SELECT app.can('jobs:run'::text) AS can));
create policy wall on app.messages as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.messages DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('booking_id', 'booking_version', 'kind');
alter table app.messages enable always trigger _900_audit;
comment on table app.messages is 'What was sent about which version of a booking. No address, no text.';
grant insert (booking_id, booking_version, channel, kind, tenant_id) on app.messages to app_job;
grant select on app.messages to app_job;
grant update (sent_at, state) on app.messages to app_job;
grant select on app.messages to app_member;

create table app.practitioners (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  location_id uuid not null,
  user_id uuid,
  display_name text not null,
  title text default ''::text not null,
  title_de text default ''::text not null,
  "position" smallint default 0 not null,
  active boolean default true not null,
  constraint practitioners_pkey PRIMARY KEY (tenant_id, id),
  constraint practitioners_tenant_id_location_id_fkey FOREIGN KEY (tenant_id, location_id) REFERENCES app.locations(tenant_id, id),
  constraint practitioners_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES app.memberships(tenant_id, user_id),
  constraint practitioners_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 120))),
  constraint practitioners_title_check CHECK ((char_length(title) <= 120)),
  constraint practitioners_title_de_check CHECK ((char_length(title_de) <= 120))
);
alter table app.practitioners owner to holdfast_owner;
CREATE INDEX practitioners_location ON app.practitioners USING btree (tenant_id, location_id);
CREATE INDEX practitioners_user ON app.practitioners USING btree (tenant_id, user_id);
alter table app.practitioners enable row level security;
alter table app.practitioners force row level security;
create policy insert_staff on app.practitioners as permissive for insert to app_member
  with check (( SELECT app.can('practice:write'::text) AS can));
create policy select_guest on app.practitioners as permissive for select to app_guest
  using ((active AND ( SELECT app.can('public:read'::text) AS can)));
create policy select_staff on app.practitioners as permissive for select to app_job, app_member
  using (( SELECT app.can('practice:read'::text) AS can));
create policy update_staff on app.practitioners as permissive for update to app_member
  using (( SELECT app.can('practice:write'::text) AS can))
  with check (( SELECT app.can('practice:write'::text) AS can));
create policy wall on app.practitioners as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.practitioners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.practitioners enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.practitioners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.practitioners enable always trigger _950_schedule_version;
comment on table app.practitioners is 'A person customers can book. May or may not have an account.';
grant select (active, display_name, id, location_id, "position", tenant_id, title, title_de) on app.practitioners to app_guest;
grant select on app.practitioners to app_job;
grant insert (active, display_name, location_id, "position", tenant_id, title, title_de, user_id) on app.practitioners to app_member;
grant select on app.practitioners to app_member;
grant update (active, display_name, location_id, "position", title, title_de, user_id) on app.practitioners to app_member;

create table app.resources (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  location_id uuid not null,
  kind text not null,
  name text not null,
  active boolean default true not null,
  constraint resources_pkey PRIMARY KEY (tenant_id, id),
  constraint resources_tenant_id_location_id_fkey FOREIGN KEY (tenant_id, location_id) REFERENCES app.locations(tenant_id, id),
  constraint resources_kind_check CHECK ((kind ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
  constraint resources_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120)))
);
alter table app.resources owner to holdfast_owner;
CREATE INDEX resources_location ON app.resources USING btree (tenant_id, location_id);
alter table app.resources enable row level security;
alter table app.resources force row level security;
create policy insert_staff on app.resources as permissive for insert to app_member
  with check (( SELECT app.can('resources:write'::text) AS can));
create policy select_guest on app.resources as permissive for select to app_guest
  using ((active AND ( SELECT app.can('public:read'::text) AS can)));
create policy select_keeper on app.resources as permissive for select to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.resources as permissive for select to app_job, app_member
  using (( SELECT app.can('resources:read'::text) AS can));
create policy update_staff on app.resources as permissive for update to app_member
  using (( SELECT app.can('resources:write'::text) AS can))
  with check (( SELECT app.can('resources:write'::text) AS can));
create policy wall on app.resources as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.resources DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.resources enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.resources DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.resources enable always trigger _950_schedule_version;
comment on table app.resources is 'A room or a piece of equipment: as exclusive as a practitioner.';
grant select (active, id, kind, location_id, tenant_id) on app.resources to app_guest;
grant select on app.resources to app_job;
grant insert (active, kind, location_id, name, tenant_id) on app.resources to app_member;
grant select on app.resources to app_member;
grant update (active, kind, location_id, name) on app.resources to app_member;
grant select on app.resources to booking_keeper;

create table app.service_practitioners (
  tenant_id uuid not null,
  service_id uuid not null,
  practitioner_id uuid not null,
  constraint service_practitioners_pkey PRIMARY KEY (tenant_id, service_id, practitioner_id),
  constraint service_practitioners_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint service_practitioners_tenant_id_service_id_fkey FOREIGN KEY (tenant_id, service_id) REFERENCES app.services(tenant_id, id)
);
alter table app.service_practitioners owner to holdfast_owner;
CREATE INDEX service_practitioners_practitioner ON app.service_practitioners USING btree (tenant_id, practitioner_id);
alter table app.service_practitioners enable row level security;
alter table app.service_practitioners force row level security;
create policy delete_staff on app.service_practitioners as permissive for delete to app_member
  using (( SELECT app.can('services:write'::text) AS can));
create policy insert_staff on app.service_practitioners as permissive for insert to app_member
  with check (( SELECT app.can('services:write'::text) AS can));
create policy select_guest on app.service_practitioners as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_keeper on app.service_practitioners as permissive for select to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.service_practitioners as permissive for select to app_job, app_member
  using (( SELECT app.can('services:read'::text) AS can));
create policy wall on app.service_practitioners as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.service_practitioners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('service_id', 'practitioner_id');
alter table app.service_practitioners enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.service_practitioners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.service_practitioners enable always trigger _950_schedule_version;
comment on table app.service_practitioners is 'Who performs which service.';
grant select on app.service_practitioners to app_guest;
grant select on app.service_practitioners to app_job;
grant delete, insert, select on app.service_practitioners to app_member;
grant select on app.service_practitioners to booking_keeper;

create table app.service_resource_kinds (
  tenant_id uuid not null,
  service_id uuid not null,
  kind text not null,
  quantity smallint default 1 not null,
  constraint service_resource_kinds_pkey PRIMARY KEY (tenant_id, service_id, kind),
  constraint service_resource_kinds_tenant_id_service_id_fkey FOREIGN KEY (tenant_id, service_id) REFERENCES app.services(tenant_id, id),
  constraint service_resource_kinds_kind_check CHECK ((kind ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
  constraint service_resource_kinds_quantity_check CHECK (((quantity >= 1) AND (quantity <= 5)))
);
alter table app.service_resource_kinds owner to holdfast_owner;
alter table app.service_resource_kinds enable row level security;
alter table app.service_resource_kinds force row level security;
create policy delete_staff on app.service_resource_kinds as permissive for delete to app_member
  using (( SELECT app.can('services:write'::text) AS can));
create policy insert_staff on app.service_resource_kinds as permissive for insert to app_member
  with check (( SELECT app.can('services:write'::text) AS can));
create policy select_guest on app.service_resource_kinds as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_keeper on app.service_resource_kinds as permissive for select to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.service_resource_kinds as permissive for select to app_job, app_member
  using (( SELECT app.can('services:read'::text) AS can));
create policy wall on app.service_resource_kinds as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.service_resource_kinds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('service_id', 'kind');
alter table app.service_resource_kinds enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.service_resource_kinds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.service_resource_kinds enable always trigger _950_schedule_version;
comment on table app.service_resource_kinds is 'Kinds of room or equipment a service cannot do without.';
grant select on app.service_resource_kinds to app_guest;
grant select on app.service_resource_kinds to app_job;
grant delete, insert, select on app.service_resource_kinds to app_member;
grant select on app.service_resource_kinds to booking_keeper;

create table app.services (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  slug text not null,
  name text not null,
  name_de text default ''::text not null,
  description text default ''::text not null,
  description_de text default ''::text not null,
  duration_minutes integer not null,
  buffer_before_minutes integer default 0 not null,
  buffer_after_minutes integer default 0 not null,
  price_cents integer not null,
  capacity smallint default 1 not null,
  online boolean default true not null,
  active boolean default true not null,
  "position" smallint default 0 not null,
  constraint services_pkey PRIMARY KEY (tenant_id, id),
  constraint services_tenant_id_slug_key UNIQUE (tenant_id, slug),
  constraint services_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id),
  constraint services_buffer_after_minutes_check CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 240))),
  constraint services_buffer_before_minutes_check CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 240))),
  constraint services_capacity_check CHECK (((capacity >= 1) AND (capacity <= 200))),
  constraint services_description_check CHECK ((char_length(description) <= 600)),
  constraint services_description_de_check CHECK ((char_length(description_de) <= 600)),
  constraint services_duration_minutes_check CHECK (((duration_minutes >= 5) AND (duration_minutes <= 720))),
  constraint services_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
  constraint services_name_de_check CHECK ((char_length(name_de) <= 120)),
  constraint services_price_cents_check CHECK ((price_cents >= 0)),
  constraint services_slug_check CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 60)))
);
alter table app.services owner to holdfast_owner;
alter table app.services enable row level security;
alter table app.services force row level security;
create policy insert_staff on app.services as permissive for insert to app_member
  with check (( SELECT app.can('services:write'::text) AS can));
create policy select_guest on app.services as permissive for select to app_guest
  using ((active AND online AND ( SELECT app.can('public:read'::text) AS can)));
create policy select_keeper on app.services as permissive for select to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.services as permissive for select to app_job, app_member
  using (( SELECT app.can('services:read'::text) AS can));
create policy update_staff on app.services as permissive for update to app_member
  using (( SELECT app.can('services:write'::text) AS can))
  with check (( SELECT app.can('services:write'::text) AS can));
create policy wall on app.services as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.services DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.services enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.services DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.services enable always trigger _950_schedule_version;
comment on table app.services is 'A bookable service. Minutes and cents; capacity above one is a group.';
grant select on app.services to app_guest;
grant select on app.services to app_job;
grant insert (active, buffer_after_minutes, buffer_before_minutes, capacity, description, description_de, duration_minutes, name, name_de, online, "position", price_cents, slug, tenant_id) on app.services to app_member;
grant select on app.services to app_member;
grant update (active, buffer_after_minutes, buffer_before_minutes, capacity, description, description_de, duration_minutes, name, name_de, online, "position", price_cents, slug) on app.services to app_member;
grant select on app.services to booking_keeper;

create table app.tenants (
  tenant_id uuid default gen_random_uuid() not null,
  slug text not null,
  name text not null,
  locale text default 'en'::text not null,
  zone text not null,
  currency text not null,
  country text not null,
  preset text not null,
  accent text default '#0f6b6b'::text not null,
  tagline text default ''::text not null,
  tagline_de text default ''::text not null,
  contact_email text,
  contact_phone text,
  notice_minutes integer default 120 not null,
  horizon_days integer default 60 not null,
  granularity_minutes integer default 15 not null,
  change_notice_minutes integer default 1440 not null,
  hold_minutes integer default 10 not null,
  needs_approval boolean default false not null,
  discreet boolean default true not null,
  created_at timestamp with time zone default now() not null,
  constraint tenants_pkey PRIMARY KEY (tenant_id),
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_accent_check CHECK ((accent ~ '^#[0-9a-f]{6}$'::text)),
  constraint tenants_change_notice_minutes_check CHECK (((change_notice_minutes >= 0) AND (change_notice_minutes <= 20160))),
  constraint tenants_contact_email_check CHECK (((contact_email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text) AND (char_length(contact_email) <= 254))),
  constraint tenants_contact_phone_check CHECK ((char_length(contact_phone) <= 32)),
  constraint tenants_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint tenants_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint tenants_granularity_minutes_check CHECK ((granularity_minutes = ANY (ARRAY[5, 10, 15, 20, 30, 60]))),
  constraint tenants_hold_minutes_check CHECK (((hold_minutes >= 2) AND (hold_minutes <= 30))),
  constraint tenants_horizon_days_check CHECK (((horizon_days >= 1) AND (horizon_days <= 365))),
  constraint tenants_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint tenants_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
  constraint tenants_notice_minutes_check CHECK (((notice_minutes >= 0) AND (notice_minutes <= 20160))),
  constraint tenants_preset_check CHECK ((preset = ANY (ARRAY['clinic'::text, 'salon'::text, 'therapy'::text, 'physiotherapy'::text, 'other'::text]))),
  constraint tenants_slug_check CHECK (((slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'::text) AND (slug !~ '--'::text))),
  constraint tenants_slug_not_reserved CHECK ((slug <> ALL (ARRAY['about'::text, 'account'::text, 'admin'::text, 'api'::text, 'app'::text, 'assets'::text, 'auth'::text, 'billing'::text, 'blog'::text, 'booking'::text, 'clinical'::text, 'contact'::text, 'dashboard'::text, 'desk'::text, 'developers'::text, 'docs'::text, 'error'::text, 'favicon'::text, 'health'::text, 'help'::text, 'holdfast'::text, 'home'::text, 'icon'::text, 'imprint'::text, 'invite'::text, 'join'::text, 'legal'::text, 'locale'::text, 'login'::text, 'logout'::text, 'mail'::text, 'manifest'::text, 'me'::text, 'new'::text, 'not-found'::text, 'onboarding'::text, 'practices'::text, 'pricing'::text, 'privacy'::text, 'public'::text, 'register'::text, 'robots'::text, 'security'::text, 'settings'::text, 'setup'::text, 'sign-in'::text, 'sign-out'::text, 'sign-up'::text, 'signin'::text, 'signout'::text, 'signup'::text, 'sitemap'::text, 'static'::text, 'status'::text, 'support'::text, 'terms'::text, 'well-known'::text, 'www'::text]))),
  constraint tenants_tagline_check CHECK ((char_length(tagline) <= 240)),
  constraint tenants_tagline_de_check CHECK ((char_length(tagline_de) <= 240)),
  constraint tenants_zone_check CHECK ((zone ~ '^[A-Za-z]+(/[A-Za-z0-9_+-]+)+$'::text))
);
alter table app.tenants owner to holdfast_owner;
alter table app.tenants enable row level security;
alter table app.tenants force row level security;
create policy select_guest on app.tenants as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_keeper on app.tenants as permissive for select to booking_keeper
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.tenants as permissive for select to app_job, app_member
  using (( SELECT app.can('practice:read'::text) AS can));
create policy update_staff on app.tenants as permissive for update to app_member
  using (( SELECT app.can('practice:write'::text) AS can))
  with check (( SELECT app.can('practice:write'::text) AS can));
create policy wall on app.tenants as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE TRIGGER _500_directory AFTER INSERT OR UPDATE OF slug ON app.tenants FOR EACH ROW EXECUTE FUNCTION private.keep_directory();
alter table app.tenants enable always trigger _500_directory;
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.tenants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('tenant_id');
alter table app.tenants enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.tenants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.tenants enable always trigger _950_schedule_version;
comment on table app.tenants is 'One practice. The slug is its public address; the policy columns rule its bookings.';
grant select on app.tenants to app_guest;
grant select on app.tenants to app_job;
grant select on app.tenants to app_member;
grant update (accent, change_notice_minutes, contact_email, contact_phone, currency, discreet, granularity_minutes, hold_minutes, horizon_days, locale, name, needs_approval, notice_minutes, tagline, tagline_de) on app.tenants to app_member;
grant select on app.tenants to booking_keeper;

create table app.time_off (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  practitioner_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint time_off_pkey PRIMARY KEY (tenant_id, id),
  constraint time_off_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint time_off_check CHECK ((ends_at > starts_at))
);
alter table app.time_off owner to holdfast_owner;
CREATE INDEX time_off_practitioner ON app.time_off USING btree (tenant_id, practitioner_id, starts_at);
alter table app.time_off enable row level security;
alter table app.time_off force row level security;
create policy delete_staff on app.time_off as permissive for delete to app_member
  using (( SELECT app.can('schedule:write'::text) AS can));
create policy insert_staff on app.time_off as permissive for insert to app_member
  with check (( SELECT app.can('schedule:write'::text) AS can));
create policy select_guest on app.time_off as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.time_off as permissive for select to app_job, app_member
  using (( SELECT app.can('schedule:read'::text) AS can));
create policy wall on app.time_off as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.time_off DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.time_off enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.time_off DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.time_off enable always trigger _950_schedule_version;
comment on table app.time_off is 'Away. No reason is stored: why somebody is away is nobody''s business.';
grant select on app.time_off to app_guest;
grant select on app.time_off to app_job;
grant delete, insert, select on app.time_off to app_member;

create table app.weekly_hours (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  weekday smallint not null,
  start_wall text not null,
  end_wall text not null,
  constraint weekly_hours_pkey PRIMARY KEY (tenant_id, id),
  constraint weekly_hours_tenant_id_location_id_fkey FOREIGN KEY (tenant_id, location_id) REFERENCES app.locations(tenant_id, id),
  constraint weekly_hours_tenant_id_practitioner_id_fkey FOREIGN KEY (tenant_id, practitioner_id) REFERENCES app.practitioners(tenant_id, id),
  constraint weekly_hours_check CHECK ((end_wall > start_wall)),
  constraint weekly_hours_end_wall_check CHECK ((end_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$'::text)),
  constraint weekly_hours_start_wall_check CHECK ((start_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint weekly_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);
alter table app.weekly_hours owner to holdfast_owner;
CREATE INDEX weekly_hours_location ON app.weekly_hours USING btree (tenant_id, location_id);
CREATE INDEX weekly_hours_practitioner ON app.weekly_hours USING btree (tenant_id, practitioner_id, weekday);
alter table app.weekly_hours enable row level security;
alter table app.weekly_hours force row level security;
create policy delete_staff on app.weekly_hours as permissive for delete to app_member
  using (( SELECT app.can('schedule:write'::text) AS can));
create policy insert_staff on app.weekly_hours as permissive for insert to app_member
  with check (( SELECT app.can('schedule:write'::text) AS can));
create policy select_guest on app.weekly_hours as permissive for select to app_guest
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on app.weekly_hours as permissive for select to app_job, app_member
  using (( SELECT app.can('schedule:read'::text) AS can));
create policy wall on app.weekly_hours as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE CONSTRAINT TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app.weekly_hours DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record('id');
alter table app.weekly_hours enable always trigger _900_audit;
CREATE CONSTRAINT TRIGGER _950_schedule_version AFTER INSERT OR DELETE OR UPDATE ON app.weekly_hours DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.note_schedule_change();
alter table app.weekly_hours enable always trigger _950_schedule_version;
comment on table app.weekly_hours is 'Regular hours. ISO weekday 1 = Monday; wall times HH:MM of the location.';
grant select on app.weekly_hours to app_guest;
grant select on app.weekly_hours to app_job;
grant delete, insert, select on app.weekly_hours to app_member;

create table audit.heads (
  tenant_id uuid not null,
  sequence bigint not null,
  hash bytea not null,
  previous_hash bytea not null,
  constraint heads_pkey PRIMARY KEY (tenant_id)
);
alter table audit.heads owner to audit_owner;
alter table audit.heads enable row level security;
alter table audit.heads force row level security;
create policy insert_recorder on audit.heads as permissive for insert to audit_owner
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_recorder on audit.heads as permissive for select to audit_owner
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy update_recorder on audit.heads as permissive for update to audit_owner
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy wall on audit.heads as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE TRIGGER _000_no_delete BEFORE DELETE ON audit.heads FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
alter table audit.heads enable always trigger _000_no_delete;
CREATE TRIGGER _001_no_truncate BEFORE TRUNCATE ON audit.heads FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
alter table audit.heads enable always trigger _001_no_truncate;
comment on table audit.heads is 'The newest link of each tenant''s chain. Locked from the first deferred trigger to the end of the commit.';

create table audit.log (
  tenant_id uuid not null,
  sequence bigint not null,
  occurred_at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  session_id uuid,
  action text not null,
  entity_type text not null,
  entity_id text not null,
  changed_fields text[] not null,
  purpose text,
  request_id text not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint log_pkey PRIMARY KEY (tenant_id, sequence)
);
alter table audit.log owner to audit_owner;
CREATE INDEX log_entity ON audit.log USING btree (tenant_id, entity_type, entity_id, sequence);
alter table audit.log enable row level security;
alter table audit.log force row level security;
create policy insert_recorder on audit.log as permissive for insert to audit_owner
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
create policy select_staff on audit.log as permissive for select to app_member
  using (( SELECT app.can('audit:read'::text) AS can));
create policy wall on audit.log as restrictive for all to app_guest, app_job, app_member
  using ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)))
  with check ((tenant_id = ( SELECT app.tenant_id() AS tenant_id)));
CREATE TRIGGER _000_append_only BEFORE DELETE OR UPDATE ON audit.log FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
alter table audit.log enable always trigger _000_append_only;
CREATE TRIGGER _001_no_truncate BEFORE TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
alter table audit.log enable always trigger _001_no_truncate;
comment on table audit.log is 'Append-only, hash-chained per tenant. Field names, never values.';
grant select on audit.log to app_member;

create table private.idempotency (
  scope_hash bytea not null,
  tenant_id uuid not null,
  request_hash bytea not null,
  sealed_answer bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_pkey PRIMARY KEY (scope_hash),
  constraint idempotency_request_hash_check CHECK ((octet_length(request_hash) = 32)),
  constraint idempotency_scope_hash_check CHECK ((octet_length(scope_hash) = 32)),
  constraint idempotency_sealed_answer_check CHECK ((octet_length(sealed_answer) <= 65536))
);
alter table private.idempotency owner to private_owner;
CREATE INDEX idempotency_age ON private.idempotency USING btree (created_at);
comment on table private.idempotency is 'Answers kept for 24 hours, to be given again.';
grant delete, insert, select, update on private.idempotency to context_owner;

create table private.schedule_versions (
  tenant_id uuid not null,
  version bigint not null,
  constraint schedule_versions_pkey PRIMARY KEY (tenant_id)
);
alter table private.schedule_versions owner to private_owner;
comment on table private.schedule_versions is 'Which transaction changed the schedule of a practice last.';
grant insert, select, update on private.schedule_versions to context_owner;

create table private.seal_keys (
  id smallint not null,
  inner_pad bytea not null,
  outer_pad bytea not null,
  constraint seal_keys_pkey PRIMARY KEY (id),
  constraint seal_keys_id_check CHECK (((id >= 1) AND (id <= 99))),
  constraint seal_keys_inner_pad_check CHECK ((octet_length(inner_pad) = 64)),
  constraint seal_keys_outer_pad_check CHECK ((octet_length(outer_pad) = 64))
);
alter table private.seal_keys owner to private_owner;
comment on table private.seal_keys is 'HMAC key pads of the sealed context. Readable by private.context() alone.';
grant select on private.seal_keys to context_owner;

create table private.tenant_directory (
  slug text not null,
  tenant_id uuid not null,
  cell text default 'local'::text not null,
  constraint tenant_directory_pkey PRIMARY KEY (slug),
  constraint tenant_directory_tenant_id_key UNIQUE (tenant_id)
);
alter table private.tenant_directory owner to private_owner;
comment on table private.tenant_directory is 'Slug to tenant and cell: the only look-up made before a tenant is proven.';
grant insert, select, update on private.tenant_directory to context_owner;

-- Functions

CREATE OR REPLACE FUNCTION app.actor_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select (private.context() ->> 'a')::uuid
$function$
;
alter function app.actor_id() owner to context_owner;
comment on function app.actor_id() is 'The signed-in person, null for guests and jobs.';

CREATE OR REPLACE FUNCTION app.can(permission text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  claims jsonb := private.context();
begin
  if claims is null then
    return false;
  end if;
  if claims ->> 'k' in ('guest', 'job') then
    return permission = any (private.role_permissions(claims ->> 'k')) and claims ->> 't' is not null;
  end if;
  if claims ->> 'k' <> 'member' then
    return false;
  end if;
  return exists (
    select from app.memberships m
    where m.tenant_id = (claims ->> 't')::uuid and m.user_id = (claims ->> 'a')::uuid and m.status = 'active'
      and (permission = any (private.role_permissions(m.role)) or permission = any (m.granted))
      and permission <> all (m.withdrawn)
  ) and private.session_lives((claims ->> 's')::uuid, (claims ->> 'a')::uuid);
end
$function$
;
alter function app.can(text) owner to context_owner;
comment on function app.can(text) is 'Whether the sealed actor holds an area:verb permission in the sealed tenant, right now.';

CREATE OR REPLACE FUNCTION app.check_booking()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  claims jsonb := private.context();
  service app.services;
  tenant app.tenants;
begin
  if tg_op = 'INSERT' then
    select * into service from app.services s where s.tenant_id = new.tenant_id and s.id = new.service_id;
    select * into tenant from app.tenants t where t.tenant_id = new.tenant_id;
    if service.id is null or not service.active
       or (claims ->> 'k' = 'guest' and not service.online)
       or not exists (select from app.service_practitioners p where p.tenant_id = new.tenant_id
                      and p.service_id = new.service_id and p.practitioner_id = new.practitioner_id) then
      raise exception 'this service cannot be booked with this practitioner' using errcode = 'HF006';
    end if;
    -- Never from the request body.
    new.price_cents := service.price_cents;
    new.currency := tenant.currency;
    new.buffer_before_minutes := service.buffer_before_minutes;
    new.buffer_after_minutes := service.buffer_after_minutes;
    new.version := 1;
    if new.ends_at <> new.starts_at + make_interval(mins => service.duration_minutes)
       or (service.capacity > 1) <> (new.group_session_id is not null) then
      raise exception 'a booking lasts as long as its service' using errcode = 'HF006';
    end if;
    if new.state not in ('held', 'pending', 'confirmed') or (claims ->> 'k' = 'guest' and new.state <> 'held') then
      raise exception 'a booking does not begin in this state' using errcode = 'HF003';
    end if;
    -- A hold is as long as the practice says, not as long as the caller says.
    if new.state = 'held' then
      new.hold_expires_at := least(new.hold_expires_at, clock_timestamp() + make_interval(mins => tenant.hold_minutes));
    end if;
    return new;
  end if;

  -- A booking that moves is booked anew, at what its service needs by now; one that stays keeps what it has.
  if new.starts_at <> old.starts_at or new.practitioner_id <> old.practitioner_id then
    select * into service from app.services s where s.tenant_id = new.tenant_id and s.id = new.service_id;
    new.buffer_before_minutes := service.buffer_before_minutes;
    new.buffer_after_minutes := service.buffer_after_minutes;
  end if;
  if new.service_id <> old.service_id or (new.ends_at - new.starts_at <> old.ends_at - old.starts_at
       and new.ends_at - new.starts_at is distinct from make_interval(mins => service.duration_minutes)) then
    raise exception 'a booking lasts as long as its service' using errcode = 'HF006';
  end if;
  if new.practitioner_id <> old.practitioner_id and not exists (select from app.service_practitioners p
       where p.tenant_id = new.tenant_id and p.service_id = new.service_id and p.practitioner_id = new.practitioner_id) then
    raise exception 'this service cannot be booked with this practitioner' using errcode = 'HF006';
  end if;
  if new.state <> old.state then
    if not (
      (old.state, new.state) in (('held', 'pending'), ('held', 'confirmed'), ('held', 'cancelled'),
        ('pending', 'confirmed'), ('pending', 'cancelled'),
        ('confirmed', 'arrived'), ('confirmed', 'cancelled'), ('confirmed', 'no-show'), ('arrived', 'completed'))
      -- Undo, for staff only: a slip of the hand at a busy desk.
      or (claims ->> 'k' <> 'guest' and (old.state, new.state) in (('arrived', 'confirmed'), ('completed', 'arrived'),
        ('no-show', 'confirmed'), ('cancelled', 'confirmed')))
    ) then
      raise exception 'a booking does not go from % to %', old.state, new.state using errcode = 'HF003';
    end if;
  elsif new.starts_at <> old.starts_at and not app.occupies(new.state) then
    raise exception 'a booking that is over is not moved' using errcode = 'HF003';
  end if;
  if claims ->> 'k' = 'guest' then
    select * into tenant from app.tenants t where t.tenant_id = new.tenant_id;
    -- Nor does a move link confirm what was only requested, should the practice have stopped asking since.
    if new.state = 'confirmed' and (old.state = 'pending' or (tenant.needs_approval and old.state <> 'confirmed')) then
      raise exception 'this practice confirms bookings itself' using errcode = 'HF003';
    end if;
    if old.state <> 'held' and (new.state = 'cancelled' or new.starts_at <> old.starts_at)
       and old.starts_at - make_interval(mins => tenant.change_notice_minutes) < clock_timestamp() then
      raise exception 'too late to change this booking' using errcode = 'HF005';
    end if;
    if old.customer_id is not null and new.customer_id is distinct from old.customer_id then
      raise exception 'a booking does not change hands by link' using errcode = 'HF006';
    end if;
    -- A hold that ran out may have been given to somebody else a moment later.
    if old.state = 'held' and new.state <> 'cancelled' and old.hold_expires_at <= clock_timestamp() then
      raise exception 'the hold has expired' using errcode = 'HF007';
    end if;
  end if;
  if new.state <> old.state or new.starts_at <> old.starts_at or new.practitioner_id <> old.practitioner_id then
    new.version := old.version + 1;
  else
    new.version := old.version;
  end if;
  new.updated_at := clock_timestamp();
  return new;
end
$function$
;
alter function app.check_booking() owner to booking_keeper;
comment on function app.check_booking() is NULL;

CREATE OR REPLACE FUNCTION app.check_group()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  g app.group_sessions;
  service app.services;
  taken record;
begin
  select * into g from app.group_sessions x where x.tenant_id = new.tenant_id
    and x.id = (case when tg_table_name = 'group_sessions' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'group_session_id' end)::uuid;
  if g.id is null or g.cancelled_at is not null then
    return null;
  end if;
  select * into service from app.services s where s.tenant_id = g.tenant_id and s.id = g.service_id;
  -- Covering, not equal: buffers that the practice changes later must not strand a group that is scheduled.
  select count(*) filter (where a.practitioner_id = g.practitioner_id and a.starts_at <= g.starts_at and a.ends_at >= g.ends_at)
      as practitioners,
    count(*) filter (where a.practitioner_id is not null) as people,
    array_agg(a.resource_id) filter (where a.resource_id is not null and a.starts_at <= g.starts_at and a.ends_at >= g.ends_at)
      as resources
  into taken from app.allocations a
  where a.tenant_id = g.tenant_id and a.group_session_id = g.id and coalesce(a.released_at, 'infinity') = 'infinity';
  if taken.practitioners <> 1 or taken.people <> 1 then
    raise exception 'a group that occupies nobody, or more than its own practitioner' using errcode = 'HF002';
  end if;
  if tg_table_name = 'group_sessions' and tg_op = 'INSERT' then
    if not exists (select from app.allocations a where a.tenant_id = g.tenant_id and a.group_session_id = g.id
                   and a.practitioner_id = g.practitioner_id
                   and a.starts_at = g.starts_at - make_interval(mins => service.buffer_before_minutes)
                   and a.ends_at = g.ends_at + make_interval(mins => service.buffer_after_minutes)) then
      raise exception 'a group without its buffers' using errcode = 'HF002';
    end if;
    if exists (
      select from app.service_resource_kinds k
      where k.tenant_id = g.tenant_id and k.service_id = g.service_id and k.quantity > (
        select count(*) from app.resources r
        where r.tenant_id = g.tenant_id and r.id = any (taken.resources) and r.kind = k.kind)
    ) then
      raise exception 'a group without the room or equipment it needs' using errcode = 'HF002';
    end if;
  end if;
  return null;
end
$function$
;
alter function app.check_group() owner to booking_keeper;
comment on function app.check_group() is NULL;

CREATE OR REPLACE FUNCTION app.check_occupancy()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  checked uuid;
  b app.bookings;
  occupied_from timestamptz;
  occupied_to timestamptz;
  taken record;
begin
  if tg_table_name = 'bookings' then
    checked := new.id;
  else
    checked := new.booking_id;
  end if;
  select * into b from app.bookings x where x.tenant_id = new.tenant_id and x.id = checked;
  if b.id is null then
    return null;
  end if;
  occupied_from := b.starts_at - make_interval(mins => b.buffer_before_minutes);
  occupied_to := b.ends_at + make_interval(mins => b.buffer_after_minutes);
  -- Not `released_at is null`: that implies the predicate of the exclusion constraint, and on a young table the planner
  -- then takes its GiST index by tenant alone and reads the whole practice on every booking.
  select count(*) filter (where a.practitioner_id is not null) as practitioners,
    count(*) filter (where a.starts_at <> occupied_from or a.ends_at <> occupied_to
      or a.practitioner_id <> b.practitioner_id) as astray,
    array_agg(a.resource_id) filter (where a.resource_id is not null) as resources
  into taken from app.allocations a
  where a.tenant_id = b.tenant_id and a.booking_id = b.id and coalesce(a.released_at, 'infinity') = 'infinity';
  -- Nothing more than it needs, either: a row left behind by a move, or taken for another time, blocks for nobody.
  if taken.astray > 0 or ((taken.practitioners > 0 or taken.resources is not null)
     and (not app.occupies(b.state) or b.group_session_id is not null)) then
    raise exception 'a booking that occupies more than its own time' using errcode = 'HF002';
  end if;
  if not app.occupies(b.state) then
    return null;
  end if;
  if b.group_session_id is not null then
    if not exists (select from app.group_sessions g where g.tenant_id = b.tenant_id and g.id = b.group_session_id
                   and g.service_id = b.service_id and g.practitioner_id = b.practitioner_id
                   and g.starts_at = b.starts_at and g.ends_at = b.ends_at and g.cancelled_at is null) then
      raise exception 'the seat is not in this group' using errcode = 'HF002';
    end if;
    return null;
  end if;
  if taken.practitioners = 0 then
    raise exception 'a booking that occupies nobody' using errcode = 'HF002';
  end if;
  -- Asked when time is taken or given back, not at a later step: a requirement that the practice adds must not strand
  -- those who are booked already.
  if tg_op = 'UPDATE' then
    if tg_table_name = 'bookings' then
      if app.occupies(old.state) and new.starts_at = old.starts_at and new.practitioner_id = old.practitioner_id then
        return null;
      end if;
    elsif new.released_at is not distinct from old.released_at then
      return null;
    end if;
  end if;
  if exists (
    select from app.service_resource_kinds k
    where k.tenant_id = b.tenant_id and k.service_id = b.service_id and k.quantity > (
      select count(*) from app.resources r
      where r.tenant_id = b.tenant_id and r.id = any (taken.resources) and r.kind = k.kind)
  ) then
    raise exception 'a booking without the room or equipment it needs' using errcode = 'HF002';
  end if;
  return null;
end
$function$
;
alter function app.check_occupancy() owner to booking_keeper;
comment on function app.check_occupancy() is NULL;

CREATE OR REPLACE FUNCTION app.claim_idempotency(route text, caller_key text, request_hash bytea)
 RETURNS TABLE(status text, sealed_answer bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  scope bytea := private.idempotency_scope(route, caller_key);
  kept private.idempotency;
begin
  if scope is null then
    raise exception 'an idempotency key without an actor' using errcode = 'HF010';
  end if;
  if not pg_try_advisory_xact_lock(('x' || encode(substr(scope, 1, 8), 'hex'))::bit(64)::bigint) then
    return query select 'in_flight'::text, null::bytea;
    return;
  end if;
  select * into kept from private.idempotency i where i.scope_hash = scope and i.created_at > now() - interval '24 hours';
  if not found then
    return query select 'fresh'::text, null::bytea;
  elsif kept.request_hash <> claim_idempotency.request_hash then
    return query select 'mismatch'::text, null::bytea;
  else
    return query select 'replay'::text, kept.sealed_answer;
  end if;
end
$function$
;
alter function app.claim_idempotency(text,text,bytea) owner to context_owner;
comment on function app.claim_idempotency(text,text,bytea) is NULL;

CREATE OR REPLACE FUNCTION app.demand(permission text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if app.can(permission) is not true then
    raise exception 'permission denied' using errcode = '42501';
  end if;
end
$function$
;
alter function app.demand(text) owner to context_owner;
comment on function app.demand(text) is NULL;

CREATE OR REPLACE FUNCTION app.enqueue_booking_mail(booking uuid, booking_version integer, kind text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  tenant uuid := (private.context() ->> 't')::uuid;
begin
  if tenant is null then
    raise exception 'a job without an actor' using errcode = 'HF010';
  end if;
  perform graphile_worker.add_job('send-booking-mail',
    json_build_object('tenantId', tenant, 'bookingId', booking, 'bookingVersion', booking_version, 'kind', kind),
    max_attempts => 8);
end
$function$
;
alter function app.enqueue_booking_mail(uuid,integer,text) owner to app_worker;
comment on function app.enqueue_booking_mail(uuid,integer,text) is 'Puts one message in the queue of this transaction.';

CREATE OR REPLACE FUNCTION app.find_tenant(requested_slug text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select d.tenant_id from private.tenant_directory d where d.slug = requested_slug
$function$
;
alter function app.find_tenant(text) owner to context_owner;
comment on function app.find_tenant(text) is 'Tenant behind a public slug, or null. Reveals nothing that the public page does not.';

CREATE OR REPLACE FUNCTION app.follow_booking()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  claims jsonb := private.context();
  was boolean := tg_op = 'UPDATE' and app.occupies(old.state);
  is_now boolean := app.occupies(new.state);
begin
  if tg_op = 'INSERT' or new.version <> old.version then
    insert into app.booking_events (tenant_id, booking_id, version, from_state, to_state, starts_at, practitioner_id,
      actor_kind, actor_id)
    values (new.tenant_id, new.id, new.version, case when tg_op = 'UPDATE' then old.state end, new.state, new.starts_at,
      new.practitioner_id, coalesce(claims ->> 'k', 'none'), (claims ->> 'a')::uuid);
  end if;

  if tg_op = 'INSERT' and claims ->> 'k' = 'guest' then
    -- Made here and not by the guest: a guest who could write links could link to anybody's booking.
    insert into app.booking_links (tenant_id, booking_id, purpose, token_hash, expires_at)
    values (new.tenant_id, new.id, 'hold', app.link_hash(), new.hold_expires_at);
  end if;

  if was and not is_now then
    update app.allocations a set released_at = clock_timestamp()
    where a.tenant_id = new.tenant_id and a.booking_id = new.id and coalesce(a.released_at, 'infinity') = 'infinity';
  elsif tg_op = 'UPDATE' and old.state = 'held' and new.state <> 'held' and is_now then
    update app.allocations a set hold_expires_at = null
    where a.tenant_id = new.tenant_id and a.booking_id = new.id and coalesce(a.released_at, 'infinity') = 'infinity';
  end if;

  -- Seats: the CHECK on group_sessions refuses the one too many.
  if tg_op = 'UPDATE' and was and old.group_session_id is not null
     and (not is_now or new.group_session_id is distinct from old.group_session_id) then
    update app.group_sessions g set seats_taken = g.seats_taken - 1
    where g.tenant_id = old.tenant_id and g.id = old.group_session_id;
  end if;
  if is_now and new.group_session_id is not null
     and (not was or new.group_session_id is distinct from old.group_session_id) then
    update app.group_sessions g set seats_taken = g.seats_taken + 1
    where g.tenant_id = new.tenant_id and g.id = new.group_session_id and g.cancelled_at is null;
    if not found then
      raise exception 'this group does not meet' using errcode = 'HF006';
    end if;
  end if;

  if tg_op = 'UPDATE' then
    if old.state = 'held' and new.state <> 'held' then
      update app.booking_links l set revoked_at = clock_timestamp()
      where l.tenant_id = new.tenant_id and l.booking_id = new.id and l.purpose = 'hold' and l.revoked_at is null;
    end if;
    if new.state in ('cancelled', 'completed', 'no-show') and new.state <> old.state then
      update app.booking_links l set revoked_at = clock_timestamp()
      where l.tenant_id = new.tenant_id and l.booking_id = new.id and l.purpose in ('move', 'cancel') and l.revoked_at is null;
    end if;
    if new.ends_at <> old.ends_at then
      update app.booking_links l set expires_at = case when l.purpose = 'view' then new.ends_at + interval '30 days' else new.starts_at end
      where l.tenant_id = new.tenant_id and l.booking_id = new.id and l.purpose <> 'hold' and l.revoked_at is null;
    end if;
  end if;
  return null;
end
$function$
;
alter function app.follow_booking() owner to booking_keeper;
comment on function app.follow_booking() is NULL;

CREATE OR REPLACE FUNCTION app.follow_group()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.cancelled_at is not null and old.cancelled_at is null then
    if new.seats_taken > 0 then
      raise exception 'a group with people in it' using errcode = 'HF003';
    end if;
    update app.allocations a set released_at = clock_timestamp()
    where a.tenant_id = new.tenant_id and a.group_session_id = new.id and a.released_at is null;
  elsif old.cancelled_at is not null and new.cancelled_at is null then
    raise exception 'a group that was called off is scheduled anew' using errcode = 'HF003';
  end if;
  return null;
end
$function$
;
alter function app.follow_group() owner to booking_keeper;
comment on function app.follow_group() is NULL;

CREATE OR REPLACE FUNCTION app.jobs_ready()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return not exists (select from graphile_worker.jobs j
    where j.run_at < now() - interval '5 minutes' and j.attempts < j.max_attempts
      and (j.locked_at is null or j.locked_at < now() - interval '4 hours'));
exception when undefined_table then
  return false;
end
$function$
;
alter function app.jobs_ready() owner to app_worker;
comment on function app.jobs_ready() is 'Whether the job queue exists and moves. Reveals nothing else.';

CREATE OR REPLACE FUNCTION app.keep_answer(route text, caller_key text, request_hash bytea, sealed_answer bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  scope bytea := private.idempotency_scope(route, caller_key);
begin
  delete from private.idempotency i where i.scope_hash = scope;
  insert into private.idempotency (scope_hash, tenant_id, request_hash, sealed_answer)
  values (scope, app.tenant_id(), keep_answer.request_hash, keep_answer.sealed_answer);
  -- Housekeeping rides along, a few rows at a time.
  delete from private.idempotency i where i.scope_hash in (
    select o.scope_hash from private.idempotency o where o.created_at < now() - interval '24 hours'
    limit 20 for update skip locked);
end
$function$
;
alter function app.keep_answer(text,text,bytea,bytea) owner to context_owner;
comment on function app.keep_answer(text,text,bytea,bytea) is NULL;

CREATE OR REPLACE FUNCTION app.link_hash()
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select decode(private.context() ->> 'l', 'hex')
$function$
;
alter function app.link_hash() owner to context_owner;
comment on function app.link_hash() is 'SHA-256 of the link token that this request presented, or null.';

CREATE OR REPLACE FUNCTION app.linked_booking(VARIADIC purposes text[])
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select l.booking_id from app.booking_links l
  where l.tenant_id = (select app.tenant_id()) and l.token_hash = (select app.link_hash())
    and l.purpose = any (purposes) and l.revoked_at is null and l.expires_at > clock_timestamp()
$function$
;
alter function app.linked_booking(text[]) owner to booking_keeper;
comment on function app.linked_booking(text[]) is 'Booking that the presented link has power over, or null.';

CREATE OR REPLACE FUNCTION app.occupies(state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select state in ('held', 'pending', 'confirmed', 'arrived')
$function$
;
alter function app.occupies(text) owner to booking_keeper;
comment on function app.occupies(text) is NULL;

CREATE OR REPLACE FUNCTION app.own_memberships()
 RETURNS TABLE(tenant_id uuid, slug text, role text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select m.tenant_id, d.slug, m.role
  from app.memberships m join private.tenant_directory d using (tenant_id)
  where m.user_id = (select app.actor_id()) and m.status = 'active'
    and private.session_lives((private.context() ->> 's')::uuid, m.user_id)
  order by d.slug
$function$
;
alter function app.own_memberships() owner to context_owner;
comment on function app.own_memberships() is NULL;

CREATE OR REPLACE FUNCTION app.release_expired_holds()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  tenant uuid := app.tenant_id();
  expired uuid[];
begin
  -- Almost always there is nothing to clear, and looking is all that a booking pays for it.
  expired := array(select h.id from app.bookings h where h.tenant_id = tenant and h.hold_expires_at < clock_timestamp()
    order by h.hold_expires_at limit 50);
  if cardinality(expired) = 0 then
    return 0;
  end if;
  -- Locked in one order, skipping what others are at: two that clear away never wait for each other.
  expired := array(select h.id from app.bookings h where h.tenant_id = tenant and h.id = any (expired)
    and h.hold_expires_at < clock_timestamp() order by h.id for update skip locked);
  update app.bookings b set state = 'cancelled', cancel_reason = 'hold_expired', hold_expires_at = null
  where b.tenant_id = tenant and b.id = any (expired);
  return cardinality(expired);
end
$function$
;
alter function app.release_expired_holds() owner to booking_keeper;
comment on function app.release_expired_holds() is 'Cancels holds of this tenant that have run out; at most 50 at once. Returns how many.';

CREATE OR REPLACE FUNCTION app.schedule_version()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select v.version from private.schedule_versions v where v.tenant_id = (select app.tenant_id())
$function$
;
alter function app.schedule_version() owner to context_owner;
comment on function app.schedule_version() is 'Version of the proven tenant''s schedule in the snapshot of the asking statement.';

CREATE OR REPLACE FUNCTION app.tenant_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select (private.context() ->> 't')::uuid
$function$
;
alter function app.tenant_id() owner to context_owner;
comment on function app.tenant_id() is 'The proven tenant of this transaction, or null: the wall of every table.';

CREATE OR REPLACE FUNCTION audit.first_bad_sequence(checked_tenant uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  with chain as (
    select l.sequence, l.hash, l.previous_hash, audit.link_hash(l.previous_hash, l.sequence, l) as recomputed,
           lag(l.hash, 1, sha256(convert_to(l.tenant_id::text, 'UTF8'))) over w as expected_previous,
           row_number() over w as position
    from audit.log l where l.tenant_id = checked_tenant
    window w as (order by l.sequence)
  ), last as (
    select coalesce(max(c.sequence), 0) as sequence from chain c
  ), head as (
    select coalesce(max(h.sequence), 0) as sequence from audit.heads h where h.tenant_id = checked_tenant
  ), faults as (
    -- A row that was taken out is named by its own number: the next one stands in its position.
    select position as sequence from chain
    where hash <> recomputed or previous_hash <> expected_previous or sequence <> position
    union all
    -- A cut tail leaves the head pointing past the newest row; a row put behind the head was not recorded.
    select least(last.sequence, head.sequence) + 1 from last, head where last.sequence <> head.sequence
    union all
    select h.sequence from audit.heads h join chain c using (sequence) where h.tenant_id = checked_tenant and c.hash <> h.hash
  )
  select min(sequence) from faults
$function$
;
alter function audit.first_bad_sequence(uuid) owner to audit_owner;
comment on function audit.first_bad_sequence(uuid) is 'Null when the chain of a tenant verifies, else the first sequence number that does not.';

CREATE OR REPLACE FUNCTION audit.link_hash(previous bytea, sequence bigint, entry audit.log)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select sha256(previous || convert_to(jsonb_build_array(
    entry.tenant_id, sequence, extract(epoch from entry.occurred_at), entry.actor_kind, entry.actor_id,
    entry.session_id, entry.action, entry.entity_type, entry.entity_id, to_jsonb(entry.changed_fields),
    entry.purpose, entry.request_id)::text, 'UTF8'))
$function$
;
alter function audit.link_hash(bytea,bigint,audit.log) owner to audit_owner;
comment on function audit.link_hash(bytea,bigint,audit.log) is NULL;

CREATE OR REPLACE FUNCTION audit.record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  claims jsonb := private.context();
  new_row jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  old_row jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  subject jsonb := case when tg_op = 'DELETE' then old_row else new_row end;
  entry audit.log;
begin
  if claims is null then
    raise exception 'a write without an actor' using errcode = 'HF010';
  end if;
  entry.tenant_id := (subject ->> 'tenant_id')::uuid;
  if entry.tenant_id is distinct from (claims ->> 't')::uuid then
    raise exception 'a write for another tenant than the sealed one' using errcode = 'HF010';
  end if;
  entry.changed_fields := case when tg_op = 'UPDATE'
    then array(select n.key from jsonb_each(new_row) n where n.value is distinct from old_row -> n.key)
    else array(select jsonb_object_keys(subject - 'tenant_id')) end;
  if tg_op = 'UPDATE' and cardinality(entry.changed_fields) = 0 then
    return null;
  end if;
  entry.occurred_at := clock_timestamp();
  entry.actor_kind := claims ->> 'k';
  entry.actor_id := (claims ->> 'a')::uuid;
  entry.session_id := (claims ->> 's')::uuid;
  entry.action := lower(tg_op);
  entry.entity_type := tg_table_name;
  -- The key columns beside tenant_id, as the trigger's arguments name them: opaque ids only.
  entry.entity_id := (select string_agg(subject ->> argument, '/') from unnest(tg_argv) as argument);
  entry.purpose := claims ->> 'p';
  entry.request_id := coalesce(claims ->> 'r', '');

  -- One statement locks the head, moves it and tells the hash before: a commit holds this lock, so it is short.
  loop
    update audit.heads h set sequence = h.sequence + 1, previous_hash = h.hash,
      hash = audit.link_hash(h.hash, h.sequence + 1, entry)
    where h.tenant_id = entry.tenant_id
    returning h.sequence, h.previous_hash, h.hash into entry.sequence, entry.previous_hash, entry.hash;
    exit when found;
    insert into audit.heads (tenant_id, sequence, hash, previous_hash)
    select entry.tenant_id, 0, start, start from sha256(convert_to(entry.tenant_id::text, 'UTF8')) as start
    on conflict do nothing;
  end loop;
  insert into audit.log select entry.*;
  return null;
end
$function$
;
alter function audit.record() owner to audit_owner;
comment on function audit.record() is 'Deferred trigger function of every audited table: appends one link at commit.';

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'the audit log is append-only' using errcode = 'HF011';
end
$function$
;
alter function audit.refuse_change() owner to audit_owner;
comment on function audit.refuse_change() is NULL;

CREATE OR REPLACE FUNCTION audit.watch(target regclass, VARIADIC key_columns text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  execute format(
    'create constraint trigger _900_audit after insert or update or delete on %s deferrable initially deferred '
    'for each row execute function audit.record(%s)',
    target, (select string_agg(quote_literal(k), ', ') from unnest(key_columns) as k));
  execute format('alter table %s enable always trigger _900_audit', target);
end
$function$
;
alter function audit.watch(regclass,text[]) owner to audit_owner;
comment on function audit.watch(regclass,text[]) is NULL;

CREATE OR REPLACE FUNCTION private.context()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  seal text := current_setting('app.seal', true);
  sealed bytea;
  -- Bytes before the last dot: what is signed. Counting characters or matching a pattern costs more than the MAC.
  signed_length integer := octet_length(seal) - 65;
  pads private.seal_keys;
  claims jsonb;
  life_seconds numeric;
begin
  -- Nothing below can raise on garbage, which would turn a forged seal into a 500: decoding waits for the MAC.
  if signed_length is null or signed_length not between 3 and 2048 then
    return null;
  end if;
  sealed := convert_to(seal, 'UTF8');
  select * into pads from private.seal_keys k where k.id::text = split_part(seal, '.', 1);
  -- Hashing both sides makes the comparison tell nothing by its timing. Without a key the answer is null: not a match.
  if (sha256(substr(sealed, signed_length + 1)) = sha256(convert_to('.' || encode(
        sha256(pads.outer_pad || sha256(pads.inner_pad || substr(sealed, 1, signed_length))), 'hex'), 'UTF8'))) is not true then
    return null;
  end if;
  claims := convert_from(decode(split_part(seal, '.', 2), 'base64'), 'UTF8')::jsonb;
  -- clock_timestamp, not now(): a transaction kept open must not outlive its seal.
  life_seconds := (claims ->> 'e')::numeric - extract(epoch from clock_timestamp());
  if (life_seconds > 0 and life_seconds <= 65) is not true then
    return null;
  end if;
  -- The kind is bound to the role of the transaction: a guest seal is worthless to app_member.
  if (claims ->> 'k') is distinct from (case current_setting('role')
       when 'app_guest' then 'guest' when 'app_member' then 'member' when 'app_job' then 'job'
       when 'none' then 'operator' end) then
    return null;
  end if;
  return claims;
end
$function$
;
alter function private.context() owner to context_owner;
comment on function private.context() is 'Claims of the sealed context, or null when absent, forged, expired or of another role.';

CREATE OR REPLACE FUNCTION private.idempotency_scope(route text, caller_key text)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select sha256(convert_to(jsonb_build_array(c ->> 't', c ->> 'k', c ->> 'a', route, caller_key)::text, 'UTF8'))
  from private.context() as c where c ->> 't' is not null
$function$
;
alter function private.idempotency_scope(text,text) owner to context_owner;
comment on function private.idempotency_scope(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.install_seal_key(key_id smallint, key bytea)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  padded bytea := key || decode(repeat('00', 64 - octet_length(key)), 'hex');
  inner_pad bytea := padded;
  outer_pad bytea := padded;
begin
  if octet_length(key) < 32 then
    raise exception 'a seal key has at least 32 bytes' using errcode = '22023';
  end if;
  for i in 0..63 loop
    inner_pad := set_byte(inner_pad, i, get_byte(padded, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(padded, i) # 92);
  end loop;
  insert into private.seal_keys as k values (key_id, inner_pad, outer_pad)
  on conflict (id) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad;
end
$function$
;
alter function private.install_seal_key(smallint,bytea) owner to private_owner;
comment on function private.install_seal_key(smallint,bytea) is NULL;

CREATE OR REPLACE FUNCTION private.keep_directory()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into private.tenant_directory as d (slug, tenant_id) values (new.slug, new.tenant_id)
  on conflict (tenant_id) do update set slug = excluded.slug;
  return null;
end
$function$
;
alter function private.keep_directory() owner to context_owner;
comment on function private.keep_directory() is NULL;

CREATE OR REPLACE FUNCTION private.note_schedule_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into private.schedule_versions as v (tenant_id, version)
  values (case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end,
    pg_current_xact_id()::text::bigint)
  on conflict (tenant_id) do update set version = excluded.version where v.version <> excluded.version;
  return null;
end
$function$
;
alter function private.note_schedule_change() owner to context_owner;
comment on function private.note_schedule_change() is NULL;

CREATE OR REPLACE FUNCTION private.role_permissions(role_name text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select case role_name
    when 'owner' then array['practice:read', 'practice:write', 'members:read', 'members:write', 'services:read',
      'services:write', 'resources:read', 'resources:write', 'schedule:read', 'schedule:write', 'customers:read',
      'customers:write', 'bookings:read', 'bookings:write', 'audit:read']
    when 'manager' then array['practice:read', 'practice:write', 'members:read', 'services:read',
      'services:write', 'resources:read', 'resources:write', 'schedule:read', 'schedule:write', 'customers:read',
      'customers:write', 'bookings:read', 'bookings:write', 'audit:read']
    when 'clinician' then array['practice:read', 'services:read', 'resources:read', 'schedule:read',
      'customers:read', 'bookings:read', 'bookings:write']
    when 'reception' then array['practice:read', 'services:read', 'resources:read', 'schedule:read',
      'customers:read', 'customers:write', 'bookings:read', 'bookings:write']
    when 'billing' then array['practice:read', 'services:read', 'customers:read', 'bookings:read']
    when 'guest' then array['public:read', 'public:book']
    when 'job' then array['practice:read', 'services:read', 'resources:read', 'schedule:read', 'customers:read',
      'customers:write', 'bookings:read', 'bookings:write', 'jobs:run']
    else array[]::text[]
  end
$function$
;
alter function private.role_permissions(text) owner to context_owner;
comment on function private.role_permissions(text) is NULL;

CREATE OR REPLACE FUNCTION private.session_lives(session uuid, person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select from auth.sessions s
    where s.id = session and s.user_id = person and (s.not_after is null or s.not_after > clock_timestamp()))
$function$
;
alter function private.session_lives(uuid,uuid) owner to session_reader;
comment on function private.session_lives(uuid,uuid) is 'Whether this sign-in has not been ended: signing out counts at once.';

-- Function grants

grant execute on function app.actor_id() to app_guest;
grant execute on function app.actor_id() to app_job;
grant execute on function app.actor_id() to app_member;
grant execute on function app.actor_id() to audit_owner;
grant execute on function app.actor_id() to booking_keeper;
grant execute on function app.can(text) to app_guest;
grant execute on function app.can(text) to app_job;
grant execute on function app.can(text) to app_member;
grant execute on function app.can(text) to audit_owner;
grant execute on function app.can(text) to booking_keeper;
grant execute on function app.can(text) to holdfast_owner;
grant execute on function app.check_booking() to holdfast_owner;
grant execute on function app.check_group() to holdfast_owner;
grant execute on function app.check_occupancy() to holdfast_owner;
grant execute on function app.claim_idempotency(text,text,bytea) to app_guest;
grant execute on function app.claim_idempotency(text,text,bytea) to app_job;
grant execute on function app.claim_idempotency(text,text,bytea) to app_member;
grant execute on function app.demand(text) to app_guest;
grant execute on function app.demand(text) to app_job;
grant execute on function app.demand(text) to app_member;
grant execute on function app.demand(text) to booking_keeper;
grant execute on function app.enqueue_booking_mail(uuid,integer,text) to app_guest;
grant execute on function app.enqueue_booking_mail(uuid,integer,text) to app_job;
grant execute on function app.enqueue_booking_mail(uuid,integer,text) to app_member;
grant execute on function app.find_tenant(text) to app_guest;
grant execute on function app.find_tenant(text) to app_job;
grant execute on function app.find_tenant(text) to app_member;
grant execute on function app.follow_booking() to holdfast_owner;
grant execute on function app.follow_group() to holdfast_owner;
grant execute on function app.jobs_ready() to app_guest;
grant execute on function app.keep_answer(text,text,bytea,bytea) to app_guest;
grant execute on function app.keep_answer(text,text,bytea,bytea) to app_job;
grant execute on function app.keep_answer(text,text,bytea,bytea) to app_member;
grant execute on function app.link_hash() to app_guest;
grant execute on function app.link_hash() to app_job;
grant execute on function app.link_hash() to app_member;
grant execute on function app.link_hash() to booking_keeper;
grant execute on function app.linked_booking(text[]) to app_guest;
grant execute on function app.linked_booking(text[]) to app_job;
grant execute on function app.linked_booking(text[]) to app_member;
grant execute on function app.occupies(text) to app_guest;
grant execute on function app.occupies(text) to app_job;
grant execute on function app.occupies(text) to app_member;
grant execute on function app.occupies(text) to holdfast_owner;
grant execute on function app.own_memberships() to app_member;
grant execute on function app.release_expired_holds() to app_guest;
grant execute on function app.release_expired_holds() to app_job;
grant execute on function app.release_expired_holds() to app_member;
grant execute on function app.schedule_version() to app_guest;
grant execute on function app.schedule_version() to app_job;
grant execute on function app.schedule_version() to app_member;
grant execute on function app.tenant_id() to app_guest;
grant execute on function app.tenant_id() to app_job;
grant execute on function app.tenant_id() to app_member;
grant execute on function app.tenant_id() to audit_owner;
grant execute on function app.tenant_id() to booking_keeper;
grant execute on function audit.record() to holdfast_owner;
grant execute on function audit.watch(regclass,text[]) to holdfast_owner;
grant execute on function private.context() to app_worker;
grant execute on function private.context() to audit_owner;
grant execute on function private.context() to booking_keeper;
grant execute on function private.context() to holdfast_owner;
grant execute on function private.context() to private_owner;
grant execute on function private.keep_directory() to holdfast_owner;
grant execute on function private.note_schedule_change() to holdfast_owner;
grant execute on function private.session_lives(uuid,uuid) to context_owner;
