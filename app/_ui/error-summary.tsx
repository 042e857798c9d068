"use client"

import { useEffect, useRef } from "react"

type Props = {
  title: string
  /** In the order of the page. `fieldId` is the control's id. */
  errors: readonly { fieldId: string; message: string }[]
}

/** All errors at the top of a form, each a link to its field. Takes focus when it appears (WCAG 2.2, 3.3.1). */
export function ErrorSummary({ title, errors }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (errors.length > 0) box.current?.focus()
  }, [errors])
  if (errors.length === 0) return null
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="grid gap-2 rounded-control border-2 border-danger bg-danger-soft px-4 py-3"
    >
      <p className="font-semibold text-danger">{title}</p>
      <ul className="grid gap-1">
        {errors.map((error) => (
          <li key={error.fieldId}>
            <a
              href={`#${error.fieldId}`}
              className="inline-block min-h-6 text-danger underline underline-offset-4"
            >
              {error.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
