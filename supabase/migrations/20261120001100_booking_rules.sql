-- The rules that no caller can forget: what a booking costs and how long it takes comes from its service, its
-- state moves only along the permitted steps, leaving an occupying state frees the time, and no booking can be
-- committed that occupies nothing or lacks its buffers, its room or its machine.

set role booking_keeper;

create function app.occupies(state text) returns boolean
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select state in ('held', 'pending', 'confirmed', 'arrived')
$$;

-- The booking behind the presented link, if the link has one of these powers and still lives.
create function app.linked_booking(variadic purposes text[]) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.booking_id from app.booking_links l
  where l.tenant_id = (select app.tenant_id()) and l.token_hash = (select app.link_hash())
    and l.purpose = any (purposes) and l.revoked_at is null and l.expires_at > clock_timestamp()
$$;
comment on function app.linked_booking(text[]) is 'Booking that the presented link has power over, or null.';

create function app.check_booking() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  claims jsonb := private.context();
  service app.services;
  tenant app.tenants;
begin
  if tg_op = 'INSERT' then
    select * into service from app.services s where s.tenant_id = new.tenant_id and s.id = new.service_id;
    select * into tenant from app.tenants t where t.tenant_id = new.tenant_id;
    if service.id is null or not service.active
       or (claims ->> 'k' = 'guest' and not service.online)
       or not exists (select from app.service_practitioners p where p.tenant_id = new.tenant_id
                      and p.service_id = new.service_id and p.practitioner_id = new.practitioner_id) then
      raise exception 'this service cannot be booked with this practitioner' using errcode = 'HF006';
    end if;
    -- Never from the request body.
    new.price_cents := service.price_cents;
    new.currency := tenant.currency;
    new.buffer_before_minutes := service.buffer_before_minutes;
    new.buffer_after_minutes := service.buffer_after_minutes;
    new.version := 1;
    if new.ends_at <> new.starts_at + make_interval(mins => service.duration_minutes)
       or (service.capacity > 1) <> (new.group_session_id is not null) then
      raise exception 'a booking lasts as long as its service' using errcode = 'HF006';
    end if;
    if new.state not in ('held', 'pending', 'confirmed') or (claims ->> 'k' = 'guest' and new.state <> 'held') then
      raise exception 'a booking does not begin in this state' using errcode = 'HF003';
    end if;
    -- A hold is as long as the practice says, not as long as the caller says.
    if new.state = 'held' then
      new.hold_expires_at := least(new.hold_expires_at, clock_timestamp() + make_interval(mins => tenant.hold_minutes));
    end if;
    return new;
  end if;

  -- A booking that moves is booked anew, at what its service needs by now; one that stays keeps what it has.
  if new.starts_at <> old.starts_at or new.practitioner_id <> old.practitioner_id then
    select * into service from app.services s where s.tenant_id = new.tenant_id and s.id = new.service_id;
    new.buffer_before_minutes := service.buffer_before_minutes;
    new.buffer_after_minutes := service.buffer_after_minutes;
  end if;
  if new.service_id <> old.service_id or (new.ends_at - new.starts_at <> old.ends_at - old.starts_at
       and new.ends_at - new.starts_at is distinct from make_interval(mins => service.duration_minutes)) then
    raise exception 'a booking lasts as long as its service' using errcode = 'HF006';
  end if;
  if new.practitioner_id <> old.practitioner_id and not exists (select from app.service_practitioners p
       where p.tenant_id = new.tenant_id and p.service_id = new.service_id and p.practitioner_id = new.practitioner_id) then
    raise exception 'this service cannot be booked with this practitioner' using errcode = 'HF006';
  end if;
  if new.state <> old.state then
    if not (
      (old.state, new.state) in (('held', 'pending'), ('held', 'confirmed'), ('held', 'cancelled'),
        ('pending', 'confirmed'), ('pending', 'cancelled'),
        ('confirmed', 'arrived'), ('confirmed', 'cancelled'), ('confirmed', 'no-show'), ('arrived', 'completed'))
      -- Undo, for staff only: a slip of the hand at a busy desk.
      or (claims ->> 'k' <> 'guest' and (old.state, new.state) in (('arrived', 'confirmed'), ('completed', 'arrived'),
        ('no-show', 'confirmed'), ('cancelled', 'confirmed')))
    ) then
      raise exception 'a booking does not go from % to %', old.state, new.state using errcode = 'HF003';
    end if;
  elsif new.starts_at <> old.starts_at and not app.occupies(new.state) then
    raise exception 'a booking that is over is not moved' using errcode = 'HF003';
  end if;
  if claims ->> 'k' = 'guest' then
    select * into tenant from app.tenants t where t.tenant_id = new.tenant_id;
    -- Nor does a move link confirm what was only requested, should the practice have stopped asking since.
    if new.state = 'confirmed' and (old.state = 'pending' or (tenant.needs_approval and old.state <> 'confirmed')) then
      raise exception 'this practice confirms bookings itself' using errcode = 'HF003';
    end if;
    if old.state <> 'held' and (new.state = 'cancelled' or new.starts_at <> old.starts_at)
       and old.starts_at - make_interval(mins => tenant.change_notice_minutes) < clock_timestamp() then
      raise exception 'too late to change this booking' using errcode = 'HF005';
    end if;
    if old.customer_id is not null and new.customer_id is distinct from old.customer_id then
      raise exception 'a booking does not change hands by link' using errcode = 'HF006';
    end if;
    -- A hold that ran out may have been given to somebody else a moment later.
    if old.state = 'held' and new.state <> 'cancelled' and old.hold_expires_at <= clock_timestamp() then
      raise exception 'the hold has expired' using errcode = 'HF007';
    end if;
  end if;
  if new.state <> old.state or new.starts_at <> old.starts_at or new.practitioner_id <> old.practitioner_id then
    new.version := old.version + 1;
  else
    new.version := old.version;
  end if;
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create function app.follow_booking() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  claims jsonb := private.context();
  was boolean := tg_op = 'UPDATE' and app.occupies(old.state);
  is_now boolean := app.occupies(new.state);
