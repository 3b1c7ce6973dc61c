import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { IsAuthenticated, PermissionsModule } from 'nestjs-permissions';
import { GraphqlOptions } from './graphql-options.js';
import { PeopleModule } from './people/people.module.js';
import { ProjectsModule } from './projects/projects.module.js';
import { TasksModule } from './tasks/tasks.module.js';

@Module({
  imports: [
    PeopleModule,
    ProjectsModule,
    TasksModule,
    PermissionsModule.forRoot([IsAuthenticated]),
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [PeopleModule],
      useClass: GraphqlOptions,
    }),
  ],
})
export class AppModule {}
