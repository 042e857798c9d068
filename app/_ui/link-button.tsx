import type { ComponentProps } from "react"
import { joinClasses } from "#lib/base/join-classes"
import { type ButtonLook, buttonClass } from "#ui/button"

/** A link with a button's look. A plain `<a>`: no script, works everywhere; the desk may use next/link instead. */
export function LinkButton({
  tone,
  size,
  wide,
  className,
  ...rest
}: ComponentProps<"a"> & ButtonLook & { href: string }) {
  return <a {...rest} className={joinClasses(buttonClass({ tone, size, wide }), className)} />
}
