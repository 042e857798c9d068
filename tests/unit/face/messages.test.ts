import { readdirSync, readFileSync } from "node:fs"
import { createTranslator } from "next-intl"
import { describe, expect, test } from "vitest"
import { chooseLocale, locales } from "#lib/base/choose-locale"
import { refusals } from "#lib/base/refusals"
import { loadMessages } from "../../../app/_i18n/load-messages.ts"
import { icuArguments } from "./icu-arguments.ts"

type Tree = { [key: string]: string | Tree }

function readArea(locale: string, area: string): Tree {
  return JSON.parse(readFileSync(`app/_messages/${locale}/${area}`, "utf8")) as Tree
}

function flatten(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  )
}

const areas = readdirSync("app/_messages/en")

test("both languages have the same areas, and every area but the client's own is loaded", () => {
  expect(readdirSync("app/_messages/de")).toEqual(areas)
  const loaded = Object.keys(loadMessages("en")).map((area) => `${area}.json`)
  expect(areas.filter((area) => area !== "crash.json").sort()).toEqual(loaded.sort())
})

describe.each(areas)("%s", (area) => {
  const english = new Map(flatten(readArea("en", area)))
  const german = new Map(flatten(readArea("de", area)))

  test("has the same keys in both languages", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test("has no empty message", () => {
    for (const [key, message] of [...english, ...german]) expect(message.trim(), key).not.toBe("")
  })

  test("takes the same arguments in both languages", () => {
    for (const [key, message] of english) {
      expect(icuArguments(german.get(key) ?? ""), key).toEqual(icuArguments(message))
    }
  })

  test("is valid ICU in both languages", () => {
    for (const [locale, messages] of [["en", english] as const, ["de", german] as const]) {
      const translate = createTranslator({
        locale,
        messages: Object.fromEntries(
          [...messages].map(([key, message]) => [key.replaceAll(".", "/"), message]),
        ),
        onError: (error) => {
          if (error.code === "INVALID_MESSAGE") throw error
        },
      })
      for (const [key, message] of messages) {
        const values = Object.fromEntries(icuArguments(message).map((name) => [name, 1]))
        expect(
          () => (translate as (key: string, values: object) => string)(key.replaceAll(".", "/"), values),
          key,
        ).not.toThrow()
      }
    }
  })
})

test("icuArguments reads arguments, not branches", () => {
  expect(icuArguments("Call {phone} or <link>write</link>")).toEqual(["link", "phone"])
  expect(
    icuArguments("{n, plural, =0 {none for {who}} one {one} other {# of {total, number}}}, {at}"),
  ).toEqual(["at", "n", "total", "who"])
  expect(icuArguments("It\u2019s '{'not'}' one")).toEqual([])
})

test("every refusal has words", () => {
  for (const locale of locales) {
    expect(Object.keys(loadMessages(locale).errors.refusals).sort()).toEqual(Object.keys(refusals).sort())
  }
})

describe("chooseLocale", () => {
  test("the person, then the browser by weight, then the practice", () => {
    expect(chooseLocale("de", "en")).toBe("de")
    expect(chooseLocale(undefined, "de-CH, en;q=0.5")).toBe("de")
    expect(chooseLocale(undefined, "fr, en;q=0.2, de;q=0.8")).toBe("de")
    expect(chooseLocale(undefined, "de;q=0, en;q=0.1")).toBe("en")
    expect(chooseLocale(undefined, "fr", "de")).toBe("de")
    expect(chooseLocale("xx", null)).toBe("en")
    expect(chooseLocale(undefined, ";q=x,,;")).toBe("en")
  })
})
