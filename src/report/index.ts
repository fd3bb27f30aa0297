import type { ExplainReporter, LookupReporter, Reporter } from './reporter.ts'

export type { ExplainReporter, LookupReporter, PrintOptions, Reporter } from './reporter.ts'
export { type Part, printTogether, type Unread } from './together.ts'
export { readable } from './words.ts'

/** Every output format by its name; each is loaded when it is asked for. */
export const reporters = {
  pretty: async (): Promise<Reporter> => (await import('./pretty.ts')).pretty,
  json: async (): Promise<Reporter> => (await import('./json.ts')).json,
  markdown: async (): Promise<Reporter> => (await import('./markdown.ts')).markdown,
  sarif: async (): Promise<Reporter> => (await import('./sarif.ts')).sarif,
  github: async (): Promise<Reporter> => (await import('./github.ts')).github,
  junit: async (): Promise<Reporter> => (await import('./junit.ts')).junit,
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

/** Every output format of `keycard lookup` by its name. */
export const lookupReporters = {
  pretty: async (): Promise<LookupReporter> => (await import('./lookup-pretty.ts')).lookupPretty,
  json: async (): Promise<LookupReporter> => (await import('./lookup-json.ts')).lookupJson,
} as const

/** Loads an output format for what was looked up; asking for one that does not exist is a bug of the caller. */
export async function openLookupReporter(name: string): Promise<LookupReporter> {
  const open = Object.entries(lookupReporters).find(([known]) => known === name)?.[1]
  if (!open) throw new Error(`no reporter of lookups is called ${name}`)
  return open()
}

/** Every output format of `keycard explain` by its name. */
export const explainReporters = {
  pretty: async (): Promise<ExplainReporter> => (await import('./explain-pretty.ts')).explainPretty,
  json: async (): Promise<ExplainReporter> => (await import('./explain-json.ts')).explainJson,
} as const

/** Loads an output format for an explanation; asking for one that does not exist is a bug of the caller. */
export async function openExplainReporter(name: string): Promise<ExplainReporter> {
  const open = Object.entries(explainReporters).find(([known]) => known === name)?.[1]
  if (!open) throw new Error(`no reporter of explanations is called ${name}`)
  return open()
}
