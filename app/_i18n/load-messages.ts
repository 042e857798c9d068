import type { Locale } from "#lib/base/choose-locale"
import authDe from "../_messages/de/auth.json" with { type: "json" }
import bookDe from "../_messages/de/book.json" with { type: "json" }
import commonDe from "../_messages/de/common.json" with { type: "json" }
import deskDe from "../_messages/de/desk.json" with { type: "json" }
import developersDe from "../_messages/de/developers.json" with { type: "json" }
import errorsDe from "../_messages/de/errors.json" with { type: "json" }
import siteDe from "../_messages/de/site.json" with { type: "json" }
import auth from "../_messages/en/auth.json" with { type: "json" }
import book from "../_messages/en/book.json" with { type: "json" }
import common from "../_messages/en/common.json" with { type: "json" }
import desk from "../_messages/en/desk.json" with { type: "json" }
import developers from "../_messages/en/developers.json" with { type: "json" }
import errors from "../_messages/en/errors.json" with { type: "json" }
import site from "../_messages/en/site.json" with { type: "json" }

/** One file per area and language; the file's name is the namespace. English is the shape of all. */
const en = { auth, book, common, desk, developers, errors, site }
export type Messages = typeof en

const de: Messages = {
  auth: authDe,
  book: bookDe,
  common: commonDe,
  desk: deskDe,
  developers: developersDe,
  errors: errorsDe,
  site: siteDe,
}

const byLocale: Readonly<Record<Locale, Messages>> = { en, de }

/** Every message of one language. Also for the worker, which writes e-mails without a request. */
export function loadMessages(locale: Locale): Messages {
  return byLocale[locale]
}
