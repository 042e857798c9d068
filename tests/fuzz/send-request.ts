import { Agent, request as httpRequest } from "node:http"
import type { FuzzRequest } from "./request-arbitrary.ts"

export type FuzzResponse = {
  readonly status: number
  readonly contentType: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed when it says that it is JSON; undefined when there is none. */
  readonly body: unknown
  readonly text: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/** `fetch` would tidy the address and refuse the worse headers; this sends what it is given. */
export function sendRequest(
  origin: string,
  { method, address, headers, body }: FuzzRequest,
): Promise<FuzzResponse> {
  const { hostname, port } = new URL(origin)
  const chunked = headers["transfer-encoding"] !== undefined
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        agent,
        hostname,
        port,
        method,
        path: address,
        headers: {
          host: `${hostname}:${port}`,
          ...headers,
          ...(body && !chunked && { "content-length": String(body.byteLength) }),
        },
        timeout: 20_000,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("error", reject)
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8")
          const contentType = String(response.headers["content-type"] ?? "")
          resolve({
            status: response.statusCode ?? 0,
            contentType,
            headers: response.headers,
            body: text && /json/.test(contentType) ? JSON.parse(text) : text || undefined,
            text,
          })
        })
      },
    )
    request.on("timeout", () => request.destroy(new Error("no answer within 20 s")))
    request.on("error", reject)
    request.end(body ?? undefined)
  })
}
