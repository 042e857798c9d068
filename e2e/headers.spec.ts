import { expect, test } from "@playwright/test"
import { type Asking, askServer, type RawAnswer, sendBytes } from "#tests/support/ask-server"
import { brokenPromises, nonceOf } from "#tests/support/header-promises"
import { startSecondServer } from "#tests/support/second-server"
import { readStack } from "#tests/support/stack"

const origin = readStack().appUrl
const html = { accept: "text/html" }
const isAsset = (path: string) => path.startsWith("/_next/static/") || path === "/icon.svg"

/** Every address that a page loads from our own server. */
async function assetsOf(path: string): Promise<string[]> {
  const page = await askServer(origin, path)
  const found = [...page.text.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  )
  const css = found.find((one) => one.endsWith(".css"))
  const sheet = css ? (await askServer(origin, css)).text : ""
  const fonts = [...sheet.matchAll(/url\(([^)]+\.woff2)[^)]*\)/g)].map(
    (match) => new URL(match[1] ?? "", origin + css).pathname,
  )
  return [...new Set([...found, ...fonts.slice(0, 1)])]
}

type Case = { name: string; path: string; asking?: Asking; status: number | number[] }

const classes: Case[] = [
  { name: "page", path: "/", asking: { headers: html }, status: 200 },
  { name: "page of a practice", path: "/lumen", status: 200 },
  { name: "page for signing in", path: "/sign-in", status: 200 },
  { name: "page with a malformed query", path: "/lumen?%E0%A4%A=%&date[]=x", status: [200, 404] },
  { name: "page that is not there", path: "/no-such-practice/at/all", status: 404 },
  { name: "page behind a dead link", path: `/lumen/booking/${"A".repeat(43)}`, status: [200, 404, 410] },
  { name: "API answer", path: "/api/v1/lumen/services", status: 200 },
  { name: "API document", path: "/api/v1/openapi.json", status: 200 },
  { name: "API problem", path: "/api/v1/nobody/services", status: 404 },
  { name: "API address that is not there", path: "/api/nothing", status: 404 },
  {
    name: "API method that is not taken",
    path: "/api/v1/lumen/services",
    asking: { method: "PUT" },
    status: 405,
  },
  {
    name: "API success without a body",
    path: "/api/v1/lumen/services",
    asking: { method: "OPTIONS" },
    status: 204,
  },
  { name: "health", path: "/api/health", status: 200 },
  { name: "readiness", path: "/api/health/ready", status: 200 },
  { name: "mark", path: "/icon.svg", status: 200 },
  { name: "asset that is not there", path: "/_next/static/chunks/none.js", status: 404 },
  { name: "file that is not there", path: "/favicon.ico", status: 404 },
  { name: "public file that is not there", path: "/robots.txt", status: [200, 404] },
  { name: "source map", path: "/_next/static/chunks/none.js.map", status: 404 },
  { name: "image optimizer", path: "/_next/image?url=%2Ficon.svg&w=64&q=75", status: [400, 404] },
  { name: "redirect to a tidy address", path: "/lumen/", status: 308 },
  { name: "redirect of repeated slashes", path: "//evil.example/", status: 308 },
  { name: "redirect to sign in", path: "/lumen/desk", status: 307 },
  { name: "flight of a page", path: "/lumen", asking: { headers: { rsc: "1" } }, status: [200, 307] },
  {
    name: "prefetch by Next",
    path: "/lumen",
    asking: { headers: { rsc: "1", "next-router-prefetch": "1" } },
    status: [200, 307],
  },
  {
    name: "prefetch of a segment",
    path: "/lumen",
    asking: { headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" } },
    status: [200, 204, 307, 404],
  },
  {
    name: "prefetch by a browser",
    path: "/lumen",
    asking: { headers: { purpose: "prefetch", "sec-purpose": "prefetch;prerender" } },
    status: 200,
  },
  {
    name: "action that nobody knows",
    path: "/sign-in",
    asking: {
      method: "POST",
      headers: { origin, "next-action": "0".repeat(42), "content-type": "text/plain" },
      body: "[]",
    },
    status: [400, 404, 409],
  },
  {
    name: "form of another site",
    path: "/sign-in",
    asking: {
      method: "POST",
      headers: { origin: "https://evil.example", "content-type": "multipart/form-data; boundary=x" },
      body: "--x--\r\n",
    },
    status: 403,
  },
  {
    name: "form that is too large",
    path: "/sign-in",
    asking: {
      method: "POST",
      headers: { origin, "content-type": "multipart/form-data; boundary=x" },
      body: "x".repeat(1_100_000),
    },
    status: 413,
  },
  {
    name: "form post to a page",
    path: "/sign-in",
    asking: {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body: "email=a",
    },
    status: [200, 303, 405],
  },
  {
    name: "form post to a route",
    path: "/api/theme",
    asking: {
      method: "POST",
      headers: {
        origin,
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "theme=dark",
    },
    status: 303,
  },
  { name: "malformed address of a page", path: "/lumen/%E0%A4%A", status: 400 },
  { name: "malformed address of the API", path: "/api/v1/%E0%A4%A/services", status: 400 },
  { name: "NUL in an address", path: "/lumen/%00", status: 400 },
  { name: "HEAD of a page", path: "/", asking: { method: "HEAD" }, status: 200 },
  { name: "HEAD of an API answer", path: "/api/v1/lumen/services", asking: { method: "HEAD" }, status: 200 },
  { name: "OPTIONS of a page", path: "/", asking: { method: "OPTIONS" }, status: [200, 204, 400, 405] },
  { name: "TRACE", path: "/", asking: { method: "TRACE" }, status: 405 },
  {
    name: "forged headers of Next",
    path: "/lumen",
    asking: {
      headers: { "x-middleware-subrequest": "middleware", "x-nonce": "forged", "x-nextjs-data": "1" },
    },
    status: [200, 404],
  },
]

function check(path: string, answer: RawAnswer): void {
  expect.soft(brokenPromises(answer)).toEqual([])
  const caching = answer.headers.get("cache-control") ?? []
  if (isAsset(path) && answer.status === 200) expect.soft(caching.join()).toMatch(/max-age/)
  else if (!isAsset(path) && path !== "/api/v1/openapi.json")
    expect.soft(caching.join(), "kept by nobody").toContain("no-store")
}

for (const { name, path, asking, status } of classes) {
  test(`every header: ${name}`, async () => {
    const answer = await askServer(origin, path, asking)
    expect([status].flat()).toContain(answer.status)
    check(path, answer)
  })
}

test("every header: everything that pages load", async () => {
  const assets = [...new Set([...(await assetsOf("/")), ...(await assetsOf("/lumen"))])]
  expect(assets.some((one) => one.endsWith(".js"))).toBe(true)
  expect(assets.some((one) => one.endsWith(".css"))).toBe(true)
  expect(assets.some((one) => one.endsWith(".woff2"))).toBe(true)
  for (const path of assets) {
    const answer = await askServer(origin, path)
    expect(answer.status, path).toBe(200)
    check(path, answer)
  }
})

test("every header: what is not HTTP", async () => {
  for (const bytes of [
    "hello\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`,
  ]) {
    const answer = await sendBytes(origin, bytes)
    expect([400, 431, 505]).toContain(answer.status)
    expect(brokenPromises(answer)).toEqual([])
  }
})

test("a thousand answers, a thousand nonces, each of 16 random bytes at least", async () => {
  const nonces = new Set<string>()
  const paths = [
    "/",
    "/lumen",
    "/sign-in",
    "/no-such-page",
    ...Array.from({ length: 36 }, () => "/api/health"),
  ]
  for (let i = 0; i < 25; i++) {
    const answers = await Promise.all(paths.map((path) => askServer(origin, path)))
    for (const { headers } of answers) {
      const nonce = nonceOf(headers.get("content-security-policy")?.[0] ?? "") ?? ""
      expect(Buffer.from(nonce, "base64").length).toBeGreaterThanOrEqual(16)
      expect(nonce).not.toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/)
      nonces.add(nonce)
    }
  }
  expect(nonces.size).toBe(1_000)
})

test("every script and style of a page carries the nonce of its own policy, and nothing is inline besides", async () => {
  for (const path of ["/", "/lumen", "/sign-in", "/developers", "/no-such-page"]) {
    const { headers, text } = await askServer(origin, path)
    const nonce = nonceOf(headers.get("content-security-policy")?.[0] ?? "")
    const tags = [...text.matchAll(/<(script|style)\b[^>]*>/g)].map((match) => match[0])
    expect(tags.length).toBeGreaterThan(0)
    for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`)
    expect(text).not.toMatch(/<[a-z][^>]*\s(?:style|on[a-z]+)="/i)
  }
})

test("plain http behind a proxy that is trusted goes to https; nobody else's word counts", async () => {
  const trusting = await startSecondServer({ TRUST_PROXY: "1", APP_URL: "https://holdfast.example" })
  try {
    for (const [path, location] of [
      ["/lumen?date=2026-12-01", "https://holdfast.example/lumen?date=2026-12-01"],
      ["/api/v1/lumen/services", "https://holdfast.example/api/v1/lumen/services"],
      // Next tidies repeated slashes before anybody else is asked; the next step is then to https.
      ["//evil.example/x", "/evil.example/x"],
    ] as const) {
      const answer = await askServer(trusting.origin, path, {
        headers: { "x-forwarded-proto": "http", host: "evil.example", "x-forwarded-host": "evil.example" },
      })
      expect([answer.status, answer.headers.get("location")]).toEqual([308, [location]])
      check(path, answer)
    }
    const secure = await askServer(trusting.origin, "/", { headers: { "x-forwarded-proto": "https" } })
    expect(secure.status).toBe(200)
    expect(secure.headers.get("content-security-policy")?.[0]).toContain("upgrade-insecure-requests")
    check("/", secure)
  } finally {
    await trusting.stop()
  }
  const untrusting = await askServer(origin, "/", { headers: { "x-forwarded-proto": "http" } })
  expect(untrusting.status).toBe(200)
})

test("every header: a server whose database is gone; its pages apologise and the API answers 503", async () => {
  const orphan = await startSecondServer({ DATABASE_URL: "postgres://app_server:x@127.0.0.1:1/none" })
  try {
    const page = await askServer(orphan.origin, "/lumen")
    // The error boundary draws the apology, and React has sent the status by then.
    expect([200, 500]).toContain(page.status)
    check("/lumen", page)
    expect(page.text).not.toMatch(/127\.0\.0\.1:1|app_server|ECONNREFUSED|node_modules/)
    const api = await askServer(orphan.origin, "/api/v1/lumen/services")
    expect([api.status, api.headers.get("content-type"), JSON.parse(api.text).code]).toEqual([
      503,
      ["application/problem+json"],
      "UNAVAILABLE",
    ])
    check("/api/v1/lumen/services", api)
    const ready = await askServer(orphan.origin, "/api/health/ready")
    expect([ready.status, JSON.parse(ready.text).parts.database]).toEqual([503, "failed"])
    check("/api/health/ready", ready)
    expect((await askServer(orphan.origin, "/api/health")).status).toBe(200)
  } finally {
    await orphan.stop()
  }
})
