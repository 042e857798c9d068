import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { expect, type Page, type Response, test } from "@playwright/test"

/**
 * Lighthouse's audits that have one right answer, on the pages that a patient meets. Its timings are left out: they
 * measure the machine. Weights follow Lighthouse 13's categories: each audit counts once, the score is their share.
 */
const budgetBytes = 160_000
const publicPages = ["/lumen", "/harbour", "/lumen/book/skin-check"]

type Visit = { responses: Response[]; complaints: string[] }

async function visit(page: Page, path: string): Promise<Visit> {
  const visited: Visit = { responses: [], complaints: [] }
  page.on("response", (response) => visited.responses.push(response))
  page.on("console", (message) => message.type() === "error" && visited.complaints.push(message.text()))
  page.on("pageerror", (error) => visited.complaints.push(error.message))
  await page.addInitScript(() => {
    const seen = { shift: 0, blocked: 0 }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
        if (!shift.hadRecentInput) seen.shift += shift.value
      }
    }).observe({ type: "layout-shift", buffered: true })
  })
  await page.goto(path, { waitUntil: "networkidle" })
  return visited
}

/** Compressed as a CDN would, so that the number does not depend on this server's settings. */
async function compressedBytes(responses: readonly Response[]): Promise<number> {
  const scripts = responses.filter((one) => one.request().resourceType() === "script" && one.ok())
  const bodies = await Promise.all(scripts.map((one) => one.body()))
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).byteLength, 0)
}

for (const path of publicPages) {
  test(`${path}: at most 160 kB of compressed JavaScript`, async ({ page }) => {
    const { responses } = await visit(page, path)
    const bytes = await compressedBytes(responses)
    test.info().annotations.push({ type: "bytes", description: String(bytes) })
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThanOrEqual(budgetBytes)
  })

  for (const width of [390, 1280]) {
    test(`${path} at ${width} px: nothing shifts and at least 95 of 100 audits hold`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 })
      const visited = await visit(page, path)
      const shift = await page.evaluate(
        () => (globalThis as unknown as { seen: { shift: number } }).seen.shift,
      )
      expect(shift).toBe(0)
      const audits = await audit(page, visited)
      const failed = Object.entries(audits).flatMap(([name, holds]) => (holds ? [] : [name]))
      const score = 100 * (1 - failed.length / Object.keys(audits).length)
      expect(score, `failed: ${failed.join(", ")}`).toBeGreaterThanOrEqual(95)
    })
  }
}

