// Free times of one service, for anyone or for one practitioner, a week or a month: what the booking page asks.
import { check } from "k6"
import http from "k6/http"
import * as shared from "./_k6.js"

export const options = {
  scenarios: { availability: shared.scenario(40) },
  thresholds: shared.thresholds,
  summaryTrendStats: shared.summaryTrendStats,
}

export const setup = () => shared.readServices()

export default function (services) {
  const service = shared.pick(services)
  const anyone = Math.random() < 0.5
  const from = 1 + Math.floor(Math.random() * 14)
  const query =
    `service=${service.id}&from=${shared.dateIn(from)}&to=${shared.dateIn(from + shared.pick([6, 13, 30]))}` +
    (anyone ? "" : `&practitioner=${shared.pick(service.practitioners).id}`)
  const answer = http.get(`${shared.baseUrl}/api/v1/${shared.slug}/availability?${query}`, {
    tags: { name: "availability" },
  })
  check(answer, {
    "is answered": ({ status }) => status === 200,
    "names its service": (response) => response.status !== 200 || response.json("serviceId") === service.id,
  })
}

export const handleSummary = (data) => shared.report("availability", data)
