import { analyze, applyEdits, diff, type Finding, openReader, type Report, render, UserError } from 'iam-keycard'

declare const console: { log(text: string): void }

const reader = openReader('service')
const derived: Report = await analyze(reader, { write: true, parameters: new Map([['tenant', 'acme']]) })
const states: readonly string[] = derived.functions.map(({ name, analysis, statements }) => `${name} ${analysis} ${statements.length}`)

const compared = await diff(reader, { functions: ['read'], objectKeys: 'bucket', baseline: false })
const missing: readonly Finding[] = compared.findings.filter(({ check }) => check === 'permission-missing')
const actions = missing.flatMap(({ grants }) => grants?.actions ?? [])

const text = reader.read('serverless.yml') ?? ''
const edited: string = applyEdits(text, derived.edits)

let refused = ''
try {
  await diff(reader, { functions: ['raed'] })
} catch (error) {
  if (!(error instanceof UserError)) throw error
  refused = `${error.message}: ${error.mend}`
}
const markdown = await render(compared, 'markdown', { base: 'service/' })
console.log(JSON.stringify({ states, actions, changed: edited !== text, refused, markdown: markdown.split('\n')[0] }))

// @ts-expect-error a check that does not exist
export const wrong: Finding['check'] = 'permission-mising'
// @ts-expect-error an option that does not exist
await diff(reader, { functoins: [] })
// @ts-expect-error what a report holds is not to be changed
derived.findings.push(...missing)
