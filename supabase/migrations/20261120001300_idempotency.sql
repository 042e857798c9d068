-- Idempotency keys: same key and same body, the stored answer; same key and another body, a refusal; a key that
-- is being worked on, "in flight". The claim and the work commit together, so a crash leaves neither.

set role private_owner;

create table private.idempotency (
  -- SHA-256 over tenant, actor, route and the caller's key: the key itself is not kept.
  scope_hash bytea primary key check (octet_length(scope_hash) = 32),
  tenant_id uuid not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  -- Sealed by the application under a key derived from the caller's key: answers may hold link tokens.
  sealed_answer bytea not null check (octet_length(sealed_answer) <= 65536),
  created_at timestamptz not null default now()
);
create index idempotency_age on private.idempotency (created_at);
comment on table private.idempotency is 'Answers kept for 24 hours, to be given again.';
grant select, insert, delete on private.idempotency to context_owner;

reset role;
set role context_owner;

create function private.idempotency_scope(route text, caller_key text) returns bytea
language sql stable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to(jsonb_build_array(c ->> 't', c ->> 'k', c ->> 'a', route, caller_key)::text, 'UTF8'))
  from private.context() as c where c ->> 't' is not null
$$;

-- status: fresh (do the work), in_flight, mismatch, or replay with the answer.
create function app.claim_idempotency(route text, caller_key text, request_hash bytea)
returns table (status text, sealed_answer bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
$$;

create function app.keep_answer(route text, caller_key text, request_hash bytea, sealed_answer bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
$$;

grant execute on function app.claim_idempotency(text, text, bytea), app.keep_answer(text, text, bytea, bytea)
  to app_guest, app_member, app_job;
grant execute on function private.idempotency_scope(text, text) to context_owner;
reset role;
grant update on private.idempotency to context_owner;
revoke create on schema app from context_owner, booking_keeper;
revoke create on schema private from context_owner;
