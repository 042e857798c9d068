import type { FuzzResponse } from "./send-request.ts"

type Offer = { tenant: string; serviceId: string; practitionerId: string; startsAt: string }
type Token = { tenant: string; token: string }
export type TokenKind = "hold" | "view" | "move" | "cancel"

/** Values that the server really knows: without them every request would die at the first look-up. */
export type LiveValues = {
  readonly offers: readonly Offer[]
  readonly tokens: Readonly<Record<TokenKind, Token[]>>
}

export function noLiveValues(): LiveValues {
  return { offers: [], tokens: { hold: [], view: [], move: [], cancel: [] } }
}

/**
 * Asks the running server for services and free times, a month ahead and more, so that what the fuzz takes is in
 * nobody else's way.
 */
export async function gatherLiveValues(origin: string, tenants: readonly string[]): Promise<LiveValues> {
  const offers: Offer[] = []
  const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  for (const tenant of tenants) {
    const base = `${origin}/api/v1/${tenant}`
    const { services } = (await (await fetch(`${base}/services`)).json()) as { services: { id: string }[] }
    for (const { id } of services) {
      const answer = await fetch(`${base}/availability?service=${id}&from=${date(30)}&to=${date(55)}`)
      const { slots } = (await answer.json()) as { slots: { startsAt: string; practitionerIds: string[] }[] }
      for (const { startsAt, practitionerIds } of slots) {
        offers.push({ tenant, serviceId: id, startsAt, practitionerId: practitionerIds[0] ?? id })
      }
    }
  }
  return { ...noLiveValues(), offers }
}

/** Keeps the tokens of a success, so that later requests can open those doors. */
export function harvest(live: LiveValues, tenant: string, { status, body }: FuzzResponse): void {
  if (status !== 201 || typeof body !== "object" || body === null) return
  const said = body as { holdToken?: string } & Partial<Record<TokenKind, { token: string }>>
  if (said.holdToken) live.tokens.hold.push({ tenant, token: said.holdToken })
  for (const kind of ["view", "move", "cancel"] as const) {
    const token = said[kind]?.token
    if (token) live.tokens[kind].push({ tenant, token })
  }
}

const tokenKinds: Readonly<Record<string, TokenKind>> = {
  releaseHold: "hold",
  confirmHold: "hold",
  viewBooking: "view",
  moveBooking: "move",
  cancelBooking: "cancel",
}

/** A request that could succeed: every field of the operation from one offer or one token. */
export function coherentFields(live: LiveValues, operationId: string, pick: number): Record<string, string> {
  const kind = tokenKinds[operationId]
  const tokens = kind ? live.tokens[kind] : []
  const token = tokens[pick % Math.max(1, tokens.length)]
  const offer = live.offers[pick % Math.max(1, live.offers.length)]
  const tenant = token?.tenant ?? offer?.tenant ?? "lumen"
  const startsAt = offer?.startsAt ?? "2027-01-05T09:00:00+01:00"
  const id = "00000000-0000-4000-8000-000000000000"
  return {
    tenant,
    token: token?.token ?? "A".repeat(43),
    holdToken: token?.token ?? "A".repeat(43),
    service: offer?.serviceId ?? id,
    serviceId: offer?.serviceId ?? id,
    practitioner: offer?.practitionerId ?? id,
    practitionerId: offer?.practitionerId ?? id,
    startsAt,
    from: startsAt.slice(0, 10),
    to: startsAt.slice(0, 10),
    fullName: "Fuzz Testperson",
    email: "fuzz@example.org",
    phone: "+49 30 901820",
    locale: pick % 2 === 0 ? "en" : "de",
  }
}
