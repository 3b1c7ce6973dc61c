import { ParseIntPipe } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsAuthenticated, LoadedObject, LoadObject, PermissionsModule } from '../../../lib/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { addHandlers, itAnswersAsTheTableSays, Notes, PERSONAS, TRUTH } from '../../support/truth-table.js';

@Resolver()
class TruthResolver {}

addHandlers(TruthResolver, ({ name, kind }) => {
  if (kind === 'read') return [Query(name)];
  if (kind === 'write') return [Mutation(name)];
  LoadedObject()(TruthResolver.prototype, name, 0);
  return [Query(name), LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })];
});

const fields = { Query: '', Mutation: '' };
for (const { name, kind } of TRUTH) {
  fields[kind === 'write' ? 'Mutation' : 'Query'] += `${name}${kind === 'note' ? '(id: Int!)' : ''}: String\n`;
}

const application = {
  imports: [
    HeaderAuthModule,
    PermissionsModule.forRoot([IsAuthenticated]),
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      typeDefs: `type Query { ${fields.Query} } type Mutation { ${fields.Mutation} }`,
    }),
  ],
  providers: [TruthResolver, Notes],
};

onEveryRunningAdapter('GraphQL', application, (app) => {
  itAnswersAsTheTableSays(async (who, { name, kind }, id) => {
    const [operation, parameters] = [kind === 'write' ? 'mutation' : 'query', kind === 'note' ? `(id: ${id})` : ''];
    const query = `${operation} { ${name}${parameters} }`;
    const { body } = await as(app(), PERSONAS[who]).post('/graphql').send({ query });
    return body.data[name] ?? body.errors[0].extensions.originalError.code;
  });
});
