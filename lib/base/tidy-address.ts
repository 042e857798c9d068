export type Arrival = {
  /** Path and query as asked for. */
  readonly pathname: string
  readonly search: string
  readonly host: string | null
  /** What a *trusted* proxy says of the visitor's connection; null when there is none. */
  readonly proxyProtocol: "http" | "https" | null
  /** The configured origin of this deployment, if it is known. */
  readonly ownOrigin: string | null
}

/**
 * Where a request should have gone instead, or null when it is right: from http to https (RFC 9110 §15.4.9, so 308),
 * and from `/path/` to `/path`. The https address is the configured one; a Host header would let the caller choose it.
 */
export function tidyAddress(arrival: Arrival): string | null {
  const { pathname, search, host, proxyProtocol, ownOrigin } = arrival
  // `//host/` must not become a path that starts with two slashes: that would be another host.
  const path = pathname.replace(/^[/\\]+/, "/").replace(/(.)\/+$/, "$1")
  if (proxyProtocol === "http") {
    const secureOrigin = ownOrigin?.startsWith("https://") ? ownOrigin : `https://${host ?? ""}`
    return URL.canParse(secureOrigin) ? new URL(secureOrigin).origin + path + search : null
  }
  return path === pathname ? null : path + search
}

/** The visitor's protocol as the first proxy saw it; null unless the deployment says that its proxy is to be trusted. */
export function readProxyProtocol(
  trustProxy: boolean,
  forwardedProto: string | null,
): "http" | "https" | null {
  if (!trustProxy || !forwardedProto) return null
  const first = forwardedProto.split(",")[0]?.trim().toLowerCase()
  return first === "http" || first === "https" ? first : null
}
