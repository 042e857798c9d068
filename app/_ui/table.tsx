import type { ReactNode } from "react"

type Column = { key: string; label: ReactNode; align?: "start" | "end" }
type Row = { key: string; cells: readonly ReactNode[] }
type Props = { caption: string; columns: readonly Column[]; rows: readonly Row[] }

/** A table that scrolls sideways, by keyboard too, before it squeezes. The first cell of a row names the row. */
export function Table({ caption, columns, rows }: Props) {
  const alignment = (index: number) => (columns[index]?.align === "end" ? "text-end" : "text-start")
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section tabIndex={0} aria-label={caption} className="overflow-x-auto rounded-control">
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line-strong border-b">
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                className={`px-3 py-2.5 font-semibold text-ink-quiet text-sm ${alignment(index)}`}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.key} className="hover:bg-surface-sunken">
              {row.cells.map((cell, index) => {
                const key = columns[index]?.key ?? index
                const classes = `px-3 py-3 ${alignment(index)}`
                return index === 0 ? (
                  <th key={key} scope="row" className={`font-medium ${classes}`}>
                    {cell}
                  </th>
                ) : (
                  <td key={key} className={classes}>
                    {cell}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
