import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Configuration, Frame } from './frame.ts'
import type { Template } from './template.ts'

const run = promisify(execFile)

// Nobody is logged in, nothing is sent, and the keys are none.
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CI: '1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_EC2_METADATA_DISABLED: 'true',
  SLS_TELEMETRY_DISABLED: '1',
  SLS_NOTIFICATIONS_MODE: 'off',
  NO_COLOR: '1',
}

/** Packages a service as for a deployment, and reads the template that comes out. */
export async function packageService(directory: string, file: string): Promise<Template> {
  await framework(directory, ['package', '--config', file])
  return JSON.parse(readFileSync(join(directory, '.serverless/cloudformation-template-update-stack.json'), 'utf8')) as Template
}

/** The configuration as the framework understands it: files read, variables resolved. */
export async function resolvedConfiguration(directory: string, file: string): Promise<Configuration> {
  return JSON.parse(await framework(directory, ['print', '--format', 'json', '--config', file])) as Configuration
}

/** What the framework and the plugin add for each function alone, where nobody wrote a statement. */
export async function frames(directory: string, configuration: Configuration): Promise<Readonly<Record<string, Frame>>> {
  const [input, output] = [join(directory, '.frame-input.json'), join(directory, '.frame-output.json')]
  writeFileSync(input, JSON.stringify(configuration))
  await start(directory, [join(import.meta.dirname, 'frame-command.js'), input, output])
  return JSON.parse(readFileSync(output, 'utf8')) as Readonly<Record<string, Frame>>
}

const framework = (directory: string, words: readonly string[]): Promise<string> =>
  start(directory, [join(directory, '../node_modules/osls/bin/serverless.js'), ...words])

async function start(cwd: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [...words], { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${words.join(' ')} failed:\n${stdout}\n${stderr}`)
  }
}
