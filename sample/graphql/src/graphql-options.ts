import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable } from '@nestjs/common';
import type { GqlOptionsFactory } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import type { Connection } from './operation.js';
import { PeopleService } from './people/people.service.js';
import type { Person } from './people/person.js';

@Injectable()
export class GraphqlOptions implements GqlOptionsFactory<ApolloDriverConfig> {
  constructor(private readonly people: PeopleService) {}

  createGqlOptions(): Omit<ApolloDriverConfig, 'driver'> {
    return {
      autoSchemaFile: true,
      graphiql: true,
      includeStacktraceInErrorResponses: false,
      // without them, permissions on fields are not asked: the library would refuse to start
      fieldResolverEnhancers: ['guards', 'interceptors'],
      context: () => ({ people: new DataLoader<number, Person>((ids) => Promise.resolve(this.people.findMany(ids))) }),
      subscriptions: {
        'graphql-ws': {
          // who opens a socket is whoever its parameters say, until it is closed
          onConnect: (socket) => {
            const { connectionParams, extra } = socket as Connection;
            const user = this.people.identify(connectionParams?.['authorization']);
            if (user === undefined) return false;
            extra.user = user;
            return true;
          },
        },
      },
    };
  }
}