test("the audits have teeth: a page with planted faults scores below 95", async ({ page }) => {
  await page.route("**/lumen", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<html><head><title></title></head><body><img src="/icon.svg"><a href="javascript:void 0">click here</a></body></html>`,
    }),
  )
  const visited = await visit(page, "/lumen")
  const audits = await audit(page, visited)
  const failed = Object.values(audits).filter((holds) => !holds).length
  expect(100 * (1 - failed / Object.keys(audits).length)).toBeLessThan(95)
})

async function audit(page: Page, { responses, complaints }: Visit): Promise<Record<string, boolean>> {
  const main = responses.find((one) => one.request().isNavigationRequest() && one.ok())
  const headers = (await main?.allHeaders()) ?? {}
  const html = (await main?.body()) ?? Buffer.alloc(0)
  const assets = responses.filter((one) => one.url().includes("/_next/static/"))
  const assetHeaders = await Promise.all(assets.map((one) => one.allHeaders()))
  const own = new URL(page.url()).origin
  const facts = await page.evaluate(() => {
    const all = [...document.querySelectorAll("*")]
    const inHead = (selector: string) => document.head.querySelector(selector)
    const depth = (node: Element): number => 1 + Math.max(0, ...[...node.children].map(depth))
    const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select")]
    const visible = targets.filter((one) => one.getClientRects().length > 0)
    const small = visible.filter((one) => {
      const box = (one.closest("label") ?? one).getBoundingClientRect()
      const inText = getComputedStyle(one).display === "inline"
      return !inText && (box.width < 24 || box.height < 24)
    })
    const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((one) => Number(one.tagName[1]))
    return {
      doctype: document.doctype?.name === "html" && document.compatMode === "CSS1Compat",
      charset: document.characterSet === "UTF-8",
      language: /^(en|de)/.test(document.documentElement.lang),
      title: document.title.trim().length > 3,
      description: (inHead("meta[name=description]")?.getAttribute("content") ?? "").length > 20,
      viewport: /width=device-width/.test(inHead("meta[name=viewport]")?.getAttribute("content") ?? ""),
      zoomAllowed: !/user-scalable=no|maximum-scale=1(?!\d)/.test(
        inHead("meta[name=viewport]")?.getAttribute("content") ?? "",
      ),
      fits: document.documentElement.scrollWidth <= innerWidth,
      domSize: all.length < 1500,
      domDepth: depth(document.documentElement) <= 32,
      widestParent: Math.max(...all.map((one) => one.childElementCount)) <= 60,
      imagesSized: [...document.images].every(
        (one) => one.width > 0 && one.hasAttribute("width") && one.hasAttribute("height"),
      ),
      imagesNamed: [...document.images].every((one) => one.hasAttribute("alt")),
      noBlockingScripts: [...document.querySelectorAll("head script[src]")].every(
        (one) =>
          one.hasAttribute("async") || one.hasAttribute("defer") || one.getAttribute("type") === "module",
      ),
      fewStylesheets: document.querySelectorAll("link[rel=stylesheet]").length <= 3,
      linksCrawlable: [...document.querySelectorAll("a")].every((one) =>
        /^(\/|https?:|mailto:|tel:|#)/.test(one.getAttribute("href") ?? ""),
      ),
      linksNamed: [...document.querySelectorAll("a, button")].every(
        (one) => Boolean(one.textContent?.trim()) || one.hasAttribute("aria-label"),
      ),
      noIdleWords: ![...document.querySelectorAll("a")].some((one) =>
        /^(click here|here|more|hier|mehr)$/i.test(one.textContent?.trim() ?? ""),
      ),
      oneHeading: document.querySelectorAll("h1").length === 1,
      headingOrder: levels.every((level, i) => i === 0 || level <= (levels[i - 1] ?? 1) + 1),
      mainLandmark: document.querySelectorAll("main").length === 1,
      skipLink: document.querySelector("a[href^='#']") !== null,
      targetSize: small.length === 0,
      noInlineHandlers: !all.some((one) =>
        [...one.attributes].some((attribute) => attribute.name.startsWith("on")),
      ),
      noDocumentWrite: !/document\.write/.test(document.documentElement.innerHTML),
      legibleText: Number.parseFloat(getComputedStyle(document.body).fontSize) >= 16,
      sameOriginOnly: performance
        .getEntriesByType("resource")
        .every((one) => one.name.startsWith(location.origin) || one.name.startsWith("data:")),
      indexable: !/noindex/.test(inHead("meta[name=robots]")?.getAttribute("content") ?? ""),
    }
  })
  return {
    ...facts,
    status: main?.status() === 200,
    noErrors: complaints.length === 0,
    compressed: /br|gzip|zstd/.test(headers["content-encoding"] ?? ""),
    htmlSmall:
      brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).byteLength < 40_000,
    noRedirects: main?.request().redirectedFrom() === null,
    assetsCached: assetHeaders.every((one) => /immutable|max-age=31536000/.test(one["cache-control"] ?? "")),
    allAnswered: responses.every((one) => one.status() < 400),
    totalWeight:
      (await Promise.all(responses.map((one) => one.body().catch(() => Buffer.alloc(0))))).reduce(
        (sum, b) => sum + b.byteLength,
        0,
      ) < 1_600_000,
    thirdParties: responses.every((one) => one.url().startsWith(own) || one.url().startsWith("data:")),
    csp:
      /script-src[^;]*'nonce-/.test(headers["content-security-policy"] ?? "") &&
      !/unsafe-(inline|eval)/.test(headers["content-security-policy"] ?? ""),
    hsts: /max-age=63072000/.test(headers["strict-transport-security"] ?? ""),
    noSniff: headers["x-content-type-options"] === "nosniff",
  }
}
