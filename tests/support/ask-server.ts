import { Agent, request as httpRequest } from "node:http"
import { connect } from "node:net"

export type RawAnswer = {
  readonly status: number
  /** Every value of every header, in lower case, as they came over the wire: twice is twice. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly text: string
}

export type Asking = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** One request exactly as written: no redirect followed, no address tidied, no header merged. */
export function askServer(
  origin: string,
  path: string,
  { method = "GET", headers = {}, body }: Asking = {},
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        agent,
        hostname: hostname === "localhost" ? "127.0.0.1" : hostname,
        port,
        method,
        path,
        headers: {
          host,
          ...headers,
          ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("error", reject)
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: gather(response.rawHeaders),
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        )
      },
    )
    request.on("error", reject)
    request.end(body)
  })
}

/** Sends bytes that need not be HTTP and reads until the server hangs up. */
export function sendBytes(origin: string, bytes: string): Promise<RawAnswer> {
  const { port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on("data", (chunk: Buffer) => chunks.push(chunk))
    socket.on("error", reject)
    socket.on("close", () => {
      const [head = "", ...rest] = Buffer.concat(chunks).toString("utf8").split("\r\n\r\n")
      const [statusLine = "", ...lines] = head.split("\r\n")
      const pairs = lines.flatMap((line) => [
        line.slice(0, line.indexOf(":")),
        line.slice(line.indexOf(":") + 1).trim(),
      ])
      resolve({
        status: Number(statusLine.split(" ")[1]),
        headers: gather(pairs),
        text: rest.join("\r\n\r\n"),
      })
    })
  })
}

function gather(raw: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? "").toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), raw[i + 1] ?? ""])
  }
  return headers
}
