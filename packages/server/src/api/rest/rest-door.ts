import type { RouteOptions } from 'fastify';
import { notFound } from '../../errors.ts';
import { answerErrors } from './error-answers.ts';
import { tellAboutAnswers } from './headers.ts';
import { readJsonBodies } from './json-bodies.ts';
import type { RestDoor } from './operation.ts';
import { speakVersions } from './versions.ts';

/** Adds a feature's operations to the door. */
export type RestRoutes = (door: RestDoor) => void;

/** The frame of `/api/v3`: GitHub's headers and error shapes, and around them the rule that every operation declares its access. */
export async function openRestDoor({ app, ...house }: RestDoor, features: readonly RestRoutes[]): Promise<void> {
  await app.register(
    async (rest) => {
      rest.addHook('onRoute', mustDeclareAccess);
      tellAboutAnswers(rest, house.clock);
      speakVersions(rest);
      readJsonBodies(rest);
      answerErrors(rest, house.settings);
      for (const addOperations of features) addOperations({ app: rest, ...house });
      // Nobody is looked up for it, so it is not counted: least of all for the address of somebody with a token.
      rest.all('/*', { config: { needs: 'nothing' } }, async () => {
        throw notFound();
      });
    },
    { prefix: '/api/v3' },
  );
}

/** For every route of a door: one without declared access keeps the server from starting. */
export function mustDeclareAccess({ method, url, config }: RouteOptions): void {
  if (!config?.needs)
    throw new Error(`${String(method)} ${url} does not declare the access it needs: add it through operation()`);
}
