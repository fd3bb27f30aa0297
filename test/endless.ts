const deepest = 80

/** Hundreds of different calls of every function with every step down: nobody sees the end of them. */
export const endless = Array.from({ length: deepest + 1 }, (_, depth) => {
  const calls = ['left', 'right', 'back'].map((way) => `step${depth - 1}({ ...given, turn${depth % 6}: '${way}' })`)
  return `const step${depth} = (given) => { ${depth === 0 ? '' : calls.join('; ')} }`
}).join('\n')

/** The call that begins them. */
export const begin = `step${deepest}({})`
