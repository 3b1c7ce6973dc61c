import type { DynamicModule, INestApplication } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import { as } from './header-authentication.js';

/** GraphQL by Apollo, code first. */
export function graphql(options: Partial<ApolloDriverConfig> = {}): DynamicModule {
  return GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true, ...options });
}

/** What a GraphQL client gets. */
export interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the query asks for
  readonly data?: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as data
  readonly errors?: any[];
}

/** Sends one operation as this user; `null` for a guest. */
export async function ask(app: INestApplication, query: string, user: unknown = null): Promise<Answer> {
  const { body } = await as(app, user).post('/graphql').send({ query });
  return body as Answer;
}

/** The stable codes of the refusals in an answer, by the path of the field. */
export function refusals({ errors = [] }: Answer): Record<string, string> {
  return Object.fromEntries(errors.map(({ path, extensions }) => [path.join('.'), extensions.originalError.code]));
}
