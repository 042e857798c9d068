/**
 * The web process: Next's own request handler behind `guardRequest`. `serve.ts start|dev [--port 3000] [--host …]`.
 * `next start` would answer repeated slashes, malformed addresses and unreadable HTTP without any security header.
 */
import { createServer } from "node:http"
import type { Socket } from "node:net"
import { parseArgs } from "node:util"
import next from "next"
import { guardRequest, rawRefusal } from "./guard-request.ts"
import { repositoryRoot } from "./state-folder.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string" }, host: { type: "string" } },
})
const dev = positionals[0] === "dev"
const port = Number(values.port ?? process.env.PORT ?? 3000)
const host = values.host ?? process.env.HOST
const trustProxy = process.env.TRUST_PROXY === "1"

const server = createServer()
const app = next({ dev, dir: repositoryRoot, hostname: host ?? "localhost", port, httpServer: server })
await app.prepare()
const handle = app.getRequestHandler()

server.on("request", (request, response) => {
  if (!guardRequest(request, response, trustProxy)) void handle(request, response)
})
server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
  if (socket.writable) socket.end(rawRefusal(error.code))
  else socket.destroy()
})
// Longer than a proxy in front keeps its connections, or it would send into one that has just closed.
server.keepAliveTimeout = 65_000
server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken.` : error)
  process.exit(1)
})
server.listen(port, host, () => console.log(`Listening on port ${port}.`))

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // Open answers may finish; a browser's idle keep-alive connections may not hold us up.
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => process.exit(0), 3000).unref()
  })
}
