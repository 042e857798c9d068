/** Permissions are `area:verb`. The database decides (private.role_permissions); a test keeps the two equal. */
export const permissions = [
  "practice:read",
  "practice:write",
  "members:read",
  "members:write",
  "services:read",
  "services:write",
  "resources:read",
  "resources:write",
  "schedule:read",
  "schedule:write",
  "customers:read",
  "customers:write",
  "bookings:read",
  "bookings:write",
  "audit:read",
] as const

export type StaffPermission = (typeof permissions)[number]
export type GuestPermission = "public:read" | "public:book"
export type JobPermission = "jobs:run"
/** What a signed-in person may ask before a practice is chosen: which ones are theirs. */
export type SelfPermission = "self:read"
export type Permission = StaffPermission | GuestPermission | JobPermission | SelfPermission

export const roles = ["owner", "manager", "clinician", "reception", "billing"] as const
export type Role = (typeof roles)[number]

const everything = permissions
const reading = ["practice:read", "services:read", "customers:read", "bookings:read"] as const

export const rolePermissions: Readonly<Record<Role, readonly StaffPermission[]>> = {
  owner: everything,
  manager: everything.filter((permission) => permission !== "members:write"),
  clinician: [...reading, "resources:read", "schedule:read", "bookings:write"],
  reception: [...reading, "resources:read", "schedule:read", "customers:write", "bookings:write"],
  billing: reading,
}

export const guestPermissions: readonly GuestPermission[] = ["public:read", "public:book"]
export const jobPermissions: readonly Permission[] = [
  ...reading,
  "resources:read",
  "schedule:read",
  "customers:write",
  "bookings:write",
  "jobs:run",
]
