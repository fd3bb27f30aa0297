import { readFileSync, writeFileSync } from 'node:fs'
import { type Configuration, frameOf } from './frame.ts'

const [input = '', output = ''] = process.argv.slice(2)
writeFileSync('nothing.zip', '')
writeFileSync(output, JSON.stringify(await frameOf(JSON.parse(readFileSync(input, 'utf8')) as Configuration, process.cwd())))
