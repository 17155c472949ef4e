import { pipeline, type Readable, Transform } from 'node:stream';

/** The same stream, whose last chunk, and with it its end, waits until `released`. What comes before it passes at once, or one chunk later. */
export function holdEnd(stream: Readable, released: Promise<void>): Readable {
  let last: Buffer | null = null;
  const held = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const earlier = last;
      last = chunk;
      done(null, earlier);
    },
    flush(done) {
      const end = () => done(null, last);
      released.then(end, end);
    },
  });
  // Whoever reads hears of errors; and one side that breaks off ends the other.
  pipeline(stream, held, () => {});
  return held;
}
