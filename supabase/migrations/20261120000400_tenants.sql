-- A tenant is one practice: its public name, its zone and the policy under which it takes bookings.
--
-- Its slug is the first segment of every public address, so it may not be a word that the product itself uses.
-- The directory beside it answers the only question that is asked before a tenant is proven: which tenant, in
-- which cell, is behind this slug?

set role holdfast_owner;

create table app.tenants (
  tenant_id uuid primary key default gen_random_uuid(),
  slug text not null unique
    check (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$' and slug !~ '--')
    constraint tenants_slug_not_reserved check (slug <> all (array[
      'about', 'account', 'admin', 'api', 'app', 'assets', 'auth', 'billing', 'blog', 'booking', 'clinical',
      'contact', 'dashboard', 'desk', 'developers', 'docs', 'error', 'favicon', 'health', 'help', 'holdfast', 'home', 'icon',
      'imprint', 'invite', 'join', 'legal', 'locale', 'login', 'logout', 'mail', 'manifest', 'me', 'new',
      'not-found', 'onboarding', 'practices', 'pricing', 'privacy', 'public', 'register', 'robots', 'security', 'settings',
      'setup', 'sign-in', 'sign-out', 'sign-up', 'signin', 'signout', 'signup', 'sitemap', 'static', 'status',
      'support', 'terms', 'well-known', 'www'])),
  name text not null check (char_length(name) between 1 and 120),
  locale text not null default 'en' check (locale in ('en', 'de')),
  zone text not null check (zone ~ '^[A-Za-z]+(/[A-Za-z0-9_+-]+)+$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  preset text not null check (preset in ('clinic', 'salon', 'therapy', 'physiotherapy', 'other')),
  accent text not null default '#0f6b6b' check (accent ~ '^#[0-9a-f]{6}$'),
  tagline text not null default '' check (char_length(tagline) <= 240),
  tagline_de text not null default '' check (char_length(tagline_de) <= 240),
  contact_email text check (contact_email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(contact_email) <= 254),
  contact_phone text check (char_length(contact_phone) <= 32),
  -- Booking policy.
  notice_minutes integer not null default 120 check (notice_minutes between 0 and 20160),
  horizon_days integer not null default 60 check (horizon_days between 1 and 365),
  granularity_minutes integer not null default 15 check (granularity_minutes in (5, 10, 15, 20, 30, 60)),
  change_notice_minutes integer not null default 1440 check (change_notice_minutes between 0 and 20160),
  hold_minutes integer not null default 10 check (hold_minutes between 2 and 30),
  needs_approval boolean not null default false,
  -- When true no service, practitioner or reason stands in a subject line or a calendar title.
  discreet boolean not null default true,
  created_at timestamptz not null default now()
);
comment on table app.tenants is 'One practice. The slug is its public address; the policy columns rule its bookings.';

alter table app.tenants enable row level security;
alter table app.tenants force row level security;
create policy wall on app.tenants as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));

grant select on app.tenants to app_guest, app_member, app_job;
grant update (name, locale, currency, accent, tagline, tagline_de, contact_email, contact_phone, notice_minutes,
  horizon_days, granularity_minutes, change_notice_minutes, hold_minutes, needs_approval, discreet)
  on app.tenants to app_member;
-- no insert: a tenant is founded by the operator, outside any tenant's wall.
-- no delete: a practice is closed, never removed under its records.

select audit.watch('app.tenants', 'tenant_id');

reset role;
set role private_owner;
create table private.tenant_directory (
  slug text primary key,
  tenant_id uuid not null unique,
  cell text not null default 'local'
);
comment on table private.tenant_directory is 'Slug to tenant and cell: the only look-up made before a tenant is proven.';
grant select, insert, update on private.tenant_directory to context_owner;
reset role;

set role context_owner;
create function private.keep_directory() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into private.tenant_directory as d (slug, tenant_id) values (new.slug, new.tenant_id)
  on conflict (tenant_id) do update set slug = excluded.slug;
  return null;
end
$$;
create function app.find_tenant(requested_slug text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.tenant_id from private.tenant_directory d where d.slug = requested_slug
$$;
comment on function app.find_tenant(text) is 'Tenant behind a public slug, or null. Reveals nothing that the public page does not.';
grant execute on function app.find_tenant(text) to app_guest, app_member, app_job;
grant execute on function private.keep_directory() to holdfast_owner;
reset role;

set role holdfast_owner;
create trigger _500_directory after insert or update of slug on app.tenants
  for each row execute function private.keep_directory();
alter table app.tenants enable always trigger _500_directory;
reset role;
