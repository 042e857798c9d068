import { createHmac, randomBytes } from "node:crypto"
import { type Claims, sealContext } from "#lib/crypto/seal-context"
import { claimsOf, type RequestRole } from "#tests/isolation/stage/actors"
import type { Stage } from "#tests/isolation/stage/open-stage"

export type BadSeal = { readonly name: string; readonly role: RequestRole; readonly seal: string | null }

/** A seal over any JSON, under the right key: what a mistake in our own code could sign. */
export function signRaw(payload: unknown, key: Uint8Array, keyId = "1"): string {
  const body = Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)).toString("base64")
  const signed = `${keyId}.${body}`
  return `${signed}.${createHmac("sha256", key).update(signed).digest("hex")}`
}

const flip = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === "0" ? "1" : "0") + text.slice(at + 1)

/** Contexts under which nobody may see or write anything, whatever the table. */
export function badSeals({ sealKey, here, there }: Stage): BadSeal[] {
  const owner = claimsOf("owner", here, there)
  const now = Date.now()
  const good = sealContext(owner, sealKey, now)
  const [id = "", body = "", mac = ""] = good.split(".")
  const inOneMinute = Math.floor(now / 1000) + 60
  const raw = (change: object) =>
    signRaw(
      {
        k: "member",
        t: owner.tenantId,
        a: owner.actorId,
        s: owner.sessionId,
        p: "x",
        r: "x",
        e: inOneMinute,
        ...change,
      },
      sealKey,
    )
  const member = (change: Partial<Claims>) => sealContext({ ...owner, ...change }, sealKey, now)
  const asMember: Record<string, string | null> = {
    absent: null,
    "empty, as after RESET": "",
    blank: " ",
    "only dots": "..",
    "a uuid": here.tenantId,
    "the bare claims": body,
    "quotes and SQL": "1.'; drop table app.tenants; --.x",
    "a null byte's escape": "1.\\000.00",
    "text that is not ASCII": "1.ÄÖÜ💥.ß",
    "ten thousand characters": `1.${"A".repeat(10_000)}.${mac}`,
    "a newline behind": `${good}\n`,
    "a blank before": ` ${good}`,
    "an upper-case MAC": `${id}.${body}.${mac.toUpperCase()}`,
    "a forged MAC": `${id}.${body}.${flip(mac, 5)}`,
    "a MAC of zeros": `${id}.${body}.${"0".repeat(64)}`,
    "a forged body": `${id}.${flip(body, 9)}.${mac}`,
    "another tenant spliced in": `${id}.${Buffer.from(Buffer.from(body, "base64").toString().replace(here.tenantId, there.tenantId)).toString("base64")}.${mac}`,
    "another key": sealContext(owner, randomBytes(32), now),
    "an empty key": sealContext(owner, new Uint8Array(0), now),
    "another key id": `2.${body}.${mac}`,
    "a key id that nobody has, signed": signRaw(
      { k: "member", t: here.tenantId, e: inOneMinute },
      sealKey,
      "99",
    ),
    "key id 0": signRaw({ k: "member", t: here.tenantId, e: inOneMinute }, sealKey, "0"),
    "key id 01: the MAC covers the text": `01.${body}.${mac}`,
    "cut in the MAC": good.slice(0, -1),
    "cut in the body": good.slice(0, 40),
    "no MAC": `${id}.${body}`,
    "two MACs": `${good}.${mac}`,
    "expired a second ago": sealContext(owner, sealKey, now - 61_000),
    "expired an hour ago": sealContext(owner, sealKey, now - 3_600_000),
    "an expiry that is too far": sealContext(owner, sealKey, now, 3_600),
    "an expiry of a century": sealContext(owner, sealKey, now, 3_155_760_000),
    "no expiry": raw({ e: undefined }),
    "a null expiry": raw({ e: null }),
    "an expiry that is not a number, spelled so": raw({ e: "NaN" }),
    "an infinite expiry": raw({ e: "Infinity" }),
    "no kind": raw({ k: undefined }),
    "an unknown kind": raw({ k: "superuser" }),
    "no tenant": raw({ t: undefined }),
    "a null tenant": raw({ t: null }),
    "no actor": raw({ a: undefined }),
    "no session": raw({ s: undefined }),
    "a guest's seal": sealContext(claimsOf("guest-view", here, there), sealKey, now),
    "a job's seal": sealContext(claimsOf("job", here, there), sealKey, now),
    "an operator's seal": member({ kind: "operator" }),
    "a session that was signed out": sealContext(claimsOf("signed-out", here, there), sealKey, now),
    "the session of a colleague": member({ sessionId: here.people.reception.sessionId }),
    "the session of a stranger": member({ sessionId: there.people.owner.sessionId }),
    "a session whose not_after has passed": member({
      actorId: here.people.billing.userId,
      sessionId: here.people.billing.sessionId,
    }),
    "a suspended membership": sealContext(claimsOf("suspended", here, there), sealKey, now),
    "a stranger to this practice": sealContext(claimsOf("stranger", here, there), sealKey, now),
    "our person in their practice": member({ tenantId: there.tenantId }),
    "a practice that does not exist": member({ tenantId: "00000000-0000-4000-8000-000000000000" }),
  }
  const asGuest: Record<string, string | null> = {
    absent: null,
    empty: "",
    "a member's seal": good,
    "a job's seal": sealContext(claimsOf("job", here, there), sealKey, now),
    "a forged MAC": `${id}.${body}.${flip(mac, 7)}`,
    expired: sealContext(claimsOf("guest-view", here, there), sealKey, now - 61_000),
    "no tenant": signRaw({ k: "guest", e: inOneMinute }, sealKey),
  }
  const asJob: Record<string, string | null> = {
    absent: null,
    "a guest's seal": sealContext(claimsOf("guest", here, there), sealKey, now),
    "a member's seal": good,
    expired: sealContext(claimsOf("job", here, there), sealKey, now - 61_000),
  }
  const list = (role: RequestRole, seals: Record<string, string | null>) =>
    Object.entries(seals).map(([name, seal]) => ({ name, role, seal }))
  return [...list("app_member", asMember), ...list("app_guest", asGuest), ...list("app_job", asJob)]
}
