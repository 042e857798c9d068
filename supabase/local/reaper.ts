// A small process of its own session that outlives a killed parent just long enough to end what the parent started.
// It reads `watch <pid> <signal>` and `forget <pid>` on standard input; end of input means that the parent is gone.
import { createInterface } from "node:readline"

const watched = new Map<number, NodeJS.Signals>()

function tell(pid: number, signal: NodeJS.Signals): void {
  // The group first: a child such as `next` has children of its own.
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal)
    } catch {
      // Already gone, which is what we want.
    }
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {})

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, pid, signal] = line.split(" ")
  if (verb === "watch") watched.set(Number(pid), (signal ?? "SIGTERM") as NodeJS.Signals)
  if (verb === "forget") watched.delete(Number(pid))
}

for (const [pid, signal] of watched) tell(pid, signal)
const deadline = Date.now() + 5000
while ([...watched.keys()].some(isAlive) && Date.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 100))
}
for (const pid of watched.keys()) if (isAlive(pid)) tell(pid, "SIGKILL")
