import { expect, test } from "@playwright/test"
import { signIn } from "#tests/support/sign-in"
import { readStack, waitForMail } from "#tests/support/stack"

// A program books; the people at the practice and the one who comes see the same appointment.

const { appUrl } = readStack()
const api = `${appUrl}/api/v1/lumen`
const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const key = () => ({ "idempotency-key": crypto.randomUUID() })

test("what a program books, reception sees, the mailbox holds and the links open", async ({
  page,
  request,
}) => {
  const email = `api-${crypto.randomUUID().slice(0, 8)}@example.org`
  const fullName = `Petra Programm ${crypto.randomUUID().slice(0, 6)}`
  const { services } = await (await request.get(`${api}/services`)).json()
  const query = `service=${services[0].id}&from=${date(14)}&to=${date(24)}`
  const { slots } = await (await request.get(`${api}/availability?${query}`)).json()
  const slot = slots.at(-3)

  const held = await request.post(`${api}/holds`, {
    headers: key(),
    data: { serviceId: services[0].id, startsAt: slot.startsAt },
  })
  expect(held.status()).toBe(201)
  const { holdToken, practitionerId } = await held.json()
  const again = await (
    await request.get(`${api}/availability?${query}&practitioner=${practitionerId}`)
  ).json()
  expect(again.slots.map((one: { startsAt: string }) => one.startsAt)).not.toContain(slot.startsAt)

  const booked = await (
    await request.post(`${api}/bookings`, {
      headers: key(),
      data: { holdToken, fullName, email, locale: "en" },
    })
  ).json()
  expect(booked.state).toBe("confirmed")

  await page.goto(booked.view.url)
  await expect(page.getByText(slot.startsAt.slice(11, 16)).first()).toBeVisible()
  const [mail] = await waitForMail(email)
  expect(mail?.subject).not.toContain(services[0].name)
  expect(mail?.attachments[0]?.text).toContain(
    `DTSTART:${new Date(slot.startsAt).toISOString().replace(/[-:]|\.000/g, "")}`,
  )

  await signIn(page, "lumen", "reception")
  await page.goto(`${appUrl}/lumen/desk?date=${slot.startsAt.slice(0, 10)}`)
  await expect(page.getByText(fullName).first()).toBeVisible()

  const cancelled = await request.delete(`${api}/bookings/${booked.cancel.token}`, { headers: key() })
  expect(cancelled.status()).toBe(204)
  const view = await (await request.get(`${api}/bookings/${booked.view.token}`)).json()
  expect(view.state).toBe("cancelled")
  const after = await (
    await request.get(`${api}/availability?${query}&practitioner=${practitionerId}`)
  ).json()
  expect(after.slots.map((one: { startsAt: string }) => one.startsAt)).toContain(slot.startsAt)
})

test("a page of another origin is not let in: neither asked beforehand nor straight away", async ({
  page,
}) => {
  await page.route("https://elsewhere.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: "<h1>Elsewhere</h1>" }),
  )
  await page.goto("https://elsewhere.example/")
  const reach = (method: string) =>
    page.evaluate(
      async ([url, verb]) => {
        const init =
          verb === "GET"
            ? {}
            : {
                method: verb,
                headers: { "content-type": "application/json", "idempotency-key": "1234567890123456" },
                body: "{}",
              }
        return fetch(url ?? "", init).then(
          (answer) => `read ${answer.status}`,
          () => "refused",
        )
      },
      [method === "GET" ? `${api}/services` : `${api}/holds`, method],
    )
  expect(await reach("GET")).toBe("refused")
  expect(await reach("POST")).toBe("refused")
})

test("people find the API described, in their language and from the same document", async ({
  page,
  request,
}) => {
  const document = await (await request.get(`${appUrl}/api/v1/openapi.json`)).json()
  await page.goto(`${appUrl}/developers`)
  for (const methods of Object.values<Record<string, { summary: string }>>(document.paths)) {
    for (const { summary } of Object.values(methods)) {
      await expect(page.getByRole("heading", { name: summary, exact: true })).toBeVisible()
    }
  }
  await page.getByRole("button", { name: "Deutsch" }).click()
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Buchen aus dem eigenen Programm")
})
