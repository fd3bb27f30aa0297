import { Argument, Command as CommandLine, Option } from 'commander'
import { type Command, commands, type Request, workspaceOption } from '../commands/index.ts'

/** What the command line says of every command. */
export interface Settings {
  readonly colour: boolean
  readonly quiet: boolean
  /** Whether what was worked out may be kept for the next run. */
  readonly cache: boolean
}

/** Runs a command with what was asked for. */
export type Run = (command: Command, request: Request, settings: Settings) => Promise<void>

const exitCodes = `
Exit codes:
  0  done
  1  done, with findings of severity error (an incomplete analysis is one)
  2  could not run
`

/** Makes the command line out of the list of commands. */
export function createProgram(version: string, run: Run): CommandLine {
  const program = new CommandLine('keycard')
    .description('Derives least-privilege IAM statements for Lambda functions from their TypeScript or JavaScript code.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .addHelpText('after', `${examplesText(commands)}${exitCodes}`)
    .exitOverride()
  for (const command of commands) addCommand(program, command, run)
  return program
}

function addCommand(program: CommandLine, command: Command, run: Run): void {
  const line = program
    .command(command.name)
    .description(command.describe)
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
  for (const { name, describe, fallback, optional } of command.arguments) {
    const argument = new Argument(fallback === undefined && !optional ? `<${name}>` : `[${name}]`, describe)
    line.addArgument(fallback === undefined ? argument : argument.default(fallback))
  }
  for (const { name, value, optional, describe, many, choices, fallback } of command.options) {
    const flags = value === undefined ? `--${name}` : `--${name} ${optional ? `[${value}]` : `<${value}>`}`
    const option = new Option(flags, describe)
    if (choices) option.choices([...choices])
    if (fallback !== undefined) option.default(fallback)
    if (many) option.argParser((one: string, before: string[] | undefined) => [...(before ?? []), one])
    line.addOption(option)
  }
  line.option('--no-color', 'print without colours (NO_COLOR does the same, FORCE_COLOR the opposite)')
  if (command.options.includes(workspaceOption))
    line.option('--no-cache', 'keep nothing for the next run and use nothing of the last (KEYCARD_NO_CACHE does the same)')
  line.addHelpText('after', `${examplesText([command])}${exitCodes}`)
  line.action(async () => {
    const asked = line.opts<Record<string, unknown>>()
    await run(command, requestOf(command, line), { colour: asked.color !== false, quiet: asked.quiet === true, cache: asked.cache !== false })
  })
}

function requestOf(command: Command, line: CommandLine): Request {
  const options = new Map<string, string | true | readonly string[]>()
  for (const { name } of command.options) {
    // A default is not what somebody asked for: the configuration of Keycard comes before it.
    if (line.getOptionValueSource(camelCase(name)) === 'default') continue
    const value: unknown = line.getOptionValue(camelCase(name))
    if (typeof value === 'string' || value === true) options.set(name, value)
    else if (Array.isArray(value)) options.set(name, value.map(String))
  }
  const given = new Map<string, string>()
  for (const [index, { name }] of command.arguments.entries()) {
    const value: unknown = line.processedArgs[index]
    if (typeof value === 'string') given.set(name, value)
  }
  return { arguments: given, options }
}

function examplesText(shown: readonly Command[]): string {
  const examples = shown.flatMap((command) => command.examples)
  return `\nExamples:\n${examples.map(({ line, purpose }) => `  $ ${line}\n      ${purpose}`).join('\n')}\n`
}

const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
