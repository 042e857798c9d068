import { randomUUID } from "node:crypto"

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>

export type Call = {
  readonly method?: string
  readonly params: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** A fresh idempotency key unless given; null sends none. */
  readonly key?: string | null
}

/** Calls a route handler as Next does. The body goes as JSON unless it is text or bytes already. */
export async function callRoute(
  handler: Handler,
  { method = "GET", params, query = "", body, headers = {}, key }: Call,
) {
  const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array
  const payload = raw ? body : JSON.stringify(body)
  const request = new Request(`http://localhost:3000/api/test${query}`, {
    method,
    headers: {
      ...(method !== "GET" && key !== null && { "idempotency-key": key ?? randomUUID() }),
      ...(payload !== undefined && {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(payload as string)),
      }),
      ...headers,
    },
    ...(payload !== undefined && { body: payload as BodyInit }),
  })
  const response = await handler(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : undefined }
}
