/** What the snippets of the README may use without saying so: Nest, the library, and the application around them. */
export { AuthGuard } from '@nestjs/passport';
export { JwtService } from '@nestjs/jwt';
export { Test } from '@nestjs/testing';
export { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
export { expect, it } from '@jest/globals';
export { default as request } from 'supertest';
export { APP_GUARD } from '@nestjs/core';
export {
  Body,
  type CanActivate,
  Controller,
  Delete,
  type ExecutionContext,
  type INestApplication,
  Get,
  Injectable,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Query,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
export { Repository } from 'typeorm';
export { eq } from 'drizzle-orm';
export { NodePgDatabase } from 'drizzle-orm/node-postgres';
export { Kysely } from 'kysely';
export { Model } from 'mongoose';
export type { MongoAbility } from '@casl/ability';
export { subject } from '@casl/ability';
export type { Enforcer } from 'casbin';
export * from 'nestjs-permissions';
import { type INestApplication, Module } from '@nestjs/common';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { BasePermission, isOwner, Permissions } from 'nestjs-permissions';
import type { ScopableRepository, ScopedConditions } from 'nestjs-permissions/mikro-orm';
import type { ScopeAdapter } from 'nestjs-permissions/testing';

export interface User {
  readonly id: number;
}

export class Invoice {
  readonly id!: number;
  readonly customerId!: number;
  readonly locked!: boolean;
}

export class Article {
  readonly id!: number;
  readonly authorId!: number;
  readonly title!: string;
}

export const articles = pgTable('articles', {
  id: integer().primaryKey(),
  authorId: integer().notNull(),
  title: text().notNull(),
});

export interface Database {
  articles: { id: number; title: string; authorId: number };
  users: { id: number; name: string };
  tags: { id: number; label: string };
  articleTags: { articleId: number; tagId: number };
}

interface ArticleWhereInput {
  id?: number;
  title?: string;
}

/** As far as the README goes, a client that Prisma generates; the deep run has a real one. */
export declare class PrismaClient {
  readonly article: {
    readonly [model: symbol]: {
      readonly types: {
        readonly payload: { readonly scalars: Article };
        readonly operations: { readonly findMany: { readonly args: { where?: ArticleWhereInput } } };
      };
    };
    findMany(query: { where: ArticleWhereInput; take: number }): Promise<Article[]>;
    updateMany(query: { where: ArticleWhereInput; data: Partial<Article> }): Promise<{ count: number }>;
  };
}

/** As far as the README goes, a repository of MikroORM; the deep run has real ones. */
export declare abstract class EntityRepository<T extends object> implements ScopableRepository<T, Partial<T>> {
  getEntityManager(): unknown;
  getEntityName(): string;
  map(...parameters: never[]): T;
  nativeDelete(where: Partial<T>, ...options: never[]): Promise<number>;
  findAndCount(where: ScopedConditions, options: { limit: number }): Promise<[T[], number]>;
  nativeUpdate(where: ScopedConditions, data: Partial<T>): Promise<number>;
}

/** As far as the README goes, the `trace` of `@opentelemetry/api`. */
export declare const trace: {
  getActiveSpan(): { addEvent(name: string, attributes: Record<string, string>): void } | undefined;
};

export declare const app: INestApplication;
export declare const invoice: Invoice;
export declare const ada: User;
export declare const grace: User;

export declare function currentToken(): Promise<string>;

export declare function openMyAdapter(): Promise<ScopeAdapter>;

export abstract class InvoicesService {
  abstract all(): Invoice[];
  abstract findOne(id: number): Promise<Invoice | null>;
  abstract save(invoice: Invoice): Promise<Invoice>;
  abstract payments(): AsyncIterable<{ paid: Invoice }>;
}

export abstract class ReportsService {
  abstract latest(): Promise<{ authorId: number } | null>;
  abstract findOne(id: number): Promise<{ authorId: number } | null>;
  abstract page(): Promise<{ items: { authorId: number }[]; total: number }>;
}

export abstract class DepartmentsService {
  abstract isBilling(userId: number): Promise<boolean>;
}

export abstract class ConfigService {
  abstract get<T>(name: string, fallback: T): T;
}

@Module({})
export class ConfigModule {}

@Module({})
export class AppModule {}

export class IsEditor extends BasePermission {
  override hasPermission(): boolean {
    return false;
  }
}

export class IsSuspended extends IsEditor {}

export class IsCustomer extends BasePermission<Invoice, User> {
  override where(): boolean {
    return false;
  }
}

@Permissions(isOwner('customerId'))
export class InvoicesController {}
