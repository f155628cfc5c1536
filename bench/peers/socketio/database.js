// The way to Postgres: the statements that Tertulia makes, under the roles that it takes. A message is a
// transaction of its own.

import { createHash } from 'node:crypto'
import pg from 'pg'

const REMEMBERED = 45_000

// Next.js bundles its routes apart from the server: what both need hangs on the process. As many connections,
// and sessions remembered as long, as in Tertulia.
const pool = (globalThis.pool ??= new pg.Pool({ max: 16 }))
const sessions = (globalThis.sessions ??= new Map())

/** Whose session the token is; undefined where it is nobody's. */
export async function accountOf(token) {
  if (typeof token !== 'string') return undefined
  const known = sessions.get(token)
  if (known && known.until > Date.now()) return known.account
  const hash = createHash('sha256').update(token).digest()
  const [session] = await inTransaction('begin; set local role tertulia_app', {
    name: 'session',
    text: 'select account_id from session_for($1)',
    values: [hash],
  })
  if (!session) return undefined
  sessions.set(token, { account: session.account_id, until: Date.now() + REMEMBERED })
  return session.account_id
}

/** The conversations that an account is in. */
export async function conversationsOf(account) {
  const rows = await inTransaction(`begin; set local role tertulia_app; set local app.viewer = '${account}'`, {
    name: 'conversations',
    text: 'select conversation_id from participants where account_id = viewer() and joined_at is not null',
  })
  return rows.map((row) => row.conversation_id)
}

/** Stores a message durably and returns it; undefined where its author is not in the conversation. */
export async function store(author, { id, conversation_id, body }) {
  const [sent] = await inTransaction('begin; set local role tertulia_jobs', {
    name: 'send',
    text: 'select outcome, seq, at, version from send_messages(true, $1::uuid[], $2::uuid[], $3::uuid[], $4::text[])',
    values: [[author], [conversation_id], [id], [body]],
  })
  if (sent.outcome !== 'stored' && sent.outcome !== 'known') return undefined
  const { seq, at, version } = sent
  return { id, conversation_id, seq: Number(seq), author_id: author, body, at, version: Number(version) }
}

async function inTransaction(begin, statement) {
  const client = await pool.connect()
  try {
    await client.query(begin)
    const { rows } = await client.query(statement)
    await client.query('commit')
    client.release()
    return rows
  } catch (error) {
    // Whatever it is in the middle of ends with the connection.
    client.release(error)
    throw error
  }
}
