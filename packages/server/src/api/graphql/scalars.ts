import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';

/** RFC 3339. */
export const DateTime = GraphQLDateTime;
export const JSONObject = GraphQLJSONObject;
