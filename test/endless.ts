const deepest = 80

/** Hundreds of different calls of every function with every step down: nobody sees the end of them. */
const steps = Array.from({ length: deepest + 1 }, (_, depth) => {
  const calls = ['left', 'right', 'back'].map((way) => `step${depth - 1}({ ...given, turn${depth % 6}: '${way}' })`)
  return `const step${depth} = (given) => { ${depth === 0 ? '' : calls.join('; ')} }`
})

/** Functions that call one another deeper than is followed: it does not help to tell less apart. */
const levels = Array.from({ length: 140 }, (_, depth) => `const level${depth} = (given) => ${depth === 0 ? 'given()' : `level${depth - 1}(given)`}`)

export const endless = [...steps, levels.join('; ')].join('\n')

/** The calls that begin them. */
export const begin = `step${deepest}({}); level139(() => 0)`
