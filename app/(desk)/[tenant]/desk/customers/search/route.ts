import "server-only"
import { z } from "zod"
import { ok } from "#lib/base/outcome"
import { searchCustomers } from "#lib/customers/search-customers"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"

/** Customers while somebody types, for the booking form. */
export const GET = route({
  name: "desk.search-customers",
  method: "GET",
  permission: "customers:read",
  input: z.object({ tenant: z.string(), text: z.string().trim().min(2).max(120) }),
  run: async (tx, input) => {
    const hits = await searchCustomers(tx, input)
    return ok({ hits: hits.ok ? hits.value : [] })
  },
})

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
