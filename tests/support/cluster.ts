/** Vitest global setup of the suites that need Postgres: one cluster, one migrated template, a clone per test file. */
import type { TestProject } from "vitest/node"
import { withClient } from "../../supabase/local/prepare-database.ts"
import { startScratchCluster } from "../../supabase/local/scratch-cluster.ts"

export interface TestCluster {
  /** Address as superuser of the cluster; `{database}` stands for the database's name. */
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  workerUrl: string
  authUrl: string
  template: string
  /** base64 of 32 bytes, installed in the template */
  sealKey: string
}

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster
  }
}

const template = "holdfast_template"

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startScratchCluster()
  try {
    const { superuserUrl, ownerUrl, appUrl, workerUrl, authUrl } = await cluster.createMigrated(template)
    await withClient(cluster.urls("postgres").superuserUrl, (client) =>
      // A template is copied while nobody is connected to it; this makes sure of that.
      client.query(`alter database ${template} with is_template true allow_connections false`),
    )
    project.provide("cluster", {
      superuserUrl,
      ownerUrl,
      appUrl,
      workerUrl,
      authUrl,
      template,
      sealKey: cluster.secrets.sealKey,
    })
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return () => cluster.stop()
}