begin
  if tg_op = 'INSERT' or new.version <> old.version then
    insert into app.booking_events (tenant_id, booking_id, version, from_state, to_state, starts_at, practitioner_id,
      actor_kind, actor_id)
    values (new.tenant_id, new.id, new.version, case when tg_op = 'UPDATE' then old.state end, new.state, new.starts_at,
      new.practitioner_id, coalesce(claims ->> 'k', 'none'), (claims ->> 'a')::uuid);
  end if;

  if tg_op = 'INSERT' and claims ->> 'k' = 'guest' then
    -- Made here and not by the guest: a guest who could write links could link to anybody's booking.
    insert into app.booking_links (tenant_id, booking_id, purpose, token_hash, expires_at)
    values (new.tenant_id, new.id, 'hold', app.link_hash(), new.hold_expires_at);
  end if;

  if was and not is_now then
    update app.allocations a set released_at = clock_timestamp()
    where a.tenant_id = new.tenant_id and a.booking_id = new.id and coalesce(a.released_at, 'infinity') = 'infinity';
  elsif tg_op = 'UPDATE' and old.state = 'held' and new.state <> 'held' and is_now then
    update app.allocations a set hold_expires_at = null
    where a.tenant_id = new.tenant_id and a.booking_id = new.id and coalesce(a.released_at, 'infinity') = 'infinity';
  end if;

  -- Seats: the CHECK on group_sessions refuses the one too many.
  if tg_op = 'UPDATE' and was and old.group_session_id is not null
     and (not is_now or new.group_session_id is distinct from old.group_session_id) then
    update app.group_sessions g set seats_taken = g.seats_taken - 1
    where g.tenant_id = old.tenant_id and g.id = old.group_session_id;
  end if;
  if is_now and new.group_session_id is not null
     and (not was or new.group_session_id is distinct from old.group_session_id) then
    update app.group_sessions g set seats_taken = g.seats_taken + 1
    where g.tenant_id = new.tenant_id and g.id = new.group_session_id and g.cancelled_at is null;
    if not found then
      raise exception 'this group does not meet' using errcode = 'HF006';
    end if;
  end if;

  if tg_op = 'UPDATE' then
    if old.state = 'held' and new.state <> 'held' then
      update app.booking_links l set revoked_at = clock_timestamp()
      where l.tenant_id = new.tenant_id and l.booking_id = new.id and l.purpose = 'hold' and l.revoked_at is null;
    end if;
    if new.state in ('cancelled', 'completed', 'no-show') and new.state <> old.state then
      update app.booking_links l set revoked_at = clock_timestamp()
      where l.tenant_id = new.tenant_id and l.booking_id = new.id and l.purpose in ('move', 'cancel') and l.revoked_at is null;
    end if;
    if new.ends_at <> old.ends_at then
      update app.booking_links l set expires_at = case when l.purpose = 'view' then new.ends_at + interval '30 days' else new.starts_at end
      where l.tenant_id = new.tenant_id and l.booking_id = new.id and l.purpose <> 'hold' and l.revoked_at is null;
    end if;
  end if;
  return null;
end
$$;

-- At commit: whoever is booked is really occupied, with buffers, rooms and machines.
create function app.check_occupancy() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  checked uuid;
  b app.bookings;
  occupied_from timestamptz;
  occupied_to timestamptz;
  taken record;
