/**
 * A program for end-to-end tests: says what to do on standard input, so that no key stands in a process list.
 * On its own, because the seal lives in server-only code, which a test runner may not import.
 */
import { text } from "node:stream/consumers"
import { asOperator, type PlantOptions, plantPractice } from "./plant-practice.ts"

export type OperatorOrder = { readonly ownerUrl: string; readonly sealKey: string } & (
  | { readonly plant: PlantOptions }
  | { readonly tenantId: string; readonly text: string; readonly values: readonly unknown[] }
)

const order = JSON.parse(await text(process.stdin)) as OperatorOrder
if ("plant" in order) {
  process.stdout.write(JSON.stringify(await plantPractice(order, order.plant)))
} else {
  await asOperator(order.ownerUrl, order.sealKey, order.tenantId, (client) =>
    client.query(order.text, [...order.values]),
  )
}
