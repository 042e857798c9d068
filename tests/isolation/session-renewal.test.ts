import { randomUUID } from "node:crypto"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { NextRequest, NextResponse } from "next/server"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { currentSession } from "#lib/session/current-session"
import { refreshSession } from "#lib/session/refresh-session"
import { sessionCookieName } from "#lib/session/session-cookies"
import { signIn } from "#lib/session/sign-in"
import { type House, openHouse } from "#tests/isolation/stage/open-house"

/** The cookies of the browser that signs in. */
const jar = vi.hoisted(() => new Map<string, string>())
vi.mock("next/headers", () => ({
  cookies: async () => ({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string) => jar.set(name, value),
  }),
}))

type Tokens = { access_token: string; refresh_token: string; expires_at: number }
const unpack = (cookie: string): Tokens =>
  JSON.parse(Buffer.from(cookie.slice("base64-".length), "base64url").toString())
const pack = (tokens: object) => `base64-${Buffer.from(JSON.stringify(tokens)).toString("base64url")}`

/** Passes requests on to the auth service, counts them, and says something else when it is told to. */
const between = { asked: 0, answer: "pass" as "pass" | "cut" | number }
let house: House
let hop: Server
beforeAll(async () => {
  house = await openHouse()
  const origin = house.supabase.url
  hop = createServer(async (request, response) => {
    between.asked++
    if (between.answer === "cut") return request.socket.destroy()
    if (between.answer !== "pass") return response.writeHead(between.answer).end("{}")
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { apikey = "", authorization = "" } = request.headers as Record<string, string>
    const passed = await fetch(`${origin}${request.url}`, {
      method: request.method ?? "GET",
      headers: { apikey, authorization, "content-type": "application/json" },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    })
    response.writeHead(passed.status, { "content-type": "application/json" }).end(await passed.text())
  })
  await new Promise<void>((resolve) => hop.listen(0, "127.0.0.1", resolve))
  process.env.SUPABASE_URL = `http://127.0.0.1:${(hop.address() as AddressInfo).port}`
})
afterEach(() => {
  between.answer = "pass"
})
afterAll(async () => {
  hop.closeAllConnections()
  await new Promise((resolve) => hop.close(resolve))
  await house.close()
})

/** Signs in and ages the cookie: the browser comes back when the access token is about to end. */
async function comeBackLater() {
  jar.clear()
  const account = house.accounts.reception
  if (!account) throw new Error("nobody")
  const session = await signIn(account)
  if (!session.ok) throw new Error(session.code)
  const fresh = jar.get(sessionCookieName) ?? ""
  const tokens = unpack(fresh)
  return { fresh, tokens, aged: pack({ ...tokens, expires_at: 1 }), sessionId: session.value.sessionId }
}
/** One request through the middleware's part: what the page behind it sees, and what the browser is told. */
async function arrive(cookie?: string) {
  const asked = between.asked
  const request = new NextRequest("http://localhost:3000/here/desk", {
    headers: cookie === undefined ? {} : { cookie: `${sessionCookieName}=${cookie}; theme=dark` },
  })
  const response = await refreshSession(request, () => NextResponse.next({ request }))
  return {
    seen: request.cookies.get(sessionCookieName)?.value,
    told: response.cookies.getAll().filter(({ name }) => name.startsWith(sessionCookieName)),
    asked: between.asked - asked,
  }
}
const lives = async (sessionId: string) =>
  (await house.owner.query("select 1 from auth.sessions where id = $1", [sessionId])).rowCount === 1

describe("nothing to renew: the auth service is not even asked", () => {
  test("without a cookie, with one that nobody can read, with a fresh one", async () => {
    const { fresh } = await comeBackLater()
    expect(await arrive()).toEqual({ seen: undefined, told: [], asked: 0 })
    expect(await arrive("base64-%%")).toMatchObject({ told: [], asked: 0 })
    expect(await arrive(fresh)).toEqual({ seen: fresh, told: [], asked: 0 })
  })
})

describe("an ageing session", () => {
  test("is renewed once for all who arrive together; page and browser get the same new pair", async () => {
    const { aged, tokens, sessionId } = await comeBackLater()
    const asked = between.asked
    const answers = await Promise.all(Array.from({ length: 6 }, () => arrive(aged)))
    expect(between.asked - asked).toBe(1)
    const [first] = answers
    const renewed = unpack(first?.seen ?? "")
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token)
    expect(renewed.expires_at * 1000).toBeGreaterThan(Date.now())
    for (const { seen, told } of answers) {
      expect(seen).toBe(first?.seen)
      expect(told).toMatchObject([
        { value: first?.seen, httpOnly: true, secure: true, sameSite: "lax", path: "/", maxAge: 43_200 },
      ])
    }
    expect(await lives(sessionId)).toBe(true)
    expect(await arrive(first?.seen)).toMatchObject({ told: [], asked: 0 })
  })

  test("in chunks is replaced in one piece: none of the old ones is left", async () => {
    const { aged } = await comeBackLater()
    const halves = [aged.slice(0, 500), aged.slice(500)].map((part, n) => `${sessionCookieName}.${n}=${part}`)
    const request = new NextRequest("http://localhost:3000/here/desk", {
      headers: { cookie: halves.join("; ") },
    })
    const response = await refreshSession(request, () => NextResponse.next({ request }))
    const told = response.cookies.getAll().map(({ name, maxAge }) => [name, maxAge])
    expect(Object.fromEntries(told)).toEqual({
      [sessionCookieName]: 43_200,
      [`${sessionCookieName}.0`]: 0,
      [`${sessionCookieName}.1`]: 0,
    })
  })

  test("TRAP a page that finds one reads it and spends nothing: it could not keep the new pair", async () => {
    const { aged, sessionId } = await comeBackLater()
    jar.set(sessionCookieName, aged)
    const asked = between.asked
    expect(await currentSession()).toMatchObject({ sessionId })
    expect(await currentSession()).toMatchObject({ sessionId })
    expect([between.asked - asked, jar.get(sessionCookieName)]).toEqual([0, aged])
  })

  test("that was ended elsewhere is taken from the browser", async () => {
    const { aged, sessionId } = await comeBackLater()
    await house.owner.query("delete from auth.sessions where id = $1", [sessionId])
    const { told, seen } = await arrive(aged)
    expect(told).toMatchObject([{ value: "", maxAge: 0 }])
    expect(seen ?? "").toBe("")
  })

  test("with a refresh token that nobody was given is taken, too", async () => {
    const { tokens } = await comeBackLater()
    const forged = pack({ ...tokens, expires_at: 1, refresh_token: randomUUID() })
    expect((await arrive(forged)).told).toMatchObject([{ value: "", maxAge: 0 }])
  })

  test.each([["cut"], [500], [503], [429]] as const)(
    "TRAP auth service away (%s): asked once, and the cookie stays",
    async (answer) => {
      const { aged, sessionId } = await comeBackLater()
      between.answer = answer
      expect(await arrive(aged)).toEqual({ seen: aged, told: [], asked: 1 })
      expect(await lives(sessionId)).toBe(true)
    },
  )
})