begin
  if tg_table_name = 'bookings' then
    checked := new.id;
  else
    checked := new.booking_id;
  end if;
  select * into b from app.bookings x where x.tenant_id = new.tenant_id and x.id = checked;
  if b.id is null then
    return null;
  end if;
  occupied_from := b.starts_at - make_interval(mins => b.buffer_before_minutes);
  occupied_to := b.ends_at + make_interval(mins => b.buffer_after_minutes);
  -- Not `released_at is null`: that implies the predicate of the exclusion constraint, and on a young table the planner
  -- then takes its GiST index by tenant alone and reads the whole practice on every booking.
  select count(*) filter (where a.practitioner_id is not null) as practitioners,
    count(*) filter (where a.starts_at <> occupied_from or a.ends_at <> occupied_to
      or a.practitioner_id <> b.practitioner_id) as astray,
    array_agg(a.resource_id) filter (where a.resource_id is not null) as resources
  into taken from app.allocations a
  where a.tenant_id = b.tenant_id and a.booking_id = b.id and coalesce(a.released_at, 'infinity') = 'infinity';
  -- Nothing more than it needs, either: a row left behind by a move, or taken for another time, blocks for nobody.
  if taken.astray > 0 or ((taken.practitioners > 0 or taken.resources is not null)
     and (not app.occupies(b.state) or b.group_session_id is not null)) then
    raise exception 'a booking that occupies more than its own time' using errcode = 'HF002';
  end if;
  if not app.occupies(b.state) then
    return null;
  end if;
  if b.group_session_id is not null then
    if not exists (select from app.group_sessions g where g.tenant_id = b.tenant_id and g.id = b.group_session_id
                   and g.service_id = b.service_id and g.practitioner_id = b.practitioner_id
                   and g.starts_at = b.starts_at and g.ends_at = b.ends_at and g.cancelled_at is null) then
      raise exception 'the seat is not in this group' using errcode = 'HF002';
    end if;
    return null;
  end if;
  if taken.practitioners = 0 then
    raise exception 'a booking that occupies nobody' using errcode = 'HF002';
  end if;
  -- Asked when time is taken or given back, not at a later step: a requirement that the practice adds must not strand
  -- those who are booked already.
  if tg_op = 'UPDATE' then
    if tg_table_name = 'bookings' then
      if app.occupies(old.state) and new.starts_at = old.starts_at and new.practitioner_id = old.practitioner_id then
        return null;
      end if;
    elsif new.released_at is not distinct from old.released_at then
      return null;
    end if;
  end if;
  if exists (
    select from app.service_resource_kinds k
    where k.tenant_id = b.tenant_id and k.service_id = b.service_id and k.quantity > (
      select count(*) from app.resources r
      where r.tenant_id = b.tenant_id and r.id = any (taken.resources) and r.kind = k.kind)
  ) then
    raise exception 'a booking without the room or equipment it needs' using errcode = 'HF002';
  end if;
  return null;
end
$$;

-- Holds are rows with an expiry. Anybody who wants the time first clears away what has run out.
create function app.release_expired_holds() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  tenant uuid := app.tenant_id();
  expired uuid[];
begin
  -- Almost always there is nothing to clear, and looking is all that a booking pays for it.
  expired := array(select h.id from app.bookings h where h.tenant_id = tenant and h.hold_expires_at < clock_timestamp()
    order by h.hold_expires_at limit 50);
  if cardinality(expired) = 0 then
    return 0;
  end if;
  -- Locked in one order, skipping what others are at: two that clear away never wait for each other.
  expired := array(select h.id from app.bookings h where h.tenant_id = tenant and h.id = any (expired)
    and h.hold_expires_at < clock_timestamp() order by h.id for update skip locked);
  update app.bookings b set state = 'cancelled', cancel_reason = 'hold_expired', hold_expires_at = null
  where b.tenant_id = tenant and b.id = any (expired);
  return cardinality(expired);
end
$$;
comment on function app.release_expired_holds() is 'Cancels holds of this tenant that have run out; at most 50 at once. Returns how many.';

grant execute on function app.occupies(text), app.linked_booking(text[]), app.release_expired_holds()
  to app_guest, app_member, app_job;
grant execute on function app.occupies(text), app.check_booking(), app.follow_booking(), app.check_occupancy() to holdfast_owner;
reset role;

set role holdfast_owner;
create trigger _100_check before insert or update on app.bookings for each row execute function app.check_booking();
create trigger _500_follow after insert or update on app.bookings for each row execute function app.follow_booking();
create constraint trigger _800_occupancy after insert or update on app.bookings deferrable initially deferred
  for each row execute function app.check_occupancy();
