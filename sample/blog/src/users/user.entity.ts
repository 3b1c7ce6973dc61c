import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ unique: true })
  username!: string;

  @Column({ default: false })
  isStaff!: boolean;

  /** Read by sign-in alone: no other query selects it, so no answer can contain it. */
  @Column({ select: false })
  passwordHash!: string;
}
