import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
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

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({ ...connection(), retryAttempts: 1 }),
      dataSourceFactory: open,
    }),
  ],
})
export class DatabaseModule {}
