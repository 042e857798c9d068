import { fitAccent } from "#lib/base/accent-contrast"
import { NoncedStyle } from "#ui/nonced-style"
import { readNonce } from "#ui/read-nonce"

/** A tenant's colour, made readable in both modes, in place of Holdfast's own. Anything but `#rrggbb` changes nothing. */
export async function AccentStyle({ accent }: { accent: string }) {
  const fitted = fitAccent(accent)
  if (!fitted) return null
  const { light, dark } = fitted
  const css = [
    `--color-accent:light-dark(${light.accent},${dark.accent})`,
    `--color-accent-ink:light-dark(${light.accentInk},${dark.accentInk})`,
    `--color-accent-soft:light-dark(${light.accentSoft},${dark.accentSoft})`,
  ].join(";")
  return <NoncedStyle nonce={await readNonce()} css={`:root:root{${css}}`} />
}
