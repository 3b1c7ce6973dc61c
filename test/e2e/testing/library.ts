import { All, Controller, Delete, Get, Injectable, Module, Patch, Post as HttpPost } from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  and,
  AuthorizedScope,
  BasePermission,
  deny,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  not,
  or,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  ReadOnly,
  type Scope,
  type Where,
} from '../../../lib/index.js';
import { HeaderAuthModule } from '../../support/header-authentication.js';

export interface Book {
  readonly id: number;
  readonly ownerId: number;
  readonly published: boolean;
}

export const ALICE = { id: 1 };
export const BOB = { id: 2 };
export const ADMIN = { id: 9, isStaff: true };

export const DRAFT: Book = { id: 1, ownerId: ALICE.id, published: false };
export const PUBLISHED: Book = { id: 2, ownerId: BOB.id, published: true };
const BOOKS = [DRAFT, PUBLISHED];

/** What ran beside rules. */
export const ran: string[] = [];

@Injectable()
class Shelf {
  findOne(id: string): Book | undefined {
    ran.push('loader');
    return BOOKS.find((book) => String(book.id) === id);
  }
}

class IsPublished extends BasePermission<Book> {
  where(): Where<Book> {
    return { published: true };
  }
}

class IsUnlocked extends BasePermission<Book> {
  hasObjectPermission(_context: PermissionContext, { published }: Book) {
    return published ? deny({ message: 'It is in print.', code: 'in_print', status: 423 }) : true;
  }
}

class IsOnShift extends BasePermission {
  override message = 'Come back later.';
  override code = 'off_shift';
  async hasPermission() {
    return Promise.resolve(false);
  }
}

/** Is nowhere to be asked what it reads. */
class ReadsHeaders extends BasePermission {
  hasPermission({ request }: PermissionContext) {
    return (request as { headers: Record<string, string> }).headers['x-tenant'] === 'a';
  }
}

class ReadsParams extends BasePermission {
  hasPermission({ params }: PermissionContext) {
    return params['id'] === '1';
  }
}

class AnswersNothing extends BasePermission {
  hasPermission() {
    return undefined as unknown as boolean;
  }
}

class Throws extends BasePermission {
  hasPermission(): boolean {
    throw new Error('the database\nis gone');
  }
}

@Controller('books')
@Permissions(or(and(ReadOnly, IsPublished), isOwner('ownerId'), IsAdminUser))
@ActionPermissions({ print: [isOwner('ownerId'), IsUnlocked], create: [IsAuthenticated] })
@LoadObject(Shelf, (shelf, { id }) => shelf.findOne(id as string))
export class BooksController {
  @Get()
  list(@AuthorizedScope() scope: Scope<Book>): unknown {
    ran.push('handler');
    return scope.filter(BOOKS);
  }

  @HttpPost()
  create(): string {
    ran.push('handler');
    return 'created';
  }

  @Get(':id')
  retrieve(@LoadedObject() book: Book): unknown {
    ran.push('handler');
    return book;
  }

  @Delete(':id')
  destroy(@LoadedObject() book: Book): unknown {
    ran.push('handler');
    return book;
  }

  @HttpPost(':id/print')
  print(@LoadedObject() book: Book): unknown {
    ran.push('handler');
    return book;
  }
}

@Controller('desk')
export class DeskController {
  @Get('open')
  @Permissions(AllowAny)
  open(): string {
    return 'open';
  }

  @All('all')
  @Permissions(or(ReadOnly, IsAdminUser))
  all(): string {
    return 'all';
  }

  @Patch('shift')
  @Permissions(not(not(IsOnShift)))
  shift(): string {
    return 'shift';
  }

  @Get('late')
  @Permissions(IsOnShift)
  late(): string {
    return 'late';
  }
}

@Controller('odd')
export class OddController {
  @Get('headers')
  @Permissions(ReadsHeaders)
  headers(): string {
    return 'headers';
  }

  @Get('params/:id')
  @Permissions(ReadsParams)
  params(): string {
    return 'params';
  }

  @Get('nothing')
  @Permissions(AnswersNothing)
  nothing(): string {
    return 'nothing';
  }

  @Get('throws')
  @Permissions(and(IsAuthenticated, not(Throws)))
  throws(): string {
    return 'throws';
  }
}

@Module({
  imports: [HeaderAuthModule, PermissionsModule.forRoot({})],
  controllers: [DeskController, BooksController, OddController],
  providers: [Shelf],
})
export class LibraryModule {}
