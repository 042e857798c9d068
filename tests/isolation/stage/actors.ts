import { randomUUID } from "node:crypto"
import type { Claims } from "#lib/crypto/seal-context"
import { type LinkPurpose, mintLink, type Planted } from "#tests/isolation/stage/plant-tenant"

export const staffActors = ["owner", "manager", "clinician", "reception", "billing"] as const
export const guestActors = ["guest", "guest-hold", "guest-view", "guest-move", "guest-cancel"] as const
export const deadActors = ["suspended", "signed-out", "stranger"] as const

/**
 * Everybody who may stand in front of the database. `guest` presents a token that opens nothing; the other guests one
 * link each. A suspended member, a signed-out session and a stranger (a member of another practice) carry seals of the
 * tenant that are perfectly valid otherwise.
 */
export const actors = [...guestActors, ...staffActors, "job", ...deadActors] as const
export type Actor = (typeof actors)[number]

export type RequestRole = "app_guest" | "app_member" | "app_job"

export function roleOf(actor: Actor): RequestRole {
  if (actor === "job") return "app_job"
  return actor.startsWith("guest") ? "app_guest" : "app_member"
}

/** What a door would seal for this actor in `home`; `elsewhere` is where the stranger comes from. */
export function claimsOf(actor: Actor, home: Planted, elsewhere: Planted): Claims {
  const common = { tenantId: home.tenantId, purpose: `test:${actor}`, requestId: randomUUID() }
  if (actor === "job") return { ...common, kind: "job" }
  if (actor === "guest") return { ...common, kind: "guest", linkHash: mintLink().hash }
  if (actor.startsWith("guest-")) {
    return { ...common, kind: "guest", linkHash: home.links[actor.slice(6) as LinkPurpose].hash }
  }
  const person =
    actor === "stranger"
      ? elsewhere.people.owner
      : home.people[actor === "signed-out" ? "signedOut" : (actor as keyof Planted["people"])]
  return { ...common, kind: "member", actorId: person.userId, sessionId: person.sessionId }
}
