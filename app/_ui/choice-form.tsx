import { joinClasses } from "#lib/base/join-classes"

type Choice = { value: string; label: string; lang?: string }
type Props = {
  action: "/api/locale" | "/api/theme"
  name: string
  legend: string
  choices: readonly Choice[]
  chosen: string
  returnPath?: string
}

/** A few buttons of which one is pressed; a plain form post, so that it works without JavaScript. */
export function ChoiceForm({ action, name, legend, choices, chosen, returnPath }: Props) {
  return (
    <form action={action} method="post">
      <fieldset className="flex items-center rounded-control border border-line bg-surface-raised p-0.5">
        <legend className="sr-only">{legend}</legend>
        {returnPath ? <input type="hidden" name="return" value={returnPath} /> : null}
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="submit"
            name={name}
            value={choice.value}
            lang={choice.lang}
            aria-pressed={choice.value === chosen}
            className={joinClasses(
              "min-h-8 cursor-pointer rounded-small px-2.5",
              choice.value === chosen
                ? "bg-accent-soft font-semibold text-accent"
                : "text-ink-quiet hover:text-ink",
            )}
          >
            {choice.label}
          </button>
        ))}
      </fieldset>
    </form>
  )
}
