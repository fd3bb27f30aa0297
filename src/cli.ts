#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { openCaches } from './cli/cache.ts'
import { failureText, printable } from './cli/failure.ts'
import { openGit } from './cli/git.ts'
import { createProgram, type Settings } from './cli/program.ts'
import { openProgress } from './cli/progress.ts'
import { wantsColour } from './cli/terminal.ts'
import type { Command, Request } from './commands/index.ts'
import { UserError } from './model/index.ts'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

// A reader that stops reading, such as `head`, is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

async function run(command: Command, request: Request, settings: Settings): Promise<void> {
  const progress = openProgress(process.stderr.isTTY === true && !settings.quiet)
  try {
    const colour = settings.colour && wantsColour(process.env, process.stdout)
    const caches = await openCaches(manifest.version, settings.cache)
    const host = {
      directory: process.cwd(),
      colour,
      progress: progress.tell,
      git: openGit(process.env),
      ...(caches ? { openCache: caches.open } : {}),
    }
    const result = await command.run(request, host)
    await progress.close()
    if (result.changes.length > 0) {
      const { writeFiles } = await import('./writer/index.ts')
      writeFiles(result.directory, result.workspace, result.changes)
      if (!settings.quiet) for (const { file } of result.changes) process.stderr.write(`wrote ${file}\n`)
    }
    if (result.reports.length > 0) {
      const { writeReport, writeReportInside } = await import('./writer/index.ts')
      for (const { file, text, fromConfiguration } of result.reports)
        if (fromConfiguration) writeReportInside(result.directory, file, text)
        else writeReport(file, text)
    }
    process.exitCode = result.exitCode
    process.stderr.write(printable(result.notes))
    process.stdout.write(result.output)
    caches?.save()
  } finally {
    await progress.close()
  }
}

try {
  await createProgram(manifest.version, run).parseAsync(process.argv)
} catch (error) {
  // Help and the version are no failures; commander has printed whatever it has to say by now.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    process.exitCode = 2
    process.stderr.write(error instanceof UserError ? failureText(error) : `${crashText(error)}\n`)
  }
}

function crashText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `${stack}\n\nThis is a bug in Keycard: please report it with the lines above and, if you can, the code that it reads.`
}
