-- Who works here and what they may do: `area:verb` permissions, roles as named sets of them, and grants and
-- withdrawals for one person. lib/access/permissions.ts holds the same sets for types and pages; a test keeps
-- the two equal, and this one decides.

set role holdfast_owner;

create table app.memberships (
  tenant_id uuid not null references app.tenants (tenant_id),
  user_id uuid not null,
  role text not null check (role in ('owner', 'manager', 'clinician', 'reception', 'billing')),
  status text not null default 'active' check (status in ('active', 'suspended', 'left')),
  display_name text not null check (char_length(display_name) between 1 and 120),
  granted text[] not null default '{}',
  withdrawn text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
comment on table app.memberships is 'A person''s place in a practice. Authority is read from here on every statement, never from a token.';
create index memberships_user on app.memberships (user_id);

alter table app.memberships enable row level security;
alter table app.memberships force row level security;
create policy wall on app.memberships as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
-- The permission check itself reads memberships: its definer sees the proven actor's own rows, nothing more.
create policy select_context on app.memberships for select to context_owner
  using (user_id = (select app.actor_id()));
grant select on app.memberships to context_owner;

reset role;
-- On Supabase `postgres` may not pass on USAGE of schema auth (the grant only warns), but may grant anon, which has it.
-- The reader inherits that and no more: anon holds nothing of ours.
grant anon to session_reader with inherit true, set false;
grant select (id, user_id, not_after) on auth.sessions to session_reader;

set role session_reader;
create function private.session_lives(session uuid, person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from auth.sessions s
    where s.id = session and s.user_id = person and (s.not_after is null or s.not_after > clock_timestamp()))
$$;
comment on function private.session_lives(uuid, uuid) is 'Whether this sign-in has not been ended: signing out counts at once.';
grant execute on function private.session_lives(uuid, uuid) to context_owner;
reset role;
revoke create on schema private from session_reader;

set role context_owner;

create function private.role_permissions(role_name text) returns text[]
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
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
$$;

-- True when the sealed actor may do this now. Reads, each time: the membership is active, and the session that
-- the seal names still exists, so that signing out counts at once although the access token lives an hour.
create function app.can(permission text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
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
$$;
comment on function app.can(text) is 'Whether the sealed actor holds an area:verb permission in the sealed tenant, right now.';

-- Raises rather than answers: the door puts it first in the transaction, so nothing runs behind a refusal.
create function app.demand(permission text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if app.can(permission) is not true then
    raise exception 'permission denied' using errcode = '42501';
  end if;
end
$$;

create function app.link_hash() returns bytea
language sql stable security definer parallel safe set search_path = pg_catalog, pg_temp as $$
  select decode(private.context() ->> 'l', 'hex')
$$;
comment on function app.link_hash() is 'SHA-256 of the link token that this request presented, or null.';

-- The practices of the signed-in person, asked before one of them is chosen.
create function app.own_memberships() returns table (tenant_id uuid, slug text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.tenant_id, d.slug, m.role
  from app.memberships m join private.tenant_directory d using (tenant_id)
  where m.user_id = (select app.actor_id()) and m.status = 'active'
    and private.session_lives((private.context() ->> 's')::uuid, m.user_id)
  order by d.slug
$$;

grant execute on function app.can(text), app.demand(text), app.link_hash() to app_guest, app_member, app_job, booking_keeper;
grant execute on function app.own_memberships() to app_member;
grant execute on function app.can(text) to audit_owner, holdfast_owner;

reset role;

set role holdfast_owner;
-- A guest's seal is permission to read what is public, and there is no other seal for this role (private.context). Said in
-- the very words of the wall, so that Postgres keeps one condition and verifies the seal once: the public pages' hot path.
create policy select_guest on app.tenants for select to app_guest using (tenant_id = (select app.tenant_id()));
create policy select_staff on app.tenants for select to app_member, app_job using ((select app.can('practice:read')));
create policy update_staff on app.tenants for update to app_member
  using ((select app.can('practice:write'))) with check ((select app.can('practice:write')));

create policy select_staff on app.memberships for select to app_member, app_job
  using ((select app.can('members:read'))
    -- One's own place, while the membership is active and the session lives: every role may read the practice.
    or (user_id = (select app.actor_id()) and (select app.can('practice:read'))));
grant select on app.memberships to app_member;
-- no insert, update, delete: joining and leaving come with invitations.
select audit.watch('app.memberships', 'user_id');
reset role;

set role audit_owner;
create policy select_staff on audit.log for select to app_member using ((select app.can('audit:read')));
grant select on audit.log to app_member;
reset role;
