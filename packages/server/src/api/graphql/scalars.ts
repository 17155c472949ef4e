import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';
import { writtenMoment } from './written-moment.ts';

/** RFC 3339. Written as text at once: JSON is several times slower to write with objects in it that write themselves. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) => (value instanceof Date ? writtenMoment(value) : GraphQLDateTime.serialize(value)),
});
export const JSONObject = GraphQLJSONObject;
