"use client"

import { useEffect, useState } from "react"
import type { ChosenCustomer } from "#lib/customers/read-bookable-customer"
import { Button } from "#ui/button"
import { Select } from "#ui/select"
import { TextInput } from "#ui/text-input"
import type { BookWords } from "./book-words.ts"
import { CustomerFinder } from "./customer-finder.tsx"

type Props = {
  tenant: string
  customer: ChosenCustomer | undefined
  mayAdd: boolean
  maySearch: boolean
  locale: "en" | "de"
  typed: Readonly<Record<string, string>>
  errorOf: (field: string) => string | undefined
  words: BookWords
}

/** Somebody known, found by typing, or somebody new with a name and a number. */
export function WhoFields({ tenant, customer, mayAdd, maySearch, locale, typed, errorOf, words }: Props) {
  const [chosen, setChosen] = useState(customer)
  const [draft, setDraft] = useState<{ fullName?: string; phone?: string; email?: string }>()
  const [hydrated, setHydrated] = useState(false)
  useEffect(() => setHydrated(true), [])
  useEffect(() => {
    if (draft) document.getElementById(draft.fullName ? "phone" : "fullName")?.focus()
  }, [draft])
  if (chosen) {
    return (
      <div className="flex items-start justify-between gap-4 rounded-control bg-accent-soft px-4 py-3">
        <input type="hidden" name="customerId" value={chosen.id} />
        <p className="grid min-w-0">
          <span className="text-accent text-sm">{words.chosen}</span>
          <span className="font-semibold">{chosen.fullName}</span>
          <span className="truncate text-ink-quiet text-sm">
            {[chosen.phone, chosen.email].filter(Boolean).join(" · ")}
          </span>
        </p>
        {hydrated ? (
          <Button tone="plain" size="small" onClick={() => setChosen(undefined)}>
            {words.change}
          </Button>
        ) : null}
      </div>
    )
  }
  const hasTyped = Boolean(typed.fullName || typed.phone || typed.email)
  // Without scripts nobody can be found by typing: the fields for somebody new stand open.
  const isNew = mayAdd && (!hydrated || !maySearch || draft !== undefined || hasTyped)
  return (
    <>
      {maySearch && hydrated ? (
        <CustomerFinder
          tenant={tenant}
          mayAdd={mayAdd}
          words={words}
          onChoose={setChosen}
          onNew={(text) => setDraft(draftOf(text))}
        />
      ) : null}
      {mayAdd ? null : <p className="text-ink-quiet text-sm">{words.newOnlyKnown}</p>}
      {isNew ? (
        <fieldset className="grid gap-4" key={JSON.stringify(draft)}>
          <legend className="mb-4 w-full border-line border-t pt-4 font-semibold">{words.new}</legend>
          <TextInput
            id="fullName"
            name="fullName"
            label={words.fullName}
            autoComplete="off"
            maxLength={120}
            defaultValue={typed.fullName || draft?.fullName}
            error={errorOf("fullName")}
          />
          <TextInput
            id="phone"
            name="phone"
            type="tel"
            label={words.phone}
            hint={words.contactHint}
            autoComplete="off"
            defaultValue={typed.phone || draft?.phone}
            error={errorOf("phone")}
          />
          <TextInput
            id="email"
            name="email"
            type="email"
            label={words.email}
            autoComplete="off"
            defaultValue={typed.email || draft?.email}
            error={errorOf("email")}
          />
          <Select
            id="locale"
            name="locale"
            label={words.language}
            defaultValue={typed.locale || locale}
            options={[
              { value: "en", label: words.languages.en },
              { value: "de", label: words.languages.de },
            ]}
          />
        </fieldset>
      ) : errorOf("fullName") ? (
        <p role="alert" className="font-medium text-danger text-sm">
          {words.fields.WHO}
        </p>
      ) : null}
    </>
  )
}

/** What was typed into the search is most of a new customer already. */
function draftOf(text: string): { fullName?: string; phone?: string; email?: string } {
  const trimmed = text.trim()
  if (trimmed.includes("@")) return { email: trimmed }
  return /\d{3}/.test(trimmed) ? { phone: trimmed } : { fullName: trimmed }
}
