export function objects(bytes) {
  return {
    prepare: async (count) => Array.from({ length: count }, () => bytes),
    decode: (body) => JSON.parse(body.toString()),
  }
}

export async function* events(chunks) {
  const utf8 = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks()) {
    const lines = (rest + utf8.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}
