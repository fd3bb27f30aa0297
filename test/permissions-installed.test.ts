import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { analyze } from '../src/analyze.ts'
import { openReader } from '../src/reader/index.ts'

let base: string
const put = (file: string, text: string): void => {
  mkdirSync(dirname(join(base, file)), { recursive: true })
  writeFileSync(join(base, file), text)
}

// A service that is newer than the map, with operations of all kinds: signed, unsigned, and either.
const schemes = `
        signingProperties: {
            name: "stargate",
        },
    switch (authParameters.operation) {
        case "DialHome":
            {
                options.push(createSmithyApiNoAuthHttpAuthOption(authParameters));
                break;
            }
            ;
        case "DialAnywhere":
            {
                options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
                options.push(createSmithyApiNoAuthHttpAuthOption(authParameters));
                break;
            }
            ;
        default: {
            options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
        }
`
function install(folder: string, client: string, commands: readonly string[]): void {
  put(`${folder}/@aws-sdk/client-${client}/package.json`, `{ "name": "@aws-sdk/client-${client}", "version": "3.9999.0" }`)
  put(`${folder}/@aws-sdk/client-${client}/dist-es/auth/httpAuthSchemeProvider.js`, schemes)
  for (const command of commands) put(`${folder}/@aws-sdk/client-${client}/dist-types/commands/${command}Command.d.ts`, 'throw new Error("run")')
}

const needs = async (directory = '.') => {
  const reader = openReader(join(base, directory), { workspace: base })
  const { functions, findings } = await analyze(reader)
  return {
    actions: functions.flatMap(({ permissions }) => permissions.map(({ action, basis }) => `${action} ${basis}`)),
    said: findings.map(({ check, severity }) => `${check} ${severity}`),
  }
}

function service(directory: string, client: string, commands: readonly string[]): void {
  put(
    `${directory}/serverless.yml`,
    'service: gate\nframeworkVersion: "4"\nprovider: { name: aws, runtime: nodejs20.x }\nfunctions: { dial: { handler: dial.handler } }\n',
  )
  const names = commands.map((command) => `${command}Command`)
  const sends = names.map((name) => `  await client.send(new ${name}({}))`)
  put(
    `${directory}/dial.mjs`,
    `import { Client, ${names.join(', ')} } from '@aws-sdk/client-${client}'\nconst client = new Client({})\nexport const handler = async () => {\n${sends.join('\n')}\n}\n`,
  )
}

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-installed-')))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

it('knows nothing of a client that neither the map nor the service has', async () => {
  service('.', 'stargate', ['Dial'])
  expect(await needs()).toEqual({ actions: [], said: ['unknown-command error'] })
})

it('takes the name of a command of an installed client, and says that it is assumed', async () => {
  install('node_modules', 'stargate', ['Dial'])
  service('.', 'stargate', ['Dial'])
  expect(await needs()).toEqual({ actions: ['stargate:Dial assumed'], said: ['action-assumed warning'] })
})

it('takes a command that is newer than the map of a client that it has, with the prefix of the map', async () => {
  install('node_modules', 'sfn', ['PauseExecution'])
  service('.', 'sfn', ['PauseExecution'])
  expect(await needs()).toEqual({ actions: ['states:PauseExecution assumed'], said: ['action-assumed warning'] })
})

it('still says so where not even the installed client has the command', async () => {
  install('node_modules', 'sfn', ['PauseExecution'])
  service('.', 'sfn', ['RewindExecution'])
  expect((await needs()).said).toEqual(['unknown-command error'])
})

it('asks no permission for what is sent unsigned alone', async () => {
  install('node_modules', 'stargate', ['DialHome', 'DialAnywhere'])
  service('.', 'stargate', ['DialHome', 'DialAnywhere'])
  expect((await needs()).actions).toEqual(['stargate:DialAnywhere assumed'])
})

it('looks up to the root of the workspace', async () => {
  install('node_modules', 'stargate', ['Dial'])
  service('services/gate', 'stargate', ['Dial'])
  expect((await needs('services/gate')).actions).toEqual(['stargate:Dial assumed'])
})

it('does not follow a link out of the workspace', async () => {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-outside-')))
  install('elsewhere', 'stargate', ['Dial'])
  mkdirSync(join(base, 'node_modules/@aws-sdk'), { recursive: true })
  symlinkSync(outside, join(base, 'node_modules/@aws-sdk/client-stargate'))
  writeFileSync(join(outside, 'package.json'), '{ "version": "1.0.0" }')
  mkdirSync(join(outside, 'dist-types/commands'), { recursive: true })
  writeFileSync(join(outside, 'dist-types/commands/DialCommand.d.ts'), '')
  service('.', 'stargate', ['Dial'])
  expect((await needs()).said).toEqual(['unknown-command error'])
  rmSync(outside, { recursive: true, force: true })
})
