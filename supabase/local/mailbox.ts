// The process of the capture mailbox. Arguments: folder, SMTP port, HTTP port.
import { serveMailbox } from "./serve-mailbox.ts"

const [folder = "", smtpPort, httpPort] = process.argv.slice(2)
const server = await serveMailbox({ folder, smtpPort: Number(smtpPort), httpPort: Number(httpPort) })
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    server.close().finally(() => process.exit(0))
  })
}
console.log(`mailbox on http://127.0.0.1:${httpPort}`)
