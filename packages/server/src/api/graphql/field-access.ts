import 'reflect-metadata';
import { Extensions } from 'type-graphql';
import type { Requirement, Subject } from '../../access/viewer.ts';

/** What a field or a type declares: the alternatives it needs, or why it may stand open. */
export type Declared = { needs: readonly Requirement[] } | { open: string };

export type FieldAccessExtensions = { access?: Declared; subjectOf?: (row: never) => Subject };

type AnyDecorator = ClassDecorator & MethodDecorator & PropertyDecorator;

/** Any one of these suffices. On a field it is demanded beside what the type demands. */
export const Needs = (...needs: Requirement[]): AnyDecorator => Extensions({ access: { needs } satisfies Declared });

/** For everybody who can get hold of the object, and why that is right. */
export const Open = (because: string): AnyDecorator => Extensions({ access: { open: because } satisfies Declared });

/** Whose a row of this type is: what the type's and its fields' demands are asked about. */
// The type parameter is for whoever writes @BelongsTo<Row>: it types the row in the function's own argument.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export const BelongsTo = <Row>(subjectOf: (row: Row) => Subject): ClassDecorator => Extensions({ subjectOf });
