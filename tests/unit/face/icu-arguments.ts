/** The names of the arguments and tags of an ICU message, sorted: what two languages of one message must share. */
export function icuArguments(message: string): string[] {
  const names = new Set([...message.matchAll(/<(\w+)>/g)].map(([, name = ""]) => name))
  readMessage(message, 0, names)
  return [...names].sort()
}

/** Reads until the closing brace of the enclosing branch, or the end; returns the position after it. */
function readMessage(text: string, start: number, names: Set<string>): number {
  let at = start
  while (at < text.length) {
    const character = text[at]
    if (character === "}") return at + 1
    // An apostrophe before a brace quotes it.
    if (character === "'" && /[{}]/.test(text[at + 1] ?? "")) {
      const end = text.indexOf("'", at + 1)
      at = end < 0 ? text.length : end + 1
    } else if (character === "{") at = readArgument(text, at + 1, names)
    else at += 1
  }
  return at
}

function readArgument(text: string, start: number, names: Set<string>): number {
  const head = /\s*(\w+)\s*(?:,\s*(\w+)\s*)?/y
  head.lastIndex = start
  const [, name = "", kind = ""] = head.exec(text) ?? []
  names.add(name)
  let at = head.lastIndex
  if (!["plural", "select", "selectordinal"].includes(kind)) {
    const end = text.indexOf("}", at)
    return end < 0 ? text.length : end + 1
  }
  while (at < text.length && text[at] !== "}") {
    at = text[at] === "{" ? readMessage(text, at + 1, names) : at + 1
  }
  return at + 1
}
