// The whole path of a customer: what is free, hold it, book it, cancel it. Several users want the same times, so a hold
// may be refused because somebody was faster, and nothing else may go wrong.
import { check } from "k6"
import http from "k6/http"
import { Counter } from "k6/metrics"
import * as shared from "./_k6.js"

export const options = {
  scenarios: { booking: shared.scenario(20) },
  thresholds: shared.thresholds,
  summaryTrendStats: shared.summaryTrendStats,
}

const booked = new Counter("booked")
const refused = new Counter("refused")
// "Somebody was faster" is an answer, not a failure.
http.setResponseCallback(http.expectedStatuses(200, 201, 204, 409))

export const setup = () => shared.readServices()

function send(method, path, name, body) {
  const key = `${__VU}-${__ITER}-${name}-${Math.random().toString(36).slice(2)}`
  return http.request(
    method,
    `${shared.baseUrl}/api/v1/${shared.slug}/${path}`,
    body && JSON.stringify(body),
    {
      headers: { "content-type": "application/json", "idempotency-key": key },
      tags: { name },
    },
  )
}

export default function (services) {
  const service = shared.pick(services)
  // A few days that everybody looks at, past the practice's notice for cancelling.
  const [from, to] = [shared.dateIn(3), shared.dateIn(9)]
  const free = http.get(
    `${shared.baseUrl}/api/v1/${shared.slug}/availability?service=${service.id}&from=${from}&to=${to}`,
    { tags: { name: "availability" } },
  )
  if (!check(free, { "availability is answered": ({ status }) => status === 200 })) return
  const slots = free.json("slots")
  if (slots.length === 0) return
  const { startsAt } = shared.pick(slots)
  const held = send("POST", "holds", "hold", { serviceId: service.id, startsAt })
  check(held, {
    "a hold is given, or taken": ({ status, body }) =>
      status === 201 || (status === 409 && body.includes("SLOT_TAKEN")),
  })
  if (held.status !== 201) {
    refused.add(1)
    return
  }
  const done = send("POST", "bookings", "book", {
    holdToken: held.json("holdToken"),
    fullName: `Load ${__VU}`,
    email: `load-${__VU}@mail.example`,
  })
  if (!check(done, { "what is held can be booked": ({ status }) => status === 201 })) return
  booked.add(1)
  const gone = send("DELETE", `bookings/${done.json("cancel.token")}`, "cancel")
  check(gone, { "and cancelled": ({ status }) => status < 300 })
}

export const handleSummary = (data) =>
  shared.report("booking", data, { bookings: "booked", "somebody was faster": "refused" })
