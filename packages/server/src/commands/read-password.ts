import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A password from standard input, or, at a terminal, typed unseen. */
export async function readPassword(fromInput: boolean): Promise<string> {
  const { stdin, stderr } = process;
  if (fromInput) return (await text(stdin)).replace(/\r?\n$/, '');
  if (!stdin.isTTY) throw new Error('Give the password by --password-stdin or --password.');
  stderr.write('Password: ');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: unseen, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
