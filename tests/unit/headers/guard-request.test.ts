import { createServer, request, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { fixedSecurityHeaders } from "#lib/base/security-headers"
import { guardRequest, rawRefusal } from "../../../supabase/local/guard-request.ts"

let server: Server
let port = 0
let trustProxy = false

beforeAll(async () => {
  server = createServer((incoming, response) => {
    if (!guardRequest(incoming, response, trustProxy)) response.end(JSON.stringify(incoming.headers))
  })
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => socket.end(rawRefusal(error.code)))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

function ask(path: string, method = "GET", headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path, method, headers }, async (response) => {
      const body = (await response.toArray()).join("")
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
    })
    outgoing.on("error", reject).end()
  })
}

function speak(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes))
    socket.on("data", (chunk) => {
      heard += chunk
    })
    socket.on("close", () => resolve(heard))
  })
}

describe("what Next would answer without headers", () => {
  test.each(["/%E0%A4%A", "/_next/static/%E0%A4%A", "/lumen/%00", "/lumen?service=%00", "/api/v1/%zz"])(
    "%s is a 400 with all of them",
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(400)
      for (const { key, value } of fixedSecurityHeaders) expect(answer.headers[key.toLowerCase()]).toBe(value)
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'")
      expect(answer.headers["cache-control"]).toBe("no-store")
    },
  )

  test("the API gets problem details", async () => {
    const answer = await ask("/api/v1/%zz")
    expect(answer.headers["content-type"]).toBe("application/problem+json")
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, code: "MALFORMED" })
  })

  test("TRACE and invented methods are a 405", async () => {
    const answer = await ask("/", "TRACE")
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toContain("GET")
    expect(answer.headers["x-frame-options"]).toBe("DENY")
    expect((await ask("/_next/static/chunks/a.js", "POST")).status).toBe(405)
  })

  test("another server's address as target, and bytes that are not HTTP, are refused with all headers", async () => {
    for (const bytes of ["GET http://evil.test/ HTTP/1.1\r\nHost: a\r\n\r\n", "nonsense\r\n\r\n"]) {
      const heard = await speak(bytes)
      expect(heard).toMatch(/^HTTP\/1\.1 400 /)
      for (const { key, value } of fixedSecurityHeaders) expect(heard).toContain(`${key}: ${value}`)
    }
    expect(rawRefusal("HPE_HEADER_OVERFLOW")).toMatch(/^HTTP\/1\.1 431 /)
  })
})

describe("what a caller may not say", () => {
  const said = {
    "x-nonce": "mine",
    "x-holdfast-path": "/x",
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "https",
  }

  test("our own headers never arrive, a proxy's only when it is trusted", async () => {
    const stranger = JSON.parse((await ask("/", "GET", said)).body)
    expect(Object.keys(stranger)).not.toEqual(expect.arrayContaining(["x-nonce"]))
    for (const name of Object.keys(said)) expect(stranger[name]).toBeUndefined()
    trustProxy = true
    const proxied = JSON.parse((await ask("/", "GET", said)).body)
    trustProxy = false
    expect(proxied["x-forwarded-proto"]).toBe("https")
    expect(proxied["x-nonce"]).toBeUndefined()
    expect(proxied["x-holdfast-path"]).toBeUndefined()
  })
})

test("hashed assets stay storable, everything else is not stored", async () => {
  expect((await ask("/_next/static/chunks/a.js")).headers["cache-control"]).toBeUndefined()
  expect((await ask("/lumen")).headers["cache-control"]).toBe("no-store")
})
