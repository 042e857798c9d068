-- The sealed context: who acts, for which tenant, until when.
--
-- A setting is writable by the role that reads it, so `set app.tenant = …` proves nothing. The application
-- therefore sets one value, `app.seal`, that carries its claims and an HMAC-SHA-256 (RFC 2104) over them. The
-- key is known to the application and, in the database, to one definer function. Whoever runs arbitrary SQL
-- as a request role still cannot become another tenant.
--
-- Shape: <key id>.<base64 of JSON claims>.<hex MAC over the first two parts>
-- Claims: k kind (guest, member, job, operator) · a actor · t tenant · s session · p purpose · r request id ·
--         e expiry, epoch seconds, at most 60 s ahead · l hash of a presented link, hex

set role private_owner;

create table private.seal_keys (
  id smallint primary key check (id between 1 and 99),
  -- RFC 2104 pads are stored rather than the key: two built-in SHA-256 calls verify a seal.
  inner_pad bytea not null check (octet_length(inner_pad) = 64),
  outer_pad bytea not null check (octet_length(outer_pad) = 64)
);
comment on table private.seal_keys is 'HMAC key pads of the sealed context. Readable by private.context() alone.';

create function private.install_seal_key(key_id smallint, key bytea) returns void
language plpgsql security invoker set search_path = pg_catalog, pg_temp as $$
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
$$;

grant select on private.seal_keys to context_owner;

reset role;
set role context_owner;

create function private.context() returns jsonb
language plpgsql stable security definer parallel safe set search_path = pg_catalog, pg_temp as $$
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
$$;
comment on function private.context() is 'Claims of the sealed context, or null when absent, forged, expired or of another role.';

create function app.tenant_id() returns uuid
language sql stable security definer parallel safe set search_path = pg_catalog, pg_temp as $$
  select (private.context() ->> 't')::uuid
$$;
comment on function app.tenant_id() is 'The proven tenant of this transaction, or null: the wall of every table.';

create function app.actor_id() returns uuid
language sql stable security definer parallel safe set search_path = pg_catalog, pg_temp as $$
  select (private.context() ->> 'a')::uuid
$$;
comment on function app.actor_id() is 'The signed-in person, null for guests and jobs.';

grant execute on function private.context() to audit_owner, booking_keeper, holdfast_owner, app_worker, private_owner;
grant execute on function app.tenant_id(), app.actor_id()
  to app_guest, app_member, app_job, context_owner, booking_keeper, audit_owner;

reset role;
grant usage on schema private to app_worker;
