import type { ExplainedNeed, Json, LeftOut, Location } from '../model/index.ts'
import type { ExplainReporter, PrintOptions } from './reporter.ts'
import { conditionDocument } from './words.ts'

/** The JSON that schema/keycard-explain-1.json describes; every key is always there, in the same order. */
export const explainJson: ExplainReporter = {
  name: 'json',
  describe: 'JSON for programs (schema keycard-explain/1)',
  print: ({ service, asked, functions, findings }, { render }) => {
    const document: Json = {
      schema: 'keycard-explain/1',
      service: { name: service.name, file: service.file },
      asked: { function: asked.function ?? null, action: asked.action ?? null },
      functions: functions.map((each) => ({
        name: each.name,
        handler: each.handler,
        source: each.source ?? null,
        analysis: each.analysis,
        needs: each.needs.map((need) => needDocument(need, render)),
        notReached: each.leftOut.map(leftOutDocument),
      })),
      findings: findings.map(({ check, severity, confidence, message, at, function: name, fix }) => ({
        check,
        severity,
        confidence,
        message,
        at: placeDocument(at),
        function: name ?? null,
        fix: fix ?? null,
      })),
    }
    return `${JSON.stringify(document, null, 2)}\n`
  },
}

const placeDocument = (at: Location | undefined): Json => (at ? { file: at.file, line: at.line, column: at.column ?? null } : null)

function needDocument(need: ExplainedNeed, render: PrintOptions['render']): Json {
  const { action, resource, condition, basis, call, at, chain, values, widened, mends, perhaps, assumed } = need
  return {
    action,
    resource: render(resource),
    condition: conditionDocument(condition, render),
    basis,
    call: call ? { client: call.client, command: call.command, via: call.via ?? null } : null,
    at: placeDocument(at),
    chain: chain.map((link) => ({ at: placeDocument(link.at), function: link.within ?? null, handler: link.handler === true })),
    values: values.map(({ member, steps }) => ({
      member,
      steps: steps.map((step) => ({ what: step.what, at: placeDocument(step.at), value: step.value ? render(step.value) : null })),
    })),
    widened: widened ?? null,
    mends,
    perhaps: perhaps ?? null,
    assumed,
  }
}

function leftOutDocument({ client, command, at, within, reachedBy, decided }: LeftOut): Json {
  return {
    client,
    command,
    at: placeDocument(at),
    function: within ?? null,
    reachedBy,
    decided: decided
      ? {
          test: decided.test,
          at: placeDocument(decided.at),
          variable: decided.variable,
          value: decided.is,
          declared: placeDocument(decided.declared),
        }
      : null,
  }
}
