import type { ComponentProps } from "react"
import { joinClasses } from "#lib/base/join-classes"

/** A raised sheet. `padded={false}` for lists and tables that bring their own. */
export function Card({ padded = true, className, ...rest }: ComponentProps<"div"> & { padded?: boolean }) {
  return (
    <div
      {...rest}
      className={joinClasses(
        "rounded-card border border-line bg-surface-raised shadow-raised",
        padded && "p-5 sm:p-7",
        className,
      )}
    />
  )
}
