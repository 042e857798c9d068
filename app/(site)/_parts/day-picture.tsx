import { MarkShape } from "#ui/mark"

type Block = { y: number; height: number; look?: keyof typeof looks }

const looks = {
  plain: { block: "fill-accent-soft", line: "fill-accent opacity-50" },
  strong: {
    block: "fill-[color-mix(in_oklab,var(--color-accent)_78%,var(--color-surface-raised))]",
    line: "fill-accent-ink opacity-70",
  },
  quiet: { block: "fill-surface-sunken", line: "fill-ink-quiet opacity-40" },
}

/** Three columns of a day that never was. One hour is 56 units of the picture high. */
const columns: readonly { x: number; blocks: readonly Block[] }[] = [
  {
    x: 62,
    blocks: [
      { y: 30, height: 52 },
      { y: 86, height: 80, look: "strong" },
      { y: 198, height: 52 },
      { y: 254, height: 108 },
    ],
  },
  {
    x: 168,
    blocks: [
      { y: 30, height: 80, look: "strong" },
      { y: 254, height: 52 },
      { y: 310, height: 70, look: "strong" },
    ],
  },
  {
    x: 274,
    blocks: [
      { y: 58, height: 52 },
      { y: 114, height: 52, look: "quiet" },
      { y: 170, height: 108, look: "strong" },
      { y: 310, height: 52 },
    ],
  },
]
const columnWidth = 98
const hours = ["09", "10", "11", "12", "13", "14", "15"]

type Words = { label: string; held: string; remaining: string }

/** What the product does, in one look: a day, and one time that is being held. */
export function DayPicture({ label, held, remaining }: Words) {
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-surface-raised shadow-raised">
      <svg viewBox="0 0 384 392" role="img" aria-label={label} className="block h-auto w-full">
        {hours.map((hour, index) => (
          <g key={hour}>
            <text x="14" y={34 + index * 56} className="fill-ink-quiet text-[12px]">
              {`${hour}:00`}
            </text>
            <path d={`M54 ${30 + index * 56}H384`} className="stroke-line" />
          </g>
        ))}
        {columns.map(({ x, blocks }) =>
          blocks.map((block) => <BookedSlot key={`${x} ${block.y}`} x={x} {...block} />),
        )}
        <path d="M54 241H384" className="stroke-2 stroke-danger" />
        <circle cx="54" cy="241" r="4" className="fill-danger" />
        <HeldSlot x={160} y={126} words={held} remaining={remaining} />
      </svg>
    </figure>
  )
}

function BookedSlot({ x, y, height, look = "plain" }: Block & { x: number }) {
  return (
    <g>
      <rect x={x} y={y + 1.5} width={columnWidth} height={height - 3} rx="8" className={looks[look].block} />
      <rect x={x + 12} y={y + 15} width="52" height="5" rx="2.5" className={looks[look].line} />
      <rect x={x + 12} y={y + 27} width="34" height="5" rx="2.5" className={looks[look].line} />
    </g>
  )
}

/** Larger than its column, outlined, with the mark and its clock. */
function HeldSlot({ x, y, words, remaining }: { x: number; y: number; words: string; remaining: string }) {
  return (
    <g>
      <rect
        x={x}
        y={y}
        width="126"
        height="96"
        rx="12"
        className="fill-surface-raised stroke-2 stroke-accent drop-shadow-[0_6px_14px_rgb(0_0_0/0.18)]"
      />
      <g transform={`translate(${x + 14} ${y + 13})`} className="text-accent">
        <MarkShape />
      </g>
      <text x={x + 46} y={y + 32} className="fill-accent font-semibold text-[17px]">
        {remaining}
      </text>
      <text x={x + 14} y={y + 62} className="fill-ink font-medium text-[12.5px]">
        {words}
      </text>
      <rect x={x + 14} y={y + 74} width="98" height="5" rx="2.5" className="fill-surface-sunken" />
      <rect x={x + 14} y={y + 74} width="80" height="5" rx="2.5" className="fill-accent" />
    </g>
  )
}
