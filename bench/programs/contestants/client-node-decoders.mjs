// Its serializer is not exported by the package's entry: this is the file that its API objects import.
import { ObjectSerializer } from '@kubernetes/client-node/dist/gen/models/ObjectSerializer.js'

export function objects(bytes) {
  return {
    prepare: async (count) => Array.from({ length: count }, () => bytes),
    decode: (body) => ObjectSerializer.deserialize(JSON.parse(body.toString()), 'V1Pod', ''),
  }
}
