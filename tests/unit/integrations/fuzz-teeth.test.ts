import { createServer, type IncomingMessage, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { assetContentSecurityPolicy, fixedSecurityHeaders } from "#lib/base/security-headers"
import { buildOpenApi } from "#lib/integrations/build-openapi"
import { noLiveValues } from "../../fuzz/live-values.ts"
import { runFuzz } from "../../fuzz/run-fuzz.ts"

// The fuzz is only as good as the faults that it finds: each double keeps the contract but for one planted fault.

type Answer = { status: number; type?: string; body?: unknown; headers?: Record<string, string> }
type Fault = (request: { url: string; method: string; body: string }) => Answer | undefined

const notFound = (): Answer => ({
  status: 404,
  type: "application/problem+json",
  body: {
    type: "urn:holdfast:problem:not-found",
    title: "There is nothing here",
    status: 404,
    code: "NOT_FOUND",
    requestId: "5f0c6b0e-5f1e-4a39-9d51-7a1d9f4f8a11",
  },
})

let server: Server | undefined
afterEach(() => server?.close())

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("latin1")
}

async function fuzzDouble(fault: Fault, runs = 3_000): Promise<Map<string, number>> {
  const double = createServer(async (request, response) => {
    const body = await readAll(request)
    const answer = fault({ url: request.url ?? "", method: request.method ?? "", body }) ?? notFound()
    for (const { key, value } of fixedSecurityHeaders) response.setHeader(key, value)
    response.setHeader("Content-Security-Policy", assetContentSecurityPolicy)
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
    if (answer.type) response.setHeader("Content-Type", answer.type)
    response.statusCode = answer.status
    response.end(
      answer.body === undefined || request.method === "HEAD" ? undefined : JSON.stringify(answer.body),
    )
  })
  // As serve.ts: what is not HTTP is refused with every header too, and tells nothing of the double.
  double.on("clientError", (_error, socket) => {
    const body = JSON.stringify({ ...(notFound().body as object), status: 400, code: "MALFORMED" })
    const headers = [
      ...fixedSecurityHeaders,
      { key: "Content-Security-Policy", value: assetContentSecurityPolicy },
    ]
    socket.end(
      `HTTP/1.1 400 Bad Request\r\n${headers.map(({ key, value }) => `${key}: ${value}`).join("\r\n")}\r\n` +
        `Content-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
  })
  server = double
  await new Promise<void>((resolve) => double.listen(0, "127.0.0.1", resolve))
  const origin = `http://127.0.0.1:${(double.address() as AddressInfo).port}`
  return runFuzz({ origin, document: buildOpenApi(origin), live: noLiveValues(), runs, seed: 20261121 })
}

describe("the fuzz", () => {
  it("is content with a server that keeps the document", async () => {
    const seen = await fuzzDouble(() => undefined, 500)
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(500)
  })

  it.each<[string, Fault, RegExp]>([
    [
      "a NUL that reaches the database",
      ({ body }) => (body.includes("\\u0000") ? { status: 500 } : undefined),
      /server error: 500/,
    ],
    [
      "a date at the end of time",
      ({ url }) => (/from=9999-12-3/.test(url) ? { status: 500 } : undefined),
      /server error: 500/,
    ],
    [
      "a method that nobody thought of",
      ({ method }) => (method === "PATCH" ? { status: 501 } : undefined),
      /server error: 501/,
    ],
    [
      "a refusal as a page",
      ({ url }) => (url.includes("/services") ? { status: 404, type: "text/html", body: "" } : undefined),
      /404 as text\/html/,
    ],
    [
      "a code with another status",
      ({ method }) => (method === "DELETE" ? { ...notFound(), status: 409 } : undefined),
      /NOT_FOUND with 409|409/,
    ],
    [
      "an answer of another shape",
      ({ url, method }) =>
        method === "GET" && /\/services$/.test(url)
          ? { status: 200, type: "application/json", body: { services: [] } }
          : undefined,
      /must have required property 'practice'/,
    ],
    [
      "a success that is not documented",
      ({ url, method }) =>
        method === "POST" && /\/holds$/.test(url)
          ? { status: 202, type: "application/json", body: {} }
          : undefined,
      /202 is not documented/,
    ],
    [
      "an open door for other origins",
      () => ({ ...notFound(), headers: { "Access-Control-Allow-Origin": "*" } }),
      /CORS is open/,
    ],
    [
      "a header that is missing",
      () => ({ ...notFound(), headers: { "X-Frame-Options": "SAMEORIGIN" } }),
      /X-Frame-Options/,
    ],
    [
      "a redirect to elsewhere",
      () => ({ status: 308, headers: { Location: "//evil.example" } }),
      /leads away/,
    ],
  ])("finds %s", async (_name, fault, complaint) => {
    await expect(
      fuzzDouble(fault).catch((error: Error) => Promise.reject(error.cause ?? error)),
    ).rejects.toThrow(complaint)
  })
})
