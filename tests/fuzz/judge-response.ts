import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { refusals } from "#lib/base/refusals"
import { fixedSecurityHeaders } from "#lib/base/security-headers"
import type { OpenApiDocument } from "#lib/integrations/build-openapi"
import { judgeBy } from "#tests/support/api-validator"
import type { FuzzRequest } from "./request-arbitrary.ts"
import type { FuzzResponse } from "./send-request.ts"

/** Complaints about one answer; none when it keeps every promise of the API. */
export function judgeResponse(
  document: OpenApiDocument,
): (request: FuzzRequest, response: FuzzResponse) => string[] {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const isProblem = ajv.compile(document.components.schemas.Problem ?? false)
  const judge = judgeBy(document)
  return ({ template, method }, { status, contentType, headers, body, text }) => {
    const complaints: string[] = []
    if (status >= 500) complaints.push(`a server error: ${status} ${text.slice(0, 200)}`)
    for (const { key, value } of fixedSecurityHeaders) {
      if (headers[key.toLowerCase()] !== value) complaints.push(`${key} is ${headers[key.toLowerCase()]}`)
    }
    const policy = headers["content-security-policy"]
    if (typeof policy !== "string" || policy.includes(", ")) complaints.push("not exactly one CSP")
    if ("x-powered-by" in headers) complaints.push("X-Powered-By")
    if (Object.keys(headers).some((name) => name.startsWith("access-control")))
      complaints.push("CORS is open")
    if (status >= 300 && status < 400) {
      const location = String(headers.location ?? "")
      if (!/^\/(?![/\\])/.test(location)) complaints.push(`leads away: ${location}`)
      return complaints
    }
    if (method === "HEAD") return complaints
    if (status >= 400) {
      if (!contentType.startsWith("application/problem+json"))
        return [...complaints, `${status} as ${contentType || "nothing"}`]
      if (!isProblem(body)) return [...complaints, `no problem: ${ajv.errorsText(isProblem.errors)}`]
      const { code, status: inBody } = body as { code: keyof typeof refusals; status: number }
      if (inBody !== status || refusals[code] !== status) complaints.push(`${code} with ${status}`)
    }
    if (template && document.paths[template]?.[method.toLowerCase()]) {
      const verdict = judge(template, method, { status, contentType, body })
      if (verdict) complaints.push(verdict)
    }
    return complaints
  }
}
