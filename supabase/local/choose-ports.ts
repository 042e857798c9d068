import { createServer } from "node:net"
import { PlainError } from "./plain-error.ts"
import { readJson, type StateFolder, writePrivateJson } from "./state-folder.ts"

export interface Ports {
  database: number
  supabase: number
  mailbox: number
  smtp: number
}

/** True when something already listens on the port, on any interface of this machine. */
export async function isPortTaken(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "0.0.0.0", "::"]) {
    const taken = await new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"))
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(false)))
    })
    if (taken) return true
  }
  return false
}

/** Ports that are free now. All are held open until the last is known, so that no two are the same. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer()
          server.once("error", reject)
          server.listen({ port: 0, host: "127.0.0.1" }, () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    if (address === null || typeof address === "string") throw new Error("a listening socket without a port")
    return address.port
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

const portNames = ["database", "supabase", "mailbox", "smtp"] as const

/** Picked free once, then kept, so that links and open tabs survive a restart. */
export async function choosePorts(state: StateFolder): Promise<Ports> {
  const path = state.path("ports.json")
  const known = readJson<Ports>(path)
  if (known) {
    for (const name of portNames) {
      if (await isPortTaken(known[name])) {
        throw new PlainError(
          `Port ${known[name]}, which this stack uses for its ${name}, is taken.`,
          `Is another copy running with ${state.root}? Stop it, or delete ${path} to choose other ports.`,
        )
      }
    }
    return known
  }
  const [database = 0, supabase = 0, mailbox = 0, smtp = 0] = await findFreePorts(portNames.length)
  const ports = { database, supabase, mailbox, smtp }
  writePrivateJson(path, ports)
  return ports
}

export async function demandFreePort(port: number): Promise<void> {
  if (await isPortTaken(port)) {
    throw new PlainError(
      `Port ${port} is taken by another program.`,
      `Stop that program, or choose another port: PORT=${port + 1} npm start`,
    )
  }
}