create constraint trigger _800_occupancy after insert or update on app.allocations deferrable initially deferred
  for each row when (new.booking_id is not null) execute function app.check_occupancy();
alter table app.bookings enable always trigger _100_check;
alter table app.bookings enable always trigger _500_follow;
alter table app.bookings enable always trigger _800_occupancy;
alter table app.allocations enable always trigger _800_occupancy;

-- Guests hold a free time, and afterwards reach exactly the booking that their link names.
create policy select_guest on app.bookings for select to app_guest
  using (id = (select app.linked_booking('hold', 'view', 'move', 'cancel')));
create policy insert_guest on app.bookings for insert to app_guest
  with check (state = 'held' and customer_id is null and source in ('public', 'api') and (select app.can('public:book')));
create policy update_guest on app.bookings for update to app_guest
  using (id = (select app.linked_booking('hold', 'move', 'cancel')))
  with check ((id = (select app.linked_booking('hold')) and state in ('pending', 'confirmed', 'cancelled'))
    or (id = (select app.linked_booking('move')) and state in ('pending', 'confirmed'))
    or (id = (select app.linked_booking('cancel')) and state = 'cancelled'));
create policy insert_staff on app.bookings for insert to app_member, app_job with check ((select app.can('bookings:write')));
create policy update_staff on app.bookings for update to app_member, app_job
  using ((select app.can('bookings:write'))) with check ((select app.can('bookings:write')));
grant select on app.bookings to app_guest;
grant insert (tenant_id, id, service_id, practitioner_id, location_id, customer_id, group_session_id, state, starts_at,
  ends_at, wall_start, zone, hold_expires_at, source) on app.bookings to app_guest, app_member, app_job;
grant update (practitioner_id, location_id, customer_id, group_session_id, state, starts_at, ends_at, wall_start, zone,
  hold_expires_at, cancel_reason) on app.bookings to app_guest, app_member, app_job;

-- Busy times of practitioners and rooms, without whose. In the words of the wall (see app.tenants).
create policy select_guest on app.allocations for select to app_guest using (tenant_id = (select app.tenant_id()));
create policy insert_guest on app.allocations for insert to app_guest
  with check (booking_id = (select app.linked_booking('hold', 'move')));
create policy update_guest on app.allocations for update to app_guest
  using (booking_id = (select app.linked_booking('move'))) with check (booking_id = (select app.linked_booking('move')));
create policy insert_staff on app.allocations for insert to app_member, app_job with check ((select app.can('bookings:write')));
create policy update_staff on app.allocations for update to app_member, app_job
  using ((select app.can('bookings:write'))) with check ((select app.can('bookings:write')));
grant select (tenant_id, id, booking_id, subject_id, starts_at, ends_at, hold_expires_at, released_at) on app.allocations to app_guest;
grant insert (tenant_id, booking_id, group_session_id, practitioner_id, resource_id, starts_at, ends_at, hold_expires_at)
  on app.allocations to app_guest, app_member, app_job;
-- A released row is never taken back into service: the time may belong to somebody else by now.
grant update (released_at) on app.allocations to app_guest, app_member, app_job;

create policy select_guest on app.group_sessions for select to app_guest
  using (cancelled_at is null and (select app.can('public:read')));
create policy insert_staff on app.group_sessions for insert to app_member, app_job with check ((select app.can('bookings:write')));
create policy update_staff on app.group_sessions for update to app_member, app_job
  using ((select app.can('bookings:write'))) with check ((select app.can('bookings:write')));
grant select on app.group_sessions to app_guest;
grant insert (tenant_id, id, service_id, practitioner_id, location_id, starts_at, ends_at, wall_start, zone, capacity),
  update (cancelled_at) on app.group_sessions to app_member, app_job;

create policy select_guest on app.booking_links for select to app_guest
  using (token_hash = (select app.link_hash()));
create policy insert_guest on app.booking_links for insert to app_guest
  with check (purpose <> 'hold' and booking_id = (select app.linked_booking('hold')));
create policy insert_staff on app.booking_links for insert to app_member, app_job
  with check (purpose <> 'hold' and (select app.can('bookings:write')));
create policy update_staff on app.booking_links for update to app_member, app_job
  using ((select app.can('bookings:write'))) with check ((select app.can('bookings:write')));
grant select on app.booking_links to app_guest;
grant insert (tenant_id, booking_id, purpose, token_hash, expires_at) on app.booking_links to app_guest, app_member, app_job;
grant update (revoked_at) on app.booking_links to app_member, app_job;
-- no delete on any of these: a booking is cancelled, never removed.
reset role;
