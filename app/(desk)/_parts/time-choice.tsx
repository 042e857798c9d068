"use client"

import Link from "next/link"
import { joinClasses } from "#lib/base/join-classes"
import { buttonClass } from "#ui/button"
import { FieldError } from "#ui/field"
import { RadioCard } from "#ui/radio-card"

export type TimeChoiceProps = {
  /** Said when there is no time at all; otherwise the name of the group. */
  legend: string
  times: readonly { value: string; title: string; meta?: string; label: string }[]
  later: readonly { href: string; label: string }[]
  laterLabel: string
  chosen?: string
}

/** Free times of one day as radios, and the next days that have some. */
export function TimeChoice({
  legend,
  times,
  later,
  laterLabel,
  chosen,
  error,
  form,
}: TimeChoiceProps & {
  error?: string
  /** Id of the form that the radios belong to, when it is not around them. */
  form?: string
}) {
  return (
    <div className="grid gap-4">
      {times.length === 0 ? (
        <p>{legend}</p>
      ) : (
        <fieldset
          id="startsAt"
          tabIndex={-1}
          aria-describedby={error ? "startsAt-error" : undefined}
          className="min-w-0"
        >
          <legend className="mb-2 font-semibold">{legend}</legend>
          {error ? (
            <div className="mb-2">
              <FieldError id="startsAt">{error}</FieldError>
            </div>
          ) : null}
          <div className="grid grid-cols-[repeat(auto-fill,minmax(4.75rem,1fr))] gap-1.5">
            {times.map(({ value, title, meta, label }) => (
              <RadioCard
                key={value}
                layout="compact"
                name="startsAt"
                form={form}
                value={value}
                defaultChecked={value === chosen}
                title={title}
                description={meta}
                aria-label={label}
                className="px-1.5"
              />
            ))}
          </div>
        </fieldset>
      )}
      {later.length > 0 ? (
        <nav aria-label={laterLabel} className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="text-ink-quiet text-sm">{laterLabel}</p>
          <ul className="flex flex-wrap gap-1.5">
            {later.map(({ href, label }) => (
              <li key={href}>
                <Link
                  href={href}
                  prefetch={false}
                  scroll={false}
                  className={joinClasses(buttonClass({ tone: "quiet", size: "small" }), "font-normal!")}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </div>
  )
}
