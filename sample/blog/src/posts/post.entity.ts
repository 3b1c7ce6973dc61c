import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.js';

@Entity('posts')
export class Post {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;

  @Column('text')
  body!: string;

  @Column({ default: false })
  published!: boolean;

  @Column()
  authorId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  author?: Relation<User>;
}
