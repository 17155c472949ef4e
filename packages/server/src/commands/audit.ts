import type { Command } from 'commander';
import { readConfig } from '../config.ts';

/** The audit log, looked at by who runs the server. */
export function auditCommands(program: Command): void {
  program
    .command('audit')
    .description('look after the audit log')
    .command('verify')
    .description(
      'walk every chain of the audit log and name the first broken entry of each; exits with 1 when one is broken',
    )
    .action(async () => {
      const { verifyAudit } = await import('./verify-audit.ts');
      if (!(await verifyAudit(readConfig()))) process.exitCode = 1;
    });
}
