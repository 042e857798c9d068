"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState, useTransition } from "react"
import { joinClasses } from "#lib/base/join-classes"
import { Button } from "#ui/button"
import { Select } from "#ui/select"
import { TextInput } from "#ui/text-input"

type Props = {
  action: string
  fields: { service?: string; practitioner: string; date: string; customer?: string }
  services?: readonly { id: string; label: string }[]
  practitioners: readonly { id: string; displayName: string }[]
  words: { service?: string; practitioner: string; anyone: string; date: string; show: string }
}

/** What to look for; looks at once when something is changed, or with the button where there are no scripts. */
export function SlotQueryForm({ action, fields, services, practitioners, words }: Props) {
  const router = useRouter()
  const [hydrated, setHydrated] = useState(false)
  const [pending, startTransition] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => setHydrated(true), [])
  const { service, practitioner, date } = fields
  useEffect(() => {
    // A link to another day changes the address, not the fields; giving them a key would take focus away.
    for (const [name, value] of Object.entries({ service, practitioner, date })) {
      const field = form.current?.elements.namedItem(name)
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement
      if (isField && value !== undefined && field.value !== value) field.value = value
    }
  }, [service, practitioner, date])
  function look(from: HTMLFormElement) {
    const search = new URLSearchParams(new FormData(from) as unknown as Record<string, string>)
    if (!/^20\d\d-\d\d-\d\d$/.test(search.get("date") ?? "")) return
    startTransition(() => router.replace(`${action}?${search}`, { scroll: false }))
  }
  return (
    <form
      ref={form}
      action={action}
      aria-busy={pending}
      className={joinClasses("grid gap-4 sm:grid-cols-2", pending && "opacity-70")}
      onChange={(event) => look(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault()
        look(event.currentTarget)
      }}
    >
      {fields.customer ? <input type="hidden" name="customer" value={fields.customer} /> : null}
      {services && words.service ? (
        <div className="sm:col-span-2">
          <Select
            id="service"
            name="service"
            label={words.service}
            defaultValue={fields.service}
            options={services.map(({ id, label }) => ({ value: id, label }))}
          />
        </div>
      ) : null}
      <Select
        id="practitioner"
        name="practitioner"
        label={words.practitioner}
        defaultValue={fields.practitioner}
        options={[
          { value: "", label: words.anyone },
          ...practitioners.map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
      />
      <TextInput id="date" name="date" type="date" label={words.date} defaultValue={fields.date} required />
      {hydrated ? null : (
        <div className="sm:col-span-2">
          <Button type="submit" tone="quiet" size="small">
            {words.show}
          </Button>
        </div>
      )}
    </form>
  )
}
