-- Schemas are rooms named by trust; roles are who may enter them.
--
-- A request never runs as an owner. The web process logs in as app_server, which owns nothing and inherits
-- nothing, and becomes app_guest, app_member or app_job for one transaction. Objects belong to roles that
-- cannot log in. Nothing is granted to anon or authenticated, so a leaked access token used against the
-- Data API yields nothing.

create schema if not exists extensions;
create extension if not exists btree_gist with schema extensions;

-- Functions are executable by PUBLIC unless that default is withdrawn, and withdrawing it per schema does
-- nothing: it has to be global, for each role that will create functions.
do $$
declare
  owner_name text;
begin
  foreach owner_name in array array['holdfast_owner', 'audit_owner', 'private_owner', 'context_owner', 'booking_keeper'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = owner_name) then
      execute format('create role %I nologin noinherit', owner_name);
    end if;
    execute format('grant %I to current_user with inherit true, set true', owner_name);
    execute format('alter default privileges for role %I revoke execute on functions from public', owner_name);
    execute format('alter default privileges for role %I revoke usage on types from public', owner_name);
  end loop;
  -- auth.sessions has row-level security without a policy, and only its owner may add one. The role that looks
  -- there therefore bypasses row-level security, and holds three columns of that one table and nothing else.
  if not exists (select from pg_catalog.pg_roles where rolname = 'session_reader') then
    create role session_reader nologin noinherit bypassrls;
  end if;
  grant session_reader to current_user with inherit true, set true;
  alter default privileges for role session_reader revoke execute on functions from public;
  foreach owner_name in array array['app_guest', 'app_member', 'app_job'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = owner_name) then
      execute format('create role %I nologin noinherit', owner_name);
    end if;
    execute format('grant %I to current_user with inherit false, set true', owner_name);
  end loop;
  -- No password here: the stack or the operator sets it, so no secret is ever in the repository.
  foreach owner_name in array array['app_server', 'app_worker'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = owner_name) then
      execute format('create role %I login noinherit', owner_name);
    end if;
  end loop;
end
$$;
alter default privileges revoke execute on functions from public;
grant app_worker to current_user with inherit true, set true;
alter default privileges for role app_worker revoke execute on functions from public;

-- The application may step down into a request role, and never sideways into another's privileges.
grant app_guest, app_member, app_job to app_server with inherit false, set true;

revoke create on schema public from public;

-- Every function of ours says `set search_path = pg_catalog, pg_temp`. An empty path is not enough: the temporary
-- schema is then searched *first* for types, and a domain named pg_temp.uuid with a CHECK ran the caller's code as the
-- definer, who may read the seal keys. Temporary objects are withdrawn as well, from whoever does not own the database.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

create schema app authorization holdfast_owner;
create schema audit authorization audit_owner;
create schema private authorization private_owner;
-- graphile-worker installs its own tables here, as the role that runs it.
create schema graphile_worker authorization app_worker;

comment on schema app is 'Tenant rows. Every table is walled by tenant and forces row-level security.';
comment on schema audit is 'Append-only. Nobody updates, deletes or truncates.';
comment on schema private is 'Keys, directory, idempotency. No request role has USAGE; only named definer functions reach in.';

grant usage on schema app to app_guest, app_member, app_job, context_owner, booking_keeper, audit_owner;
grant usage on schema audit to app_member, app_job;
grant usage on schema private to context_owner, booking_keeper, audit_owner, holdfast_owner;
-- app_worker owns one function of app: the one that puts a job in the queue.
grant usage, create on schema app to app_worker;
grant create on schema app to context_owner, booking_keeper;
grant usage, create on schema private to session_reader;
grant create on schema private to context_owner;
