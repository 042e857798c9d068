-- The same promise for groups: a meeting that is on occupies its practitioner, its room and its buffers, and one that
-- is called off gives them back. Nobody is left standing in front of a locked studio: a group with people in it is
-- not called off, its bookings are cancelled first.

set role booking_keeper;

create function app.follow_group() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
$$;

-- At commit, as for bookings (app.check_occupancy).
create function app.check_group() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
$$;

grant execute on function app.follow_group(), app.check_group() to holdfast_owner;
reset role;

set role holdfast_owner;
create trigger _500_follow after update of cancelled_at on app.group_sessions
  for each row execute function app.follow_group();
create constraint trigger _800_occupancy after insert or update of starts_at, ends_at, practitioner_id, cancelled_at on app.group_sessions deferrable initially deferred
  for each row execute function app.check_group();
create constraint trigger _810_group after insert or update on app.allocations deferrable initially deferred
  for each row when (new.group_session_id is not null) execute function app.check_group();
alter table app.group_sessions enable always trigger _500_follow;
alter table app.group_sessions enable always trigger _800_occupancy;
alter table app.allocations enable always trigger _810_group;
reset role;
