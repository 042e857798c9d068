// What the k6 scripts share: where to, how long, what is printed. `npm run load` sets BASE_URL, STACK_FILE and SMOKE.
import { fail } from "k6"
import http from "k6/http"

export const baseUrl = __ENV.BASE_URL || "http://localhost:3000"
const smoke = __ENV.SMOKE === "1"

// A load test of somebody else's machine is an attack: ours go to this one, unless a person insists by name.
const host = baseUrl.replace(/^https?:\/\//, "").replace(/[:/].*$/, "")
if (host !== "localhost" && host !== "127.0.0.1" && __ENV.LOAD_HOST !== host) {
  throw new Error(`${host} is not this machine. Set LOAD_HOST=${host} if it is yours to load.`)
}

const stack = __ENV.STACK_FILE ? JSON.parse(open(__ENV.STACK_FILE)) : { tenants: [{ slug: "lumen" }] }
export const slug = stack.tenants[0].slug

/** A few seconds in CI; two minutes of rising load, then a plateau, in the weekly run. */
export function scenario(users) {
  return smoke
    ? { executor: "constant-vus", vus: Math.min(users, 4), duration: "5s" }
    : {
        executor: "ramping-vus",
        startVUs: 1,
        stages: [
          { duration: "30s", target: users },
          { duration: "2m", target: users },
          { duration: "10s", target: 0 },
        ],
      }
}

/** What must hold at any speed. How fast it was is printed, and judged as a ratio by `npm run bench`. */
export const thresholds = { checks: ["rate==1"], http_req_failed: ["rate==0"] }

export const summaryTrendStats = ["med", "p(95)", "p(99)", "max"]

/** Services that one person can book alone, with their practitioners. */
export function readServices() {
  const answer = http.get(`${baseUrl}/api/v1/${slug}/services`)
  if (answer.status !== 200) fail(`services: ${answer.status}`)
  return answer.json("services").filter((service) => service.capacity === 1)
}

export const pick = (list) => list[Math.floor(Math.random() * list.length)]

/** "YYYY-MM-DD", so many days from today in UTC. */
export const dateIn = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10)

export function report(title, data, extra = {}) {
  const { values } = data.metrics.http_req_duration
  const lines = [
    `${title}: ${data.metrics.http_reqs.values.rate.toFixed(0)} calls/s, ` +
      `p50 ${values.med.toFixed(1)} ms, p95 ${values["p(95)"].toFixed(1)} ms, p99 ${values["p(99)"].toFixed(1)} ms`,
  ]
  for (const [name, metric] of Object.entries(extra)) {
    const found = data.metrics[metric]
    if (found) lines.push(`${name}: ${found.values.count} (${found.values.rate.toFixed(1)}/s)`)
  }
  const checks = data.metrics.checks.values
  lines.push(`checks: ${checks.passes} passed, ${checks.fails} failed`)
  return { stdout: `${lines.join("\n")}\n` }
}
