/** What happens to a request before Next sees it, and to an answer that Next never routes. Pure Node, no Next. */
import { randomUUID } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { STATUS_CODES } from "node:http"
import { assetContentSecurityPolicy, fixedSecurityHeaders, noStore } from "../../lib/base/security-headers.ts"

const policy = { key: "Content-Security-Policy", value: assetContentSecurityPolicy }

/** Only a proxy of ours may say these. A forged X-Forwarded-Host equal to Origin passes Next's own action check. */
const proxyHeaders = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
]
/** Only our middleware may say these. */
const ourHeaders = ["x-nonce", "x-holdfast-path", "content-security-policy", "x-middleware-subrequest"]

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

/**
 * Sets every header as a default (whatever Next sets later replaces it), removes what a caller may not say, and
 * answers what Next would answer without headers or with a 500.
 * @returns true when it has answered.
 */
export function guardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  trustProxy: boolean,
): boolean {
  for (const name of trustProxy ? ourHeaders : [...ourHeaders, ...proxyHeaders]) delete request.headers[name]
  const target = request.url ?? ""
  for (const { key, value } of [...fixedSecurityHeaders, policy]) response.setHeader(key, value)
  const asset = /^\/(_next\/static\/|icon\.svg)/.test(target)
  const allowed = asset ? ["GET", "HEAD"] : methods
  if (!allowed.includes(request.method ?? "")) {
    response.setHeader("Allow", allowed.join(", "))
    return answerPlainly(request, response, 405)
  }
  if (!isReadable(target)) return answerPlainly(request, response, 400)
  // Next marks its hashed files as immutable only when nobody has set the header before.
  if (!asset) response.setHeader(noStore.key, noStore.value)
  // Next has no page for 412 and 416 and turns both into a 500; a small file may as well be sent whole.
  else
    for (const name of ["range", "if-range", "if-match", "if-unmodified-since"]) delete request.headers[name]
  return false
}

/** Origin form, decodable, without NUL (Postgres text cannot hold one). */
function isReadable(target: string): boolean {
  if (!target.startsWith("/") || /%00|\0/.test(target)) return false
  try {
    decodeURIComponent(target.split("?", 1)[0] ?? "")
    return URL.canParse(target.replace(/^[/\\]+/, "/"), "http://own.invalid")
  } catch {
    return false
  }
}

function answerPlainly(request: IncomingMessage, response: ServerResponse, status: 400 | 405): true {
  const isApi = request.url?.startsWith("/api/")
  response.statusCode = status
  response.setHeader(noStore.key, noStore.value)
  response.setHeader("Content-Type", isApi ? problemType : "text/plain; charset=utf-8")
  response.setHeader("Connection", "close")
  const body = isApi ? problemOf(status) : `${STATUS_CODES[status]}\n`
  response.end(request.method === "HEAD" ? undefined : body)
  return true
}

const problemType = "application/problem+json"
const codes: Readonly<Record<number, string>> = { 400: "MALFORMED", 405: "METHOD_NOT_ALLOWED" }

/** As lib/entry/problem.ts would say it (RFC 9457); a status without a code of ours is about:blank. */
function problemOf(status: number): string {
  const code = codes[status]
  const type = code ? `urn:holdfast:problem:${code.toLowerCase().replaceAll("_", "-")}` : "about:blank"
  return JSON.stringify({ type, title: STATUS_CODES[status], status, code, requestId: randomUUID() })
}

/** The raw answer to bytes that are not HTTP: Node's own has no headers at all. Whoever sends them is a program. */
export function rawRefusal(errorCode: string | undefined): string {
  const status =
    errorCode === "HPE_HEADER_OVERFLOW" ? 431 : errorCode === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400
  const body = problemOf(status)
  const headers = [
    ...fixedSecurityHeaders,
    policy,
    noStore,
    { key: "Content-Type", value: problemType },
    { key: "Content-Length", value: String(body.length) },
    { key: "Connection", value: "close" },
  ]
  const lines = headers.map(({ key, value }) => `${key}: ${value}`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n${body}`
}
