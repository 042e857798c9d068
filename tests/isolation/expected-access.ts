import { type Actor, actors, deadActors, guestActors, staffActors } from "#tests/isolation/stage/actors"

/**
 * THE list of who may do what, in the actor's own practice. Whatever is not written here is refused, and an object of
 * the database that is not written here fails the matrix. In another practice everything is refused to everybody.
 */
export type Access = {
  readonly select?: string
  readonly insert?: string
  readonly update?: string
  readonly delete?: string
}

const bookers = "owner manager clinician reception job"
const heads = "owner manager"

export const expectedTables: Readonly<Record<string, Access>> = {
  "app.tenants": { select: "guests staff job", update: heads },
  "app.memberships": { select: "staff" },
  "app.locations": { select: "guests staff job", insert: heads, update: heads },
  "app.practitioners": { select: "guests staff job", insert: heads, update: heads },
  "app.services": { select: "guests staff job", insert: heads, update: heads },
  "app.service_practitioners": { select: "guests staff job", insert: heads, delete: heads },
  "app.resources": { select: `guests ${bookers}`, insert: heads, update: heads },
  "app.service_resource_kinds": { select: "guests staff job", insert: heads, delete: heads },
  "app.weekly_hours": { select: `guests ${bookers}`, insert: heads, delete: heads },
  "app.date_overrides": { select: `guests ${bookers}`, insert: heads, delete: heads },
  "app.time_off": { select: `guests ${bookers}`, insert: heads, delete: heads },
  "app.holidays": { select: `guests ${bookers}`, insert: heads, delete: heads },
  "app.customers": { select: "staff job", insert: `guests ${heads} reception`, update: `${heads} reception` },
  "app.bookings": {
    select: "guest-hold guest-view guest-move guest-cancel staff job",
    insert: `guest ${bookers}`,
    update: `guest-hold guest-move guest-cancel ${bookers}`,
  },
  "app.allocations": {
    select: "guests staff job",
    insert: `guest-hold guest-move ${bookers}`,
    update: `guest-move ${bookers}`,
  },
  "app.group_sessions": { select: "guests staff job", insert: bookers, update: bookers },
  "app.booking_links": {
    select: "guest-hold guest-view guest-move guest-cancel staff job",
    insert: `guest-hold ${bookers}`,
    update: bookers,
  },
  "app.booking_events": { select: "staff job" },
  "app.messages": { select: "staff job", insert: "job", update: "job" },
  "audit.heads": {},
  "audit.log": { select: heads },
  "private.seal_keys": {},
  "private.tenant_directory": {},
  "private.schedule_versions": {},
  "private.idempotency": {},
}

/** Columns that a role sees, where it does not see the whole table. */
export const expectedColumns: Readonly<Record<string, string>> = {
  "app_guest app.practitioners": "tenant_id id location_id display_name title title_de position active",
  "app_guest app.resources": "tenant_id id location_id kind active",
  "app_guest app.allocations":
    "tenant_id id booking_id subject_id starts_at ends_at hold_expires_at released_at",
}

/** Who may call which function, and how the matrix calls it (with ids of its own practice). */
export const expectedFunctions: Readonly<
  Record<string, { readonly callers: string; readonly call: string }>
> = {
  "app.tenant_id()": { callers: "everybody", call: "app.tenant_id()" },
  "app.actor_id()": { callers: "everybody", call: "app.actor_id()" },
  "app.can(text)": { callers: "everybody", call: "app.can('bookings:read')" },
  "app.demand(text)": { callers: "everybody", call: "app.demand('bookings:read')" },
  "app.link_hash()": { callers: "everybody", call: "app.link_hash()" },
  "app.own_memberships()": { callers: "staff dead", call: "app.own_memberships()" },
  "app.schedule_version()": { callers: "everybody", call: "app.schedule_version()" },
  "app.find_tenant(text)": { callers: "everybody", call: "app.find_tenant('here')" },
  "app.occupies(text)": { callers: "everybody", call: "app.occupies('held')" },
  "app.linked_booking(text[])": { callers: "everybody", call: "app.linked_booking('view')" },
  "app.release_expired_holds()": { callers: "everybody", call: "app.release_expired_holds()" },
  "app.enqueue_booking_mail(uuid,integer,text)": {
    callers: "everybody",
    call: "app.enqueue_booking_mail(gen_random_uuid(), 1, 'confirmation')",
  },
  "app.jobs_ready()": { callers: "guests", call: "app.jobs_ready()" },
  "app.claim_idempotency(text,text,bytea)": {
    callers: "everybody",
    call: "app.claim_idempotency('r', 'k', sha256('x'))",
  },
  "app.keep_answer(text,text,bytea,bytea)": {
    callers: "everybody",
    call: "app.keep_answer('r', 'k', sha256('x'), 'sealed')",
  },
  "app.check_booking()": { callers: "", call: "" },
  "app.follow_booking()": { callers: "", call: "" },
  "app.check_occupancy()": { callers: "", call: "" },
  "app.follow_group()": { callers: "", call: "" },
  "app.check_group()": { callers: "", call: "" },
  "audit.record()": { callers: "", call: "" },
  "audit.refuse_change()": { callers: "", call: "" },
  "audit.watch(regclass,text[])": { callers: "", call: "" },
  "audit.link_hash(bytea,bigint,audit.log)": { callers: "", call: "" },
  "audit.first_bad_sequence(uuid)": { callers: "", call: "" },
  "private.context()": { callers: "", call: "" },
  "private.install_seal_key(smallint,bytea)": { callers: "", call: "" },
  "private.keep_directory()": { callers: "", call: "" },
  "private.note_schedule_change()": { callers: "", call: "" },
  "private.session_lives(uuid,uuid)": { callers: "", call: "" },
  "private.role_permissions(text)": { callers: "", call: "" },
  "private.idempotency_scope(text,text)": { callers: "", call: "" },
}

/** Schemas of others, closed to everybody as a whole: each object in them is tried and must refuse. */
export const closedSchemas = ["graphile_worker", "auth", "storage", "supabase_migrations"]

const groups: Readonly<Record<string, readonly Actor[]>> = {
  everybody: actors,
  guests: guestActors,
  staff: staffActors,
  dead: deadActors,
}

/** "guests staff job" → the actors meant. */
export function actorsOf(list: string | undefined): ReadonlySet<Actor> {
  return new Set((list ?? "").split(" ").flatMap((word) => groups[word] ?? (word ? [word as Actor] : [])))
}
