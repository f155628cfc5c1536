import { accountOf, store } from '../../database.js'

/** Sends a message: stored once this answers, told to everybody in the conversation. */
export default async function messages(request, response) {
  if (request.method !== 'POST') return response.status(405).end()
  const account = await accountOf(request.headers.authorization?.replace(/^Bearer /, ''))
  if (!account) return response.status(401).end()
  const message = await store(account, request.body)
  if (!message) return response.status(404).end()
  globalThis.io.to(message.conversation_id).emit('message', message)
  response.status(201).json(message)
}
