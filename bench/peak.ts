import { writeFileSync } from 'node:fs'

// Loaded before a measured program: leaves its peak memory (kilobytes) in a file when it ends.
process.on('exit', () => writeFileSync(process.env.BENCH_PEAK ?? '', String(process.resourceUsage().maxRSS)))
