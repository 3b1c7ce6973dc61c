import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ObjectGrantsBackend } from 'nestjs-permissions/typeorm';
import { DataSource } from 'typeorm';
import { connection, SCHEMA } from './connection.js';
import { seed } from './seed.js';

/** Opens the database, drops what an earlier run of the sample left in it, and fills it anew. */
async function open(): Promise<DataSource> {
  const database = await new DataSource(connection()).initialize();
  if (database.options.type === 'postgres') {
    await database.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
    await database.query(`CREATE SCHEMA ${SCHEMA}`);
  }
  await database.synchronize();
  await seed(database);
  return database;
}

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({ ...connection(), retryAttempts: 1 }),
      dataSourceFactory: open,
    }),
  ],
  providers: [
    {
      provide: ObjectGrantsBackend,
      inject: [DataSource],
      useFactory: (database: DataSource) => new ObjectGrantsBackend(database),
    },
  ],
  exports: [ObjectGrantsBackend],
})
export class DatabaseModule {}
