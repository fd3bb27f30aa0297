import { diffFormats, type FailKind, failKinds, generateFormats, type Output, objectKeyWays, type Settings } from '../../model/index.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import { expectMap, type Field, type Fields, oneOfNames, plainText, plainTexts } from './settings-fields.ts'

/** What settings say of every run, as options of the command line would. */
export type RunSettings = Omit<Settings, 'ignores'>

/** Reads the settings that stand for options; all of them have to be written out. */
export function readRunSettings(configuration: Configuration, settings: Fields): RunSettings {
  const text = (key: 'stage' | 'region'): { readonly [name in typeof key]?: string } => {
    const field = settings.get(key)
    return field ? { [key]: plainText(configuration, field) } : {}
  }
  const params = settings.get('params')
  const objectKeys = settings.get('objectKeys')
  return {
    ...text('stage'),
    ...text('region'),
    ...(params ? { parameters: readParameters(configuration, params) } : {}),
    ...(objectKeys ? { objectKeys: oneOfNames(configuration, objectKeys, plainText(configuration, objectKeys), objectKeyWays) } : {}),
    diff: readDiff(configuration, settings.get('diff')),
    generate: readGenerate(configuration, settings.get('generate')),
  }
}

function readParameters(configuration: Configuration, params: Field): ReadonlyMap<string, string> {
  const fields = expectMap(configuration, params.spot, params.name)
  return new Map([...fields].map(([key, field]) => [key, plainText(configuration, field)]))
}

function readGenerate(configuration: Configuration, generate: Field | undefined): RunSettings['generate'] {
  const format = generate && expectMap(configuration, generate.spot, generate.name, ['format']).get('format')
  return format ? { format: oneOfNames(configuration, format, plainText(configuration, format), generateFormats) } : {}
}

function readDiff(configuration: Configuration, diff: Field | undefined): RunSettings['diff'] {
  if (!diff) return {}
  const fields = expectMap(configuration, diff.spot, diff.name, ['failOn', 'format', 'baseline'])
  const [failOn, format, baseline] = [fields.get('failOn'), fields.get('format'), fields.get('baseline')]
  return {
    ...(failOn ? { failOn: readFailOn(configuration, failOn) } : {}),
    ...(format ? { outputs: readOutputs(configuration, format) } : {}),
    ...(baseline ? { baseline: { file: readPath(configuration, baseline), at: locationAt(baseline.entry.source, baseline.entry.keyStart) } } : {}),
  }
}

function readFailOn(configuration: Configuration, field: Field): readonly FailKind[] {
  const words = plainTexts(configuration, field)
  if (words.length === 1 && words[0]?.word === 'none') return []
  return words.map(({ word, spot }) => oneOfNames(configuration, { ...field, spot }, word, failKinds))
}

// Formats whose files say that they are of Keycard, so that no other file is ever replaced.
const endings: ReadonlyMap<string, RegExp> = new Map([
  ['json', /\.json$/],
  ['sarif', /\.(sarif|json)$/],
  ['markdown', /\.md$/],
  ['junit', /\.xml$/],
])

function readOutputs(configuration: Configuration, field: Field): readonly Output[] {
  const outputs = plainTexts(configuration, field).map(({ word, spot }): Output => {
    const cut = word.indexOf('=')
    const format = oneOfNames(configuration, { ...field, spot }, cut < 0 ? word : word.slice(0, cut), diffFormats)
    if (cut < 0) return { format }
    const ending = endings.get(format)
    if (!ending) throw configuration.mistake(spot.node, `${field.name} may not write ${format} to a file`, 'name the file on the command line')
    return { format, file: checkedPath(configuration, { ...field, spot }, word.slice(cut + 1), ending) }
  })
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw configuration.mistake(field.spot.node, `${field.name} prints more than one report`, 'give the others a file: json=FILE')
  return outputs
}

const readPath = (configuration: Configuration, field: Field): string => checkedPath(configuration, field, plainText(configuration, field), /\.json$/)

/**
 * INVARIANT: a repository that somebody else wrote decides over this path, so it stays below the service, out of folders that tools act
 * upon, and is a file that is nothing but a report.
 */
function checkedPath(configuration: Configuration, field: Pick<Field, 'spot' | 'name'>, path: string, ending: RegExp): string {
  const parts = path.split('/')
  const harmless = parts.every((part) => /^[\w-][\w.-]*$/.test(part) && part !== 'node_modules')
  if (!harmless || !ending.test(path)) {
    const names = [...ending.source.matchAll(/[a-z]+/g)].map(([name]) => `.${name}`)
    throw configuration.mistake(
      field.spot.node,
      `${field.name} may not name the file ${path}`,
      `name a ${names.join(' or ')} file below the service, without .. or hidden folders: reports/keycard${names[0]}`,
    )
  }
  return path
}
