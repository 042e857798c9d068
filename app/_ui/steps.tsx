import { joinClasses } from "#lib/base/join-classes"
import { CheckIcon } from "#ui/icons"
import { VisuallyHidden } from "#ui/visually-hidden"

type Step = {
  label: string
  state: "done" | "current" | "todo" /** Back to a finished step. */
  href?: string
}
type Props = { label: string; doneLabel: string; steps: readonly Step[] }

/** Where one is on a path of few steps. On a phone only the current step keeps its word beside its number. */
export function Steps({ label, doneLabel, steps }: Props) {
  return (
    <nav aria-label={label}>
      <ol className="flex items-center gap-1.5 text-sm sm:gap-2">
        {steps.map((step, index) => {
          const current = step.state === "current"
          const body = (
            <>
              <span
                aria-hidden="true"
                className={joinClasses(
                  "grid size-7 shrink-0 place-items-center rounded-full font-semibold",
                  current && "bg-accent text-accent-ink",
                  step.state === "done" && "bg-accent-soft text-accent",
                  step.state === "todo" && "border border-line-strong text-ink-quiet",
                )}
              >
                {step.state === "done" ? <CheckIcon className="size-4" /> : index + 1}
              </span>
              <span className={joinClasses(current ? "font-semibold" : "text-ink-quiet max-sm:sr-only")}>
                {step.label}
              </span>
              {step.state === "done" ? <VisuallyHidden>({doneLabel})</VisuallyHidden> : null}
            </>
          )
          return (
            <li
              key={step.label}
              aria-current={current ? "step" : undefined}
              className={joinClasses(
                "flex items-center gap-1.5 sm:gap-2",
                index > 0 && "before:h-px before:w-3 before:bg-line-strong sm:before:w-6",
              )}
            >
              {step.href ? (
                <a href={step.href} className="flex min-h-11 items-center gap-2 hover:underline">
                  {body}
                </a>
              ) : (
                <span className="flex min-h-11 items-center gap-2">{body}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
