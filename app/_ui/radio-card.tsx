import type { ComponentProps, ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"

type Props = Omit<ComponentProps<"input">, "type" | "title"> & {
  name: string
  value: string
  title: ReactNode
  description?: ReactNode
  /** At the far end: a price, a duration. */
  meta?: ReactNode
  /** `compact` for times of day: a centred chip whose radio is only heard. */
  layout?: "row" | "compact"
}

/** A large choice around a native radio, so that arrows, forms and screen readers work as they always do. */
export function RadioCard({ title, description, meta, layout = "row", className, ...rest }: Props) {
  const compact = layout === "compact"
  return (
    <label
      className={joinClasses(
        "relative flex cursor-pointer rounded-control border border-line-strong bg-surface-raised",
        "transition-colors duration-150 ease-calm hover:border-accent",
        "has-checked:border-accent has-checked:bg-accent-soft has-checked:inset-ring has-checked:inset-ring-accent",
        "has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        "has-disabled:cursor-default has-disabled:border-line has-disabled:text-ink-quiet",
        compact
          ? "min-h-11 items-center justify-center px-3 py-2 has-checked:font-semibold"
          : "items-start gap-3.5 p-4",
        className,
      )}
    >
      <input
        {...rest}
        type="radio"
        className={
          compact
            ? "absolute inset-0 cursor-pointer appearance-none rounded-control outline-none"
            : "mt-0.5 size-5 shrink-0 accent-accent outline-none"
        }
      />
      <span className={compact ? "grid text-center" : "grid min-w-0 grow gap-0.5"}>
        <span className={compact ? undefined : "font-semibold"}>{title}</span>
        {description ? <span className="text-sm text-ink-quiet">{description}</span> : null}
      </span>
      {meta ? <span className="shrink-0 text-end text-sm text-ink-quiet">{meta}</span> : null}
    </label>
  )
}
