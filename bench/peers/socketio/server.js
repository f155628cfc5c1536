// Next.js and Socket.IO in one process on one port, as the two are usually run together. The API route stores a
// message and tells the room; a person's socket stands in the room of each of their conversations.

import { createServer } from 'node:http'
import next from 'next'
import { Server } from 'socket.io'
import { accountOf, conversationsOf } from './database.js'

const { HOST, PORT } = process.env
const app = next({ dev: false, hostname: HOST, port: Number(PORT) })
await app.prepare()

const server = createServer(app.getRequestHandler())
// Idle connections outlive the pauses of whoever calls, as they would behind a proxy.
server.keepAliveTimeout = 65_000

const io = new Server(server, { serveClient: false })
io.use((socket, proceed) => enter(socket).then(() => proceed(), proceed))
io.on('connection', (socket) => {
  socket.join(socket.data.conversations)
  socket.emit('welcome', {})
})
// Where the API route finds it.
globalThis.io = io

process.once('SIGTERM', () => process.exit())
server.listen(Number(PORT), HOST)

async function enter(socket) {
  const account = await accountOf(socket.handshake.auth.token)
  if (!account) throw new Error('sign in')
  socket.data.conversations = await conversationsOf(account)
}
