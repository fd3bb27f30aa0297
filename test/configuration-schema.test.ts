import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checks, diffFormats, failKinds, generateFormats, objectKeyWays } from '../src/model/index.ts'
import { cases } from './case.ts'
import { filesUnder, read } from './files.ts'

const schema = JSON.parse(read('schema/keycard-config-1.json'))
const validate = new Ajv2020({ allErrors: true }).compile(schema)
const configurations = filesUnder('fixtures').filter((path) => /\/keycard\.config\.(json|ya?ml)$/.test(path))
const exitCodeOf = (path: string): number | undefined => cases.find(({ folder }) => path.startsWith(`${folder}/`))?.exitCode

describe('the schema of the configuration', () => {
  it.each(configurations.filter((path) => exitCodeOf(path) !== 2))('takes %s', (path) => {
    expect(validate(parse(read(path))) ? [] : validate.errors).toEqual([])
  })

  // A function that the service lacks, or a second place, is nothing that a schema could see.
  it.each(['empty', 'no-reason', 'unknown-check', 'unknown-key', 'unknown-value'])('refuses what a run refuses: %s', (name) => {
    expect(validate(parse(read(`fixtures/diff/config-${name}/keycard.config.yml`)) ?? null)).toBe(false)
  })

  it('takes the example of the page that explains it, and so does every key stand there', () => {
    const page = read('docs/configuration.md')
    const [example = ''] = [...page.matchAll(/```yaml\n# keycard\.config\.yml\n([\s\S]*?)```/g)].map((match) => match[1])
    const parsed = parse(example, { logLevel: 'error' })
    expect(validate(parsed) ? [] : validate.errors).toEqual([])
    for (const key of Object.keys(schema.properties).filter((one) => one !== '$schema')) expect(page, key).toContain(`\`${key}\``)
  })

  it('knows the names that the code knows', () => {
    const names = checks.map(({ name }) => name).filter((name) => !name.startsWith('ignore-'))
    expect(schema.$defs.check.enum).toEqual(names)
    expect(schema.$defs.failKind.enum).toEqual(failKinds)
    expect(schema.$defs.output.anyOf[0].enum).toEqual(diffFormats)
    expect(schema.properties.objectKeys.enum).toEqual(objectKeyWays)
    expect(schema.properties.generate.properties.format.enum).toEqual(generateFormats)
  })
})
