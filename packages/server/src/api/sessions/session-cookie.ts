import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_LONGEST } from '../../features/users/keep-session.ts';

/** On https the browser itself makes sure that the cookie is this host's own. */
const nameFor = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-countersign' : 'countersign');
const optionsFor = (publicUrl: string) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: publicUrl.startsWith('https:'),
});

export const readSessionCookie = (request: FastifyRequest, publicUrl: string): string | undefined =>
  request.cookies[nameFor(publicUrl)];

/** The same from a bare Cookie header, as an upgrade to WebSocket brings it. */
export const sessionCookieIn = (header: string | undefined, publicUrl: string): string | undefined =>
  header === undefined ? undefined : fastifyCookie.parse(header)[nameFor(publicUrl)];

export const setSessionCookie = (reply: FastifyReply, publicUrl: string, secret: string) =>
  reply.setCookie(nameFor(publicUrl), secret, { ...optionsFor(publicUrl), maxAge: SESSION_LONGEST / 1000 });

export const clearSessionCookie = (reply: FastifyReply, publicUrl: string) =>
  reply.clearCookie(nameFor(publicUrl), optionsFor(publicUrl));
