import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { filesUnder, read, root } from './files.ts'
import { openRepository, type Repository } from './git-repository.ts'

interface Step {
  readonly run?: string
  readonly uses?: string
  readonly with?: Record<string, string>
  readonly env?: Record<string, string>
}
const action = parse(read('action.yml')) as {
  inputs: Record<string, { description: string; default: string }>
  runs: { steps: Step[] }
}
const version = (JSON.parse(read('package.json')) as { version: string }).version
const page = read('docs/ci.md')
const blocks = [...page.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language = '', text = '']) => ({ language, text }))

let repository: Repository
beforeEach(() => {
  repository = openRepository()
  for (const folder of ['services/orders', '.']) {
    repository.copy('fixtures/diff/library/serverless.yml', join(folder, 'serverless.yml'))
    repository.copy('fixtures/diff/library/src', join(folder, 'src'))
  }
  repository.commit()
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
})
afterEach(() => repository.close())

/** A program of the test's own that comes first on the PATH. */
function program(name: string, text: string): void {
  mkdirSync(join(repository.around, 'programs'), { recursive: true })
  writeFileSync(join(repository.around, 'programs', name), `#!/usr/bin/env bash\nset -eu\n${text}\n`)
  chmodSync(join(repository.around, 'programs', name), 0o755)
}

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}
function bash(words: readonly string[], environment: Record<string, string>): Ended {
  const { status, stdout, stderr } = spawnSync('bash', words, {
    cwd: repository.directory,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(repository.around, 'programs')}:${process.env.PATH}`, ...environment },
  })
  return { code: status, stdout, stderr }
}

describe('the Action', () => {
  it('keeps inputs out of its scripts, and hands each on', () => {
    const text = action.runs.steps.flatMap(({ env = {}, with: given = {} }) => [...Object.values(env), ...Object.values(given)]).join('\n')
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{')
    for (const name of Object.keys(action.inputs)) expect(read('action.yml').match(new RegExp(`inputs\\.${name}\\b`)), name).not.toBeNull()
    expect(text).toContain('inputs.directory')
  })

  it('pins what it uses, and the version that it runs is that of the package', () => {
    for (const { uses } of action.runs.steps) if (uses) expect(uses).toMatch(/@[0-9a-f]{40}$/)
    expect(action.inputs.version?.default).toBe(version)
  })

  it('names the inputs that its page names', () => {
    const section = page.slice(page.indexOf('| input |'), page.indexOf('The report is in the summary'))
    expect([...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)).toEqual(Object.keys(action.inputs))
  })

  const compare = (more: Record<string, string> = {}): Ended & { output: Map<string, string>; summary: string } => {
    // What npm would fetch from the registry is this checkout.
    program('npm', `mkdir -p "$3/node_modules"\nln -s '${root}' "$3/node_modules/iam-keycard"\necho "$PWD $*" >> '${repository.around}/npm'`)
    for (const name of ['output', 'summary']) writeFileSync(join(repository.around, name), '')
    const ended = bash([join(root, 'action/compare.sh')], {
      RUNNER_TEMP: repository.around,
      GITHUB_OUTPUT: join(repository.around, 'output'),
      GITHUB_STEP_SUMMARY: join(repository.around, 'summary'),
      KEYCARD_DIRECTORY: 'services/orders',
      KEYCARD_BASE: '',
      KEYCARD_FAIL_ON: action.inputs['fail-on']?.default ?? '',
      KEYCARD_SARIF: 'false',
      KEYCARD_ARGS: '',
      KEYCARD_VERSION: version,
      ...more,
    })
    const lines = readFileSync(join(repository.around, 'output'), 'utf8').trim().split('\n')
    const output = new Map(lines.map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
    return { ...ended, output, summary: readFileSync(join(repository.around, 'summary'), 'utf8') }
  }

  it('leaves the report in the log and the summary, annotations, and the files for the next steps', () => {
    const { code, stdout, output, summary } = compare({ KEYCARD_SARIF: 'true' })
    expect(code).toBe(0)
    expect(output.get('exit-code')).toBe('1')
    expect(summary).toMatch(/^### Keycard: `library`/)
    expect(stdout).toContain('7 functions compared')
    expect(stdout).toMatch(/^::error file=services\/orders\/serverless\.yml,line=\d+/m)
    expect(JSON.parse(readFileSync(output.get('sarif') ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' })
    expect(readFileSync(output.get('markdown') ?? '', 'utf8')).toBe(summary)
    expect(readFileSync(join(repository.around, 'npm'), 'utf8')).not.toContain(`${repository.directory} `)
  })

  it('reports only what was brought, with further options by white space', () => {
    const { output, summary } = compare({ KEYCARD_BASE: 'origin/main', KEYCARD_ARGS: ' --stage prod\n  --param  a=*\n' })
    expect(output.get('exit-code')).toBe('0')
    expect(summary).toContain('nothing new. 8 findings were there before')
  })

  it('fails at once where it could not run', () => {
    const { code, stdout, output } = compare({ KEYCARD_DIRECTORY: 'elsewhere' })
    expect(code).toBe(2)
    expect(stdout).toContain('there is no directory elsewhere')
    expect(output.get('exit-code')).toBeUndefined()
  })

  it.each(['$(touch marker)', '"; touch marker; "', "'; touch marker; '", '--format=json'])('runs nothing that stands in an input: %s', (text) => {
    for (const name of ['KEYCARD_DIRECTORY', 'KEYCARD_BASE', 'KEYCARD_FAIL_ON']) expect(compare({ [name]: text }).code).toBe(2)
    expect(existsSync(join(repository.directory, 'marker'))).toBe(false)
  })

  it('takes no commands from what it analyses', () => {
    repository.put('services/orders/serverless.yml', 'service: a\n  ::error::from the file\n  provider: [\n')
    const { stdout } = compare()
    const [stop = '', token = ''] = /::stop-commands::(\S+)/.exec(stdout) ?? []
    expect(stdout.indexOf('from the file')).toBeGreaterThan(stdout.indexOf(stop))
    expect(stdout.indexOf('from the file')).toBeLessThan(stdout.indexOf(`\n::${token}::\n`))
  })
})

describe('the comment of the Action', () => {
  const comment = (listed: string, more: Record<string, string> = {}): Ended & { called: string } => {
    program('gh', `echo "$*" >> '${repository.around}/called'\nif [ "$2" = --paginate ]; then printf '%s' "$LISTED"; fi\nexit "\${GH_FAILS:-0}"`)
    writeFileSync(join(repository.around, 'called'), '')
    writeFileSync(join(repository.around, 'report.md'), '### Keycard\n')
    const ended = bash([join(root, 'action/comment.sh')], {
      RUNNER_TEMP: repository.around,
      GITHUB_REPOSITORY: 'shop/orders',
      KEYCARD_DIRECTORY: 'services/orders',
      KEYCARD_PULL_REQUEST: '7',
      KEYCARD_MARKDOWN: join(repository.around, 'report.md'),
      KEYCARD_EXIT_CODE: '1',
      LISTED: listed,
      ...more,
    })
    return { ...ended, called: readFileSync(join(repository.around, 'called'), 'utf8') }
  }

  it('is posted once', () => {
    const { code, called } = comment('11 hello\n12 <!-- keycard services/other -->\n')
    expect(code).toBe(0)
    expect(called).toContain('--method POST repos/shop/orders/issues/7/comments --field body=@')
    const [, file = ''] = /body=@(\S+)/.exec(called) ?? []
    expect(readFileSync(file, 'utf8')).toBe('<!-- keycard services/orders -->\n### Keycard\n')
  })

  it('is written over from then on, also with line ends of another kind and when all is well again', () => {
    const { called } = comment('12 <!-- keycard services/other -->\n13 <!-- keycard services/orders -->\r\n', { KEYCARD_EXIT_CODE: '0' })
    expect(called).toContain('--method PATCH repos/shop/orders/issues/comments/13 ')
    expect(called).not.toContain('POST')
  })

  it('is not posted where there is nothing to say', () => {
    expect(comment('', { KEYCARD_EXIT_CODE: '0' }).called).not.toContain('--method')
  })

  it('is no reason to fail where it may not be written', () => {
    const { code, stdout } = comment('', { GH_FAILS: '1' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^::warning title=Keycard::the comment could not be written/m)
  })

  it('has a marker that a directory cannot end', () => {
    const { called } = comment('', { KEYCARD_DIRECTORY: 'a --> $(touch marker)' })
    const [, file = ''] = /body=@(\S+)/.exec(called) ?? []
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('<!-- keycard a_--____touch_marker_ -->')
  })
})

describe('the page on CI', () => {
  it('shows YAML that can be read', () => {
    const yaml = blocks.filter(({ language }) => language === 'yaml')
    expect(yaml.length).toBeGreaterThan(4)
    for (const { text } of yaml) expect(parseDocument(text).errors).toEqual([])
  })

  const [hook] = parse(read('.pre-commit-hooks.yaml')) as { id: string; entry: string }[]
  const shown = blocks.flatMap(({ text }) => text.split('\n')).flatMap((line) => /npx --yes iam-keycard[^']*/.exec(line)?.[0] ?? [])
  it('shows command lines', () => expect(shown.length).toBeGreaterThan(5))

  // What a user of the hook writes as `args` comes behind its entry.
  it.each([...shown, `${hook?.entry} services/orders --fail-on missing`])('shows one that works as written: %s', (line) => {
    program('npx', `[ "$1 $2" = '--yes iam-keycard@${version}' ]\nshift 2\nexec node '${root}/dist/cli.js' "$@"`)
    const commit = repository.git('rev-parse', 'HEAD').trim()
    const summary = join(repository.around, 'summary.md')
    const { code, stdout, stderr } = bash(['-c', line], {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: commit,
      BASE: commit,
      CHANGE_TARGET: 'main',
      GITHUB_STEP_SUMMARY: summary,
    })
    expect([code, stderr]).toEqual([line.includes('--base') ? 0 : 1, ''])
    if (!line.includes('--format github')) expect(stdout).toContain('7 functions compared')
    for (const [, file = ''] of line.matchAll(/--format \w+=(\S+)/g)) {
      const place = file.includes('SUMMARY') ? summary : join(repository.directory, file)
      expect(existsSync(place), file).toBe(true)
    }
  })

  it('names the hook that there is', () => {
    expect(page).toContain(`- id: ${hook?.id}`)
    expect(page).toContain('args: [services/orders, --fail-on, missing]')
  })
})

describe('the scripts of the Action', () => {
  it.each(filesUnder('action'))('can be read by bash: %s', (file) => {
    expect(() => execFileSync('bash', ['-n', join(root, file)])).not.toThrow()
  })
})
