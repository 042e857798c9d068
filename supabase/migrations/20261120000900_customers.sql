-- The people who come. An address is not an identity: a parent books for two children and a couple shares a
-- mailbox, so several customers may carry one e-mail, and a telephone number alone is enough.

set role holdfast_owner;

create table app.customers (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null default gen_random_uuid(),
  full_name text not null check (char_length(full_name) between 1 and 120),
  email text check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 254),
  phone text check (phone ~ '^[+]?[0-9 ()/.-]{4,31}$'),
  locale text not null default 'en' check (locale in ('en', 'de')),
  source text not null check (source in ('public', 'api', 'desk')),
  created_at timestamptz not null default now(),
  check (email is not null or phone is not null),
  primary key (tenant_id, id)
);
comment on table app.customers is 'A person who books. Neither e-mail nor phone is unique, and both may be shared.';
create index customers_email on app.customers (tenant_id, email);
create index customers_name on app.customers (tenant_id, full_name);

alter table app.customers enable row level security;
alter table app.customers force row level security;
create policy wall on app.customers as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
-- A guest writes a customer down and can never read one: the public page cannot tell whether a person is known,
-- nor overwrite what the practice knows.
create policy insert_guest on app.customers for insert to app_guest
  with check (source in ('public', 'api') and (select app.can('public:book')));
create policy select_staff on app.customers for select to app_member, app_job using ((select app.can('customers:read')));
create policy insert_staff on app.customers for insert to app_member
  with check (source = 'desk' and (select app.can('customers:write')));
create policy update_staff on app.customers for update to app_member
  using ((select app.can('customers:write'))) with check ((select app.can('customers:write')));

grant insert (tenant_id, id, full_name, email, phone, locale, source) on app.customers to app_guest, app_member;
grant select on app.customers to app_member, app_job;
grant update (full_name, email, phone, locale) on app.customers to app_member;
-- no delete: erasure is destroying a key, and comes with the clinical schema.

select audit.watch('app.customers', 'id');
reset role;
