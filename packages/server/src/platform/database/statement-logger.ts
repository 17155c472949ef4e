import type { Logger } from 'typeorm';
import type { Log } from '../telemetry/log.ts';

/** Hands every statement to whoever listens, and what TypeORM has to say to our log. Parameters go nowhere: they may be secret. */
export class StatementLogger implements Logger {
  readonly listeners = new Set<(statement: string) => void>();

  constructor(private readonly output?: Log) {}

  logQuery(statement: string): void {
    for (const listener of this.listeners) listener(statement);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}

  logMigration(message: string): void {
    this.output?.debug(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    this.output?.[level === 'warn' ? 'warn' : 'debug'](String(message));
  }
}
