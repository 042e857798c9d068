-- Where the practice works and who performs its services. A location has a zone of its own: one practice can
-- have rooms on both sides of a border.

set role holdfast_owner;

create table app.locations (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 120),
  zone text not null check (zone ~ '^[A-Za-z]+(/[A-Za-z0-9_+-]+)+$'),
  address text not null default '' check (char_length(address) <= 300),
  active boolean not null default true,
  primary key (tenant_id, id)
);
comment on table app.locations is 'A place of the practice, with its own IANA zone.';

create table app.practitioners (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  location_id uuid not null,
  user_id uuid,
  display_name text not null check (char_length(display_name) between 1 and 120),
  title text not null default '' check (char_length(title) <= 120),
  title_de text not null default '' check (char_length(title_de) <= 120),
  position smallint not null default 0,
  active boolean not null default true,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references app.locations (tenant_id, id),
  foreign key (tenant_id, user_id) references app.memberships (tenant_id, user_id)
);
create index practitioners_location on app.practitioners (tenant_id, location_id);
create index practitioners_user on app.practitioners (tenant_id, user_id);
comment on table app.practitioners is 'A person customers can book. May or may not have an account.';

alter table app.locations enable row level security;
alter table app.locations force row level security;
alter table app.practitioners enable row level security;
alter table app.practitioners force row level security;

create policy wall on app.locations as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
create policy select_guest on app.locations for select to app_guest using (active and (select app.can('public:read')));
create policy select_staff on app.locations for select to app_member, app_job using ((select app.can('practice:read')));
create policy insert_staff on app.locations for insert to app_member with check ((select app.can('practice:write')));
create policy update_staff on app.locations for update to app_member
  using ((select app.can('practice:write'))) with check ((select app.can('practice:write')));

create policy wall on app.practitioners as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
create policy select_guest on app.practitioners for select to app_guest using (active and (select app.can('public:read')));
create policy select_staff on app.practitioners for select to app_member, app_job using ((select app.can('practice:read')));
create policy insert_staff on app.practitioners for insert to app_member with check ((select app.can('practice:write')));
create policy update_staff on app.practitioners for update to app_member
  using ((select app.can('practice:write'))) with check ((select app.can('practice:write')));

grant select on app.locations to app_guest, app_member, app_job;
grant insert (tenant_id, name, zone, address, active), update (name, zone, address, active) on app.locations to app_member;
grant select (tenant_id, id, location_id, display_name, title, title_de, position, active) on app.practitioners to app_guest;
grant select on app.practitioners to app_member, app_job;
grant insert (tenant_id, location_id, user_id, display_name, title, title_de, position, active),
  update (location_id, user_id, display_name, title, title_de, position, active) on app.practitioners to app_member;
-- no delete: a place or a person becomes inactive; past bookings still name them.

select audit.watch('app.locations', 'id');
select audit.watch('app.practitioners', 'id');
reset role;
