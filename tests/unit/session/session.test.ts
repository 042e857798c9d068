import { beforeEach, describe, expect, test, vi } from "vitest"
import { currentSession } from "#lib/session/current-session"
import { readStoredSession } from "#lib/session/read-stored-session"
import {
  clampCookie,
  sessionCookieName,
  sessionCookieOptions,
  sessionMaxAgeSeconds,
} from "#lib/session/session-cookies"
import { signIn } from "#lib/session/sign-in"
import { signOut } from "#lib/session/sign-out"

type Cookie = { name: string; value: string; options?: unknown }
const world = vi.hoisted(() => ({
  jar: [] as Cookie[],
  auth: {} as Record<string, unknown>,
}))
vi.mock("next/headers", () => ({
  cookies: async () => ({
    getAll: () => [...world.jar],
    set: (name: string, value: string, options: unknown) => world.jar.push({ name, value, options }),
  }),
}))
vi.mock("#lib/session/auth-client", () => ({ authClient: async () => ({ auth: world.auth }) }))

const tokens = { access_token: "access", refresh_token: "refresh", expires_at: 1_900_000_000 }
const stored = (value: unknown) =>
  `base64-${Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")}`
const cookie = (value: string, name = sessionCookieName) => ({ name, value })
const person = {
  sub: "00000000-0000-4000-8000-000000000001",
  session_id: "00000000-0000-4000-8000-000000000002",
  email: "a@b.test",
}

beforeEach(() => {
  world.jar = [cookie(stored(tokens))]
  world.auth = { getClaims: async () => ({ data: { claims: person }, error: null }) }
})

describe("TRAP the library's cookies are readable by scripts, not Secure, and live 400 days", () => {
  test("ours are HttpOnly, Secure, SameSite=Lax, of this host alone, for half a day", () => {
    expect(sessionCookieOptions).toEqual({
      name: "__Host-holdfast",
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      path: "/",
      maxAge: 43_200,
    })
  })
  test("whatever setAll is given, it is clamped", () => {
    const wild = {
      maxAge: 400 * 86_400,
      httpOnly: false,
      secure: false,
      sameSite: "none" as const,
      domain: "example",
      path: "/x",
    }
    expect(clampCookie(wild)).toEqual({
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      path: "/",
      maxAge: sessionMaxAgeSeconds,
    })
    expect(clampCookie({}).maxAge).toBe(sessionMaxAgeSeconds)
    expect(clampCookie({ maxAge: 60 }).maxAge).toBe(60)
    expect(clampCookie({ maxAge: 0 }).maxAge).toBe(0)
  })
})

describe("the stored session", () => {
  test("is read from one cookie or from chunks", async () => {
    const whole = stored(tokens)
    const expected = { accessToken: "access", refreshToken: "refresh", expiresAt: 1_900_000_000 }
    expect(await readStoredSession([cookie(whole)])).toEqual(expected)
    const chunks = [
      cookie(whole.slice(0, 20), `${sessionCookieName}.0`),
      cookie(whole.slice(20), `${sessionCookieName}.1`),
    ]
    expect(await readStoredSession(chunks)).toEqual(expected)
  })
  test.each([
    ["no cookie", []],
    ["another's cookie", [cookie(stored(tokens), "sb-token")]],
    ["not base64", [cookie("base64-%%%")]],
    ["plain JSON", [cookie(JSON.stringify(tokens))]],
    ["not JSON", [cookie(stored("{"))]],
    ["no tokens", [cookie(stored({ access_token: "a" }))]],
    ["null", [cookie(stored("null"))]],
    ["tokens of another type", [cookie(stored({ ...tokens, access_token: 1 }))]],
  ])("none: %s", async (_title, cookies) => expect(await readStoredSession(cookies)).toBeUndefined())
})

describe("the current session says who, from verified claims alone", () => {
  test("a person", async () => {
    expect(await currentSession()).toEqual({
      userId: person.sub,
      sessionId: person.session_id,
      email: "a@b.test",
    })
  })
  test.each([
    ["an invalid token", async () => ({ data: null, error: new Error("bad") })],
    ["an auth server that is away", async () => Promise.reject(new Error("down"))],
    ["an id that is none", async () => ({ data: { claims: { ...person, sub: "1' or 1=1" } }, error: null })],
    ["no session id", async () => ({ data: { claims: { ...person, session_id: undefined } }, error: null })],
    [
      "an id in capitals",
      async () => ({
        data: { claims: { ...person, sub: "ABCDEF00-0000-4000-8000-000000000001" } },
        error: null,
      }),
    ],
  ])("nobody: %s", async (_title, getClaims) => {
    world.auth = { getClaims }
    expect(await currentSession()).toBeUndefined()
  })
  test("nobody without a cookie, and the auth server is not asked", async () => {
    world.jar = []
    world.auth = { getClaims: () => expect.unreachable() }
    expect(await currentSession()).toBeUndefined()
  })
})

describe("signing in", () => {
  const credentials = { email: "a@b.test", password: "x" }
  const answer = (error: object | null, session: object | null = null) => ({
    signInWithPassword: async () => ({ data: { session }, error }),
    getClaims: async () => ({ data: { claims: person } }),
  })
  test("gives who", async () => {
    world.auth = answer(null, { access_token: "t" })
    expect(await signIn(credentials)).toEqual({
      ok: true,
      value: { userId: person.sub, sessionId: person.session_id, email: "a@b.test" },
    })
  })
  test("one answer, no sooner than a hash takes, for an unknown address and a wrong password", async () => {
    const started = performance.now()
    world.auth = answer({ status: 400, code: "invalid_credentials" })
    const [wrong, unknown] = await Promise.all([
      signIn(credentials),
      signIn({ ...credentials, email: "nobody@b.test" }),
    ])
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ code: "NOT_SIGNED_IN" })
    expect(performance.now() - started).toBeGreaterThan(650)
  })
  test("an auth server that is broken or away is not the person's fault", async () => {
    world.auth = answer({ status: 500 })
    expect(await signIn(credentials)).toMatchObject({ code: "UNAVAILABLE" })
    world.auth = { signInWithPassword: () => Promise.reject(new Error("down")) }
    expect(await signIn(credentials)).toMatchObject({ code: "UNAVAILABLE" })
  })
})

describe("signing out", () => {
  const cleared = () =>
    world.jar.filter(({ options }) => (options as { maxAge?: number } | undefined)?.maxAge === 0)
  test("ends this session alone and takes the cookies", async () => {
    const asked: unknown[] = []
    const confirm = async (...args: unknown[]) => {
      asked.push(args)
      return { error: null }
    }
    world.auth = { admin: { signOut: confirm } }
    expect(await signOut()).toBe(true)
    expect(asked).toEqual([["access", "local"]])
    expect(cleared().map(({ name }) => name)).toEqual([sessionCookieName])
  })
  test("takes the cookies also when the auth server is away, and says so", async () => {
    world.auth = { admin: { signOut: () => Promise.reject(new Error("down")) } }
    expect(await signOut()).toBe(false)
    expect(cleared()).toHaveLength(1)
  })
  test("without a session there is nothing to end", async () => {
    world.jar = []
    expect(await signOut()).toBe(true)
  })
})
