import { Injectable } from '@nestjs/common';
import { BasePermission, type Where } from 'nestjs-permissions';
import type { Post } from './post.entity.js';

@Injectable()
export class IsPublished extends BasePermission<Post> {
  where(): Where<Post> {
    return { published: true };
  }
}
