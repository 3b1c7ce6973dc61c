import { Controller, Get, Module, ParseIntPipe, Patch } from '@nestjs/common';
import { BasePermission, isOwner, LoadedObject, LoadObject, Permissions, PermissionsModule } from 'nestjs-permissions';
import { and, AuthorizedScope, IsAdminUser, IsAuthenticated, or, ReadOnly, Scope } from 'nestjs-permissions';

type Post = { id: number; authorId: number; published: boolean };
const POSTS: Post[] = [
  { id: 1, authorId: 7, published: true },
  { id: 2, authorId: 7, published: false },
];

class PostsService {
  findOne(id: number) {
    return POSTS.find((post) => post.id === id);
  }
}

class IsPublished extends BasePermission<Post> {
  where() {
    return { published: true };
  }
}

@Controller('posts')
@Permissions(or(and(ReadOnly, IsPublished), isOwner('authorId'), IsAdminUser))
@LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } })
class PostsController {
  @Get() list(@AuthorizedScope() scope: Scope<Post>) {
    return scope.filter(POSTS);
  }
  @Patch(':id') publish(@LoadedObject() post: Post) {
    return { ...post, published: true };
  }
}

@Module({
  imports: [PermissionsModule.forRoot([IsAuthenticated])],
  controllers: [PostsController],
  providers: [PostsService],
})
export class AppModule {}
