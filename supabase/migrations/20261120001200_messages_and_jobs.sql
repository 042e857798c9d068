-- Messages to customers, each bound to one version of one booking: a reminder of a moved or cancelled booking
-- finds that its version has passed and is not sent. Jobs are put in the queue by the transaction that causes
-- them, so there is no booking without its message and no message without its booking.

set role holdfast_owner;

create table app.messages (
  tenant_id uuid not null,
  booking_id uuid not null,
  booking_version integer not null,
  kind text not null check (kind in ('confirmation', 'request', 'moved', 'cancelled', 'reminder')),
  channel text not null default 'email' check (channel in ('email')),
  state text not null default 'sending' check (state in ('sending', 'sent')),
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  check ((state = 'sent') = (sent_at is not null)),
  primary key (tenant_id, booking_id, booking_version, kind, channel),
  foreign key (tenant_id, booking_id) references app.bookings (tenant_id, id)
);
comment on table app.messages is 'What was sent about which version of a booking. No address, no text.';

alter table app.messages enable row level security;
alter table app.messages force row level security;
create policy wall on app.messages as restrictive for all to app_guest, app_member, app_job
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
create policy select_staff on app.messages for select to app_member, app_job using ((select app.can('bookings:read')));
create policy insert_job on app.messages for insert to app_job with check ((select app.can('jobs:run')));
create policy update_job on app.messages for update to app_job
  using ((select app.can('jobs:run'))) with check ((select app.can('jobs:run')));
grant select on app.messages to app_member, app_job;
grant insert (tenant_id, booking_id, booking_version, kind, channel), update (state, sent_at) on app.messages to app_job;

select audit.watch('app.messages', 'booking_id', 'booking_version', 'kind');
reset role;

set role app_worker;
-- The payload holds opaque ids only, and its tenant is the proven one.
create function app.enqueue_booking_mail(booking uuid, booking_version integer, kind text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  tenant uuid := (private.context() ->> 't')::uuid;
begin
  if tenant is null then
    raise exception 'a job without an actor' using errcode = 'HF010';
  end if;
  perform graphile_worker.add_job('send-booking-mail',
    json_build_object('tenantId', tenant, 'bookingId', booking, 'bookingVersion', booking_version, 'kind', kind),
    max_attempts => 8);
end
$$;
comment on function app.enqueue_booking_mail(uuid, integer, text) is 'Puts one message in the queue of this transaction.';
grant execute on function app.enqueue_booking_mail(uuid, integer, text) to app_guest, app_member, app_job;

-- For the readiness check: the queue is installed, and nothing that was due has been waiting for five minutes.
-- It says one word about all tenants together, so it needs no seal. plpgsql, because graphile-worker creates its
-- tables after this migration.
create function app.jobs_ready() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return not exists (select from graphile_worker.jobs j
    where j.run_at < now() - interval '5 minutes' and j.attempts < j.max_attempts
      and (j.locked_at is null or j.locked_at < now() - interval '4 hours'));
exception when undefined_table then
  return false;
end
$$;
comment on function app.jobs_ready() is 'Whether the job queue exists and moves. Reveals nothing else.';
grant execute on function app.jobs_ready() to app_guest;
reset role;
revoke create on schema app from app_worker;
