import { createHash, createHmac, randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { hashLinkToken, isLinkToken, mintLinkToken } from "#lib/crypto/link-token"
import { hashRequest, openAnswer, sealAnswer } from "#lib/crypto/seal-answer"
import { type Claims, sealContext } from "#lib/crypto/seal-context"

const key = randomBytes(32)

describe("the sealed context", () => {
  const claims: Claims = { kind: "guest", tenantId: "t", purpose: "page", requestId: "r", linkHash: "ab" }

  test("is key id, claims and an HMAC over both (RFC 2104, SHA-256)", () => {
    const [id = "", body = "", mac = ""] = sealContext(claims, key, 1_000_999).split(".")
    expect(id).toBe("1")
    expect(JSON.parse(Buffer.from(body, "base64").toString())).toEqual({
      k: "guest",
      t: "t",
      p: "page",
      r: "r",
      l: "ab",
      e: 1060,
    })
    expect(mac).toBe(createHmac("sha256", key).update(`${id}.${body}`).digest("hex"))
  })
  test("changes with the key, also when two keys take turns", () => {
    const other = randomBytes(32)
    const [a, b, again] = [key, other, key].map((one) => sealContext(claims, one, 0))
    expect(a).toBe(again)
    expect(a).not.toBe(b)
  })
  test("does not follow a key whose bytes are changed afterwards", () => {
    const changing = Buffer.from(key)
    sealContext(claims, changing, 0)
    changing.fill(0)
    expect(sealContext(claims, changing, 0)).toBe(sealContext(claims, new Uint8Array(32), 0))
  })
  test("stays short enough for the database, with every claim", () => {
    const long = {
      ...claims,
      actorId: "a".repeat(36),
      sessionId: "s".repeat(36),
      linkHash: "f".repeat(64),
      purpose: "p".repeat(80),
    }
    expect(sealContext(long, key, Date.now()).length).toBeLessThan(1_000)
  })
})

describe("link tokens", () => {
  test("are 32 random bytes; only their SHA-256 is stored", () => {
    const tokens = Array.from({ length: 500 }, mintLinkToken)
    expect(new Set(tokens).size).toBe(500)
    expect(tokens.every(isLinkToken)).toBe(true)
    const [token = ""] = tokens
    expect(hashLinkToken(token)).toEqual(createHash("sha256").update(token).digest())
  })
  test.each([
    "",
    "short",
    "a".repeat(42),
    "a".repeat(44),
    `${"a".repeat(42)}=`,
    `${"a".repeat(42)}\n`,
    `${"a".repeat(42)}/`,
  ])("not one: %j", (text) => {
    expect(isLinkToken(text)).toBe(false)
  })
})

describe("a kept answer", () => {
  test("is opened by the same two keys, whatever it holds", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (answer, callerKey) => {
        expect(openAnswer(sealAnswer(answer, key, callerKey), key, callerKey)).toEqual(
          JSON.parse(JSON.stringify(answer)),
        )
      }),
      { numRuns: 200 },
    )
  })
  test("is never sealed twice the same way, and shows nothing", () => {
    const [a, b] = [
      sealAnswer({ token: "Kanarienvogel" }, key, "k"),
      sealAnswer({ token: "Kanarienvogel" }, key, "k"),
    ]
    expect(a.equals(b)).toBe(false)
    expect(a.toString("latin1")).not.toContain("Kanarienvogel")
  })
  test("TRAP tags of four bytes: every flipped bit, every cut and every other key is refused", () => {
    const sealed = sealAnswer({ ok: true }, key, "caller")
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => openAnswer(flipped, key, "caller")).toThrow()
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => openAnswer(sealed.subarray(0, length), key, "caller")).toThrow()
    expect(() => openAnswer(sealed, key, "other")).toThrow()
    expect(() => openAnswer(sealed, randomBytes(32), "caller")).toThrow()
  })
})

describe("the hash of a request", () => {
  test("does not depend on the order of keys, at any depth", () => {
    const shuffle = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffle)
        : value !== null && typeof value === "object"
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, inner]) => [name, shuffle(inner)]),
            )
          : value
    fc.assert(fc.property(fc.jsonValue(), (body) => hashRequest(body).equals(hashRequest(shuffle(body)))))
  })
  test("depends on everything else", () => {
    const bodies = [
      { at: new Date(0) },
      { at: new Date(1) },
      { a: 1 },
      { a: "1" },
      { a: [1] },
      { a: null },
      { b: 1 },
      { a: 1, b: 1 },
      [1, 2],
      [2, 1],
      {},
      [],
      null,
      "",
      0,
      undefined,
    ]
    const hashes = bodies.map((body) => hashRequest(body).toString("hex"))
    expect(new Set(hashes).size).toBe(bodies.length)
  })
})
