import { expect, test } from "vitest"
import {
  guestPermissions,
  jobPermissions,
  permissions,
  rolePermissions,
  roles,
} from "#lib/access/permissions"

test("a permission is area:verb", () => {
  for (const permission of [...permissions, ...guestPermissions, ...jobPermissions]) {
    expect(permission).toMatch(/^[a-z]+:(read|write|book|run)$/)
  }
  expect(new Set(permissions).size).toBe(permissions.length)
})

test("roles hold only permissions that exist, and the owner all of them", () => {
  for (const role of roles) {
    expect(rolePermissions[role].filter((permission) => !permissions.includes(permission))).toEqual([])
  }
  expect([...rolePermissions.owner].sort()).toEqual([...permissions].sort())
})

test("who writes an area also reads it", () => {
  for (const role of roles) {
    for (const permission of rolePermissions[role].filter((one) => one.endsWith(":write"))) {
      expect(rolePermissions[role]).toContain(permission.replace(":write", ":read"))
    }
  }
})

test("the least of them: who may not do what", () => {
  expect(rolePermissions.manager).not.toContain("members:write")
  expect(rolePermissions.billing.filter((permission) => permission.endsWith(":write"))).toEqual([])
  expect(rolePermissions.clinician).not.toContain("customers:write")
  for (const role of ["clinician", "reception", "billing"] as const)
    expect(rolePermissions[role]).not.toContain("audit:read")
  expect(guestPermissions).toEqual(["public:read", "public:book"])
})
