-- What can be booked, who performs it, and which rooms and equipment it needs.

set role holdfast_owner;

create table app.services (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null default gen_random_uuid(),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 60),
  name text not null check (char_length(name) between 1 and 120),
  name_de text not null default '' check (char_length(name_de) <= 120),
  description text not null default '' check (char_length(description) <= 600),
  description_de text not null default '' check (char_length(description_de) <= 600),
  duration_minutes integer not null check (duration_minutes between 5 and 720),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 240),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 240),
  price_cents integer not null check (price_cents >= 0),
  capacity smallint not null default 1 check (capacity between 1 and 200),
  online boolean not null default true,
  active boolean not null default true,
  position smallint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
comment on table app.services is 'A bookable service. Minutes and cents; capacity above one is a group.';

create table app.service_practitioners (
  tenant_id uuid not null,
  service_id uuid not null,
  practitioner_id uuid not null,
  primary key (tenant_id, service_id, practitioner_id),
  foreign key (tenant_id, service_id) references app.services (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id)
);
create index service_practitioners_practitioner on app.service_practitioners (tenant_id, practitioner_id);
comment on table app.service_practitioners is 'Who performs which service.';

create table app.resources (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  location_id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null check (char_length(name) between 1 and 120),
  active boolean not null default true,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references app.locations (tenant_id, id)
);
create index resources_location on app.resources (tenant_id, location_id);
comment on table app.resources is 'A room or a piece of equipment: as exclusive as a practitioner.';

create table app.service_resource_kinds (
  tenant_id uuid not null,
  service_id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  quantity smallint not null default 1 check (quantity between 1 and 5),
  primary key (tenant_id, service_id, kind),
  foreign key (tenant_id, service_id) references app.services (tenant_id, id)
);
comment on table app.service_resource_kinds is 'Kinds of room or equipment a service cannot do without.';

do $$
declare
  t text;
begin
  foreach t in array array['services', 'service_practitioners', 'resources', 'service_resource_kinds'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy wall on app.%I as restrictive for all to app_guest, app_member, app_job '
      'using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))', t);
  end loop;
end
$$;

create policy select_guest on app.services for select to app_guest
  using (active and online and (select app.can('public:read')));
create policy select_staff on app.services for select to app_member, app_job using ((select app.can('services:read')));
create policy insert_staff on app.services for insert to app_member with check ((select app.can('services:write')));
create policy update_staff on app.services for update to app_member
  using ((select app.can('services:write'))) with check ((select app.can('services:write')));

-- In the words of the wall: one verification for both (see app.tenants).
create policy select_guest on app.service_practitioners for select to app_guest using (tenant_id = (select app.tenant_id()));
create policy select_staff on app.service_practitioners for select to app_member, app_job using ((select app.can('services:read')));
create policy insert_staff on app.service_practitioners for insert to app_member with check ((select app.can('services:write')));
create policy delete_staff on app.service_practitioners for delete to app_member using ((select app.can('services:write')));

create policy select_guest on app.resources for select to app_guest using (active and (select app.can('public:read')));
create policy select_staff on app.resources for select to app_member, app_job using ((select app.can('resources:read')));
create policy insert_staff on app.resources for insert to app_member with check ((select app.can('resources:write')));
create policy update_staff on app.resources for update to app_member
  using ((select app.can('resources:write'))) with check ((select app.can('resources:write')));

create policy select_guest on app.service_resource_kinds for select to app_guest using (tenant_id = (select app.tenant_id()));
create policy select_staff on app.service_resource_kinds for select to app_member, app_job using ((select app.can('services:read')));
create policy insert_staff on app.service_resource_kinds for insert to app_member with check ((select app.can('services:write')));
create policy delete_staff on app.service_resource_kinds for delete to app_member using ((select app.can('services:write')));

grant select on app.services, app.service_practitioners, app.service_resource_kinds to app_guest, app_member, app_job;
grant select on app.resources to app_member, app_job;
-- Guests need to know that a room is free, not what it is called.
grant select (tenant_id, id, location_id, kind, active) on app.resources to app_guest;
grant insert (tenant_id, slug, name, name_de, description, description_de, duration_minutes, buffer_before_minutes,
  buffer_after_minutes, price_cents, capacity, online, active, position),
  update (slug, name, name_de, description, description_de, duration_minutes, buffer_before_minutes,
  buffer_after_minutes, price_cents, capacity, online, active, position) on app.services to app_member;
grant insert, delete on app.service_practitioners to app_member;
grant insert (tenant_id, location_id, kind, name, active), update (location_id, kind, name, active) on app.resources to app_member;
grant insert, delete on app.service_resource_kinds to app_member;
-- no delete on services and resources: they become inactive; past bookings still name them.

select audit.watch('app.services', 'id');
select audit.watch('app.service_practitioners', 'service_id', 'practitioner_id');
select audit.watch('app.resources', 'id');
select audit.watch('app.service_resource_kinds', 'service_id', 'kind');
reset role;
