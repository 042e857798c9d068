import "server-only"
import { Logger, run } from "graphile-worker"
import { env } from "#lib/base/env"
import { job } from "#lib/entry/job"
import {
  concludeBookingMail,
  deliverBookingMail,
  prepareBookingMail,
  sendBookingMailInput,
} from "#lib/notifications/send-booking-mail"

/** Every job there is, by the name under which it stands in the queue. Each is made by the door of jobs. */
export const tasks = {
  "send-booking-mail": job({
    name: "send-booking-mail",
    input: sendBookingMailInput,
    run: prepareBookingMail,
    deliver: deliverBookingMail,
    conclude: concludeBookingMail,
  }),
}

/** Job names, ids and causes; never a payload, and nothing at all while things go well. */
const quietLogger = new Logger(() => (level, message) => {
  if (level === "warning" || level === "error") console.error(`${level}: ${message}`)
})

/** Works until it is told to stop, then finishes the job at hand. Resolves when it has. */
export async function runWorker(): Promise<void> {
  const connectionString = env().WORKER_DATABASE_URL
  if (!connectionString)
    throw new Error("The worker cannot start: WORKER_DATABASE_URL is missing. See .env.example.")
  const runner = await run({
    connectionString,
    taskList: tasks,
    concurrency: 4,
    maxPoolSize: 6,
    // LISTEN wakes it at once; this is for retries and for a notice that was missed.
    pollInterval: 2_000,
    logger: quietLogger,
  })
  await runner.promise
}

if (import.meta.main) await runWorker()
