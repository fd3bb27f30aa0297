import { type Permission, placeText } from '../../model/index.ts'

/** What a reason for a wildcard asks for; `$1` stands for what the reason names. */
const ways: readonly { readonly when: RegExp; readonly mend: string }[] = [
  {
    when: /comes from the environment variable ([\w$]+), which is declared nowhere/,
    mend: 'declare $1 under environment: of the function or the provider, or under custom.keycard.environment',
  },
  { when: /comes from the environment variable ([\w$]+), which is not among/, mend: 'write the value of $1 under custom.keycard.environment' },
  { when: /is an environment variable whose name is computed/, mend: 'read the variable by its name: process.env.NAME' },
  { when: /from the environment variable ([\w$]+), which is known only when/, mend: 'declare a variable of its own for what is made of $1' },
  { when: /comes from event\.Records\[\]\.s3\.object\.key/, mend: 'give the s3 event rules with a prefix, if the handler needs only such keys' },
  {
    when: /comes from a library|is given where it is made|only the declared type|cannot be followed/,
    mend: 'pass the name as a text or a constant where the call is made',
  },
  {
    when: /differs from call to call|recursion|more possible values|too many|nest(?:ed)? too deeply/,
    mend: 'pass the name from one place, as a constant',
  },
  { when: /which command is sent cannot be known/, mend: 'construct the command where it is sent' },
]

/** What would make a permission narrower; nothing where AWS itself leaves it open or it is as narrow as it gets. */
export function mendsOf({ action, widened, because }: Permission): readonly string[] {
  if (widened === undefined || !because) return []
  const mends = ways.flatMap(({ when, mend }) => {
    const found = when.exec(widened)
    return found ? [mend.replace('$1', found[1] ?? '')] : []
  })
  const known = /comes from|is made by|is an answer|cannot|unknown|is read by|differs|is not known/.test(widened)
  const annotation = `write which names are meant above ${placeText(because.at)}: // keycard-allow ${action} ARN -- reason`
  return known ? [...new Set([...mends, annotation])] : mends
}
