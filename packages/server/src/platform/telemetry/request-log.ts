import type { FastifyBaseLogger } from 'fastify';
import { type Bindings, type ChildLoggerOptions, type Level, levels } from 'pino';

type LogFn = FastifyBaseLogger['info'];

/**
 * The log of one request, made when there is something to write: with all that it strikes out, making it costs more than the rest of a small request.
 */
export class RequestLog implements FastifyBaseLogger {
  declare readonly fatal: LogFn;
  declare readonly error: LogFn;
  declare readonly warn: LogFn;
  declare readonly info: LogFn;
  declare readonly debug: LogFn;
  declare readonly trace: LogFn;
  private made: FastifyBaseLogger | null = null;

  constructor(
    private readonly parent: FastifyBaseLogger,
    private readonly bindings: Bindings,
    private readonly options: ChildLoggerOptions,
  ) {}

  static {
    for (const level of Object.keys(levels.values) as Level[])
      Object.defineProperty(this.prototype, level, {
        value(this: RequestLog, ...said: Parameters<LogFn>) {
          if (this.isWritten(level)) this.whole()[level](...said);
        },
      });
  }

  get level(): string {
    return this.options.level ?? this.parent.level;
  }

  silent(): void {}

  child(bindings: Bindings, options?: ChildLoggerOptions): FastifyBaseLogger {
    return this.whole().child(bindings, options);
  }

  private isWritten(level: Level): boolean {
    return levels.values[level]! >= (levels.values[this.level] ?? Infinity);
  }

  private whole(): FastifyBaseLogger {
    return (this.made ??= this.parent.child(this.bindings, this.options));
  }
}
