/** A request that cannot be read at all: answered 400 with these words. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly statusCode = 400;
}
