import "server-only"
import { fitAccent } from "#lib/base/accent-contrast"
import type { Locale } from "#lib/base/choose-locale"
import { env } from "#lib/base/env"
import { formatWall, formatWallSpan, nameZone } from "#lib/base/format-wall-time"
import type { MailKind } from "#lib/bookings/enqueue-booking-mail"
import type { BookingLinks } from "#lib/bookings/issue-links"
import { mailWords } from "#lib/notifications/booking-mail-words"
import type { BookingFacts } from "#lib/notifications/read-booking-facts"
import type { Tenant } from "#lib/tenants/read-tenant"

export type WrittenMail = { readonly subject: string; readonly text: string; readonly html: string }

type Letter = {
  readonly kind: MailKind
  readonly booking: BookingFacts
  readonly tenant: Tenant
  readonly locale: Locale
  /** Absent for a cancellation: nothing is left to do. */
  readonly links?: BookingLinks
}

/** Writes one message as text and HTML. The time is printed from the promise that is stored, with its zone. */
export function writeBookingMail({ kind, booking, tenant, locale, links }: Letter): WrittenMail {
  const words = mailWords[locale]
  const service = locale === "de" ? booking.serviceNameDe || booking.serviceName : booking.serviceName
  const day = formatWall(booking.wallStart, "date", locale, booking.zone)
  const time = formatWallSpan(booking.wallStart, booking.durationMinutes, locale, booking.zone)
  const subject = tenant.discreet
    ? words.subject[kind]
    : `${words.subject[kind]}: ${service}, ${formatWall(booking.wallStart, "shortDate", locale, booking.zone)}`
  const facts: [string, string][] = [
    [words.when, `${day}, ${time}\n${nameZone(booking.zone, booking.startsAt, locale)}`],
    [words.where, [booking.locationName, booking.address].filter(Boolean).join("\n")],
    [words.who, booking.practitionerName],
  ]
  if (!tenant.discreet) facts.push([words.what, service])
  const page = (path: string) => `${env().APP_URL}/${tenant.slug}${path}`
  const ways: [string, string][] = links
    ? [
        [words.viewLink, page(`/booking/${links.viewToken}`)],
        [words.moveLink, page(`/move/${links.moveToken}`)],
        [words.cancelLink, page(`/cancel/${links.cancelToken}`)],
      ]
    : [[words.againLink, page("")]]
  const small = links ? [rules(tenant, locale), words.keepPrivate, words.automatic] : [words.automatic]
  const parts = { opening: [words.greeting, words.opening[kind](tenant.name)], facts, ways, small }
  return { subject, text: asText(parts), html: asHtml(subject, parts, tenant, locale) }
}

function rules(tenant: Tenant, locale: Locale): string {
  const words = mailWords[locale]
  const hours = Math.ceil(tenant.changeNoticeMinutes / 60)
  const reach = tenant.contactPhone ?? tenant.contactEmail
  return [hours === 0 ? words.noNotice : words.notice(hours), reach && hours > 0 && words.late(reach)]
    .filter(Boolean)
    .join(" ")
}

type Parts = {
  readonly opening: readonly string[]
  readonly facts: readonly (readonly [string, string])[]
  readonly ways: readonly (readonly [string, string])[]
  readonly small: readonly string[]
}

function asText({ opening, facts, ways, small }: Parts): string {
  const width = Math.max(...facts.map(([term]) => term.length)) + 3
  const indent = `\n${" ".repeat(width)}`
  return [
    opening.join("\n\n"),
    facts.map(([term, value]) => term.padEnd(width) + value.replaceAll("\n", indent)).join("\n"),
    ways.map(([label, url]) => `${label}:\n${url}`).join("\n\n"),
    small.join("\n\n"),
  ].join("\n\n")
}

function asHtml(
  title: string,
  { opening, facts, ways, small }: Parts,
  tenant: Tenant,
  locale: Locale,
): string {
  const body = [
    ...opening.map((line) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`),
    '<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;border-collapse:collapse">',
    ...facts.map(
      ([term, value]) =>
        `<tr><td style="padding:6px 24px 6px 0;color:#4c5d58;vertical-align:top">${escapeHtml(term)}</td>` +
        `<td style="padding:6px 0;font-weight:600">${escapeHtml(value).replaceAll("\n", "<br>")}</td></tr>`,
    ),
    "</table>",
    ...ways.map(
      ([label, url], index) =>
        `<p style="margin:0 0 12px"><a href="${escapeHtml(url)}" style="${
          index === 0
            ? `display:inline-block;padding:12px 22px;border-radius:10px;background:${fitAccent(tenant.accent)?.light.accent ?? "#0f6b6b"};color:#ffffff;text-decoration:none;font-weight:600`
            : "color:#13211e;text-decoration:underline;line-height:28px"
        }">${escapeHtml(label)}</a></p>`,
    ),
    ...small.map((line) => `<p style="margin:16px 0 0;font-size:14px;color:#4c5d58">${escapeHtml(line)}</p>`),
  ]
  return (
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title></head>` +
    '<body style="margin:0;background:#f6f8f7"><div style="max-width:560px;margin:0 auto;padding:32px 24px;' +
    "font:16px/1.55 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#13211e;background:#ffffff\">" +
    `<p style="margin:0 0 24px;font-weight:600;font-size:18px">${escapeHtml(tenant.name)}</p>${body.join("")}</div></body></html>`
  )
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
}
