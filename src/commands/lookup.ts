import { UserError } from '../model/index.ts'
import { type Command, single } from './command.ts'

/** Prints what the action map knows of a command or an action. */
export const lookup: Command = {
  name: 'lookup',
  describe: 'say what the action map knows: which actions a command needs and when, or which commands need an action',
  arguments: [
    {
      name: 'name',
      describe: 'an action (s3:PutObject), a command (PutObject, PutObjectCommand, S3.putObject), a client; * and ? stand for letters',
    },
    { name: 'command', describe: 'the command, where the first word names its client (s3 PutObject)', optional: true },
  ],
  options: [
    { name: 'client', value: 'name', describe: 'the client of the command: s3, @aws-sdk/client-s3, S3Client' },
    { name: 'format', value: 'format', describe: 'what to print', choices: ['pretty', 'json'], fallback: 'pretty' },
  ],
  examples: [
    { line: 'keycard lookup PutObjectCommand --client s3', purpose: 'print which actions the command needs, when and on what' },
    { line: 'keycard lookup s3:PutObject', purpose: 'print which commands need the action' },
    { line: "keycard lookup 'dynamodb:*Item'", purpose: 'print every action of that pattern' },
  ],

  async run(request, host) {
    const words = [request.arguments.get('name'), request.arguments.get('command')].flatMap((each) => each?.split(/\s+/) ?? [])
    const [first = '', second, ...more] = words.filter((word) => word !== '')
    const client = single(request, 'client')
    if (first === '' || more.length > 0 || (second !== undefined && client !== undefined))
      throw new UserError('one name is looked up at a time', { mend: 'write ACTION, COMMAND --client CLIENT or CLIENT COMMAND' })
    const [{ lookUp, openActionMap }, { openLookupReporter }] = await Promise.all([import('../permissions/index.ts'), import('../report/index.ts')])
    const asked = second === undefined ? { name: first, ...(client === undefined ? {} : { client }) } : { name: second, client: first }
    const reporter = await openLookupReporter(single(request, 'format') ?? 'pretty')
    const output = reporter.print(lookUp(openActionMap(), asked), { colour: host.colour })
    return { output, notes: '', exitCode: 0, directory: host.directory, workspace: '.', reports: [], changes: [] }
  },
}
