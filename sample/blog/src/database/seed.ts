import type { DataSource } from 'typeorm';
import { hashPassword } from '../auth/password.js';
import { Comment } from '../comments/comment.entity.js';
import { Post } from '../posts/post.entity.js';
import { User } from '../users/user.entity.js';

const [alice, bob, carol] = [1, 2, 3];

const users = [
  { username: 'alice', isStaff: false },
  { username: 'bob', isStaff: false },
  { username: 'carol', isStaff: false },
  { username: 'dora', isStaff: true },
];

const posts = [
  { authorId: alice, published: true, title: 'Hello from Alice', body: 'A first post for everyone.' },
  { authorId: alice, published: false, title: 'Half an idea', body: 'Alice is still thinking.' },
  { authorId: bob, published: true, title: 'Bob on bicycles', body: 'Two wheels are enough.' },
  { authorId: bob, published: false, title: 'Bob on boats', body: 'Not finished, not for you.' },
];

const comments = [
  { postId: 1, authorId: bob, body: 'Welcome, Alice!' },
  { postId: 1, authorId: carol, body: 'Nice to read you.' },
  { postId: 3, authorId: alice, body: 'I prefer to walk.' },
  { postId: 3, authorId: carol, body: 'Which wheels?' },
  { postId: 2, authorId: alice, body: 'Note to myself: add an ending.' },
];

/** Fills empty tables in this order, so that the ids count from 1. Everybody's password is `<username>-password`. */
export async function seed(database: DataSource): Promise<void> {
  for (const user of users) {
    const passwordHash = await hashPassword(`${user.username}-password`);
    await database.getRepository(User).insert({ ...user, passwordHash });
  }
  for (const post of posts) await database.getRepository(Post).insert({ ...post });
  for (const comment of comments) await database.getRepository(Comment).insert({ ...comment });
}
