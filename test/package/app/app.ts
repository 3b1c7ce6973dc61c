import 'reflect-metadata';
import {
  Controller,
  Delete,
  Get,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  ParseIntPipe,
  Patch,
  Post,
} from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  and,
  AuthorizedScope,
  BasePermission,
  IsAdminUser,
  IsAuthenticated,
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
} from 'nestjs-permissions';

interface User {
  id: number;
  isStaff?: boolean;
  banned?: boolean;
}

interface Article {
  id: number;
  authorId: number;
  published: boolean;
}

const users: Partial<Record<string, User>> = {
  ann: { id: 1 },
  bob: { id: 2 },
  banned: { id: 3, banned: true },
  admin: { id: 4, isStaff: true },
};

@Injectable()
class IsBanned extends BasePermission<Article, User> {
  hasPermission({ user }: PermissionContext<User>): boolean {
    return user?.banned === true;
  }
}

@Injectable()
class IsAuthor extends BasePermission<Article, User> {
  override message = 'Only the author may do this.';
  override code = 'not_author';

  where({ user }: PermissionContext<User>): Where<Article> {
    return user ? { authorId: user.id } : false;
  }
}

@Injectable()
class IsPublished extends BasePermission<Article, User> {
  where(): Where<Article> {
    return { published: true };
  }
}

@Injectable()
class ArticlesService {
  readonly articles: readonly Article[] = [
    { id: 1, authorId: 1, published: true },
    { id: 2, authorId: 2, published: false },
  ];

  findOne(id: number): Article | undefined {
    return this.articles.find((article) => article.id === id);
  }
}

@Controller('articles')
@Permissions(or(and(ReadOnly, IsPublished), IsAuthor, IsAdminUser), not(IsBanned))
@ActionPermissions({ create: [IsAuthenticated] })
@LoadObject(ArticlesService, (articles, { id }) => articles.findOne(id), { params: { id: ParseIntPipe } })
class ArticlesController {
  constructor(private readonly service: ArticlesService) {}

  @Get()
  list(@AuthorizedScope() scope: Scope<Article>): Article[] {
    return scope.filter(this.service.articles);
  }

  @Post()
  create(): string {
    return 'created';
  }

  @Get(':id')
  retrieve(@LoadedObject() article: Article): Article {
    return article;
  }

  @Patch(':id')
  update(@LoadedObject() article: Article): Article {
    return article;
  }

  @Delete(':id')
  @Permissions(IsAdminUser)
  destroy(): string {
    return 'deleted';
  }
}

@Controller()
class HomeController {
  @Get()
  @Permissions(AllowAny)
  home(): string {
    return 'home';
  }

  @Get('mine')
  mine(): string {
    return 'mine';
  }
}

@Module({
  imports: [PermissionsModule.forRoot([IsAuthenticated])],
  controllers: [HomeController, ArticlesController],
  providers: [ArticlesService],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((request: { headers: Record<string, string>; user?: User }, _: unknown, next: () => void) => {
        const user = users[request.headers['x-user'] ?? ''];
        if (user) request.user = user;
        next();
      })
      .forRoutes('*path');
  }
}
