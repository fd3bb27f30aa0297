import type { Reporter } from './reporter.ts'

export type { PrintOptions, Reporter } from './reporter.ts'

/** Every output format by its name; each is loaded when it is asked for. The last two are for `keycard policy`. */
export const reporters = {
  pretty: async (): Promise<Reporter> => (await import('./pretty.ts')).pretty,
  json: async (): Promise<Reporter> => (await import('./json.ts')).json,
  yaml: async (): Promise<Reporter> => (await import('./yaml.ts')).yaml,
  'policy-json': async (): Promise<Reporter> => (await import('./policy-document.ts')).policyJson,
  'policy-yaml': async (): Promise<Reporter> => (await import('./policy-document.ts')).policyYaml,
} as const

/** The name of an output format. */
export type ReporterName = keyof typeof reporters

/** Whether there is an output format of that name. */
export const isReporterName = (name: string): name is ReporterName => Object.hasOwn(reporters, name)

/** Loads an output format; asking for one that does not exist is a bug of the caller. */
export async function openReporter(name: string): Promise<Reporter> {
  if (!isReporterName(name)) throw new Error(`no reporter is called ${name}`)
  return reporters[name]()
}
