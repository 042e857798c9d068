/** A bar with words: `value` of `max`, both in the unit that `valueText` says ("12 of 40"). */
export function Progress(props: { label: string; value: number; max: number; valueText: string }) {
  return (
    <label className="grid gap-1.5">
      <span className="flex justify-between gap-4">
        <span>{props.label}</span>
        <span className="text-ink-quiet">{props.valueText}</span>
      </span>
      <progress
        value={props.value}
        max={props.max}
        aria-valuetext={props.valueText}
        className="progress-bar"
      />
    </label>
  )
}
