/** What the snippets of the README may use without saying so: Nest, the library, and the application around them. */
export { AuthGuard } from '@nestjs/passport';
export { JwtService } from '@nestjs/jwt';
export { Test } from '@nestjs/testing';
export { APP_GUARD } from '@nestjs/core';
export {
  Body,
  type CanActivate,
  Controller,
  Delete,
  type ExecutionContext,
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
export * from 'nestjs-permissions';
import { Module } from '@nestjs/common';
import { BasePermission, isOwner, Permissions } from 'nestjs-permissions';
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

export declare function openMyAdapter(): Promise<ScopeAdapter>;

export abstract class InvoicesService {
  abstract all(): Invoice[];
  abstract findOne(id: number): Promise<Invoice | null>;
  abstract save(invoice: Invoice): Promise<Invoice>;
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
