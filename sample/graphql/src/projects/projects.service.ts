import { Injectable } from '@nestjs/common';
import type { Project } from './project.js';

@Injectable()
export class ProjectsService {
  private readonly projects: readonly Project[] = [
    { id: 1, name: 'Garden', budget: 100, ownerId: 1, members: [{ personId: 1 }, { personId: 2 }] },
    { id: 2, name: 'Bridge', budget: 9000, ownerId: 2, members: [{ personId: 2 }, { personId: 3 }] },
  ];

  findAll(): readonly Project[] {
    return this.projects;
  }

  findOne(id: number): Project | undefined {
    return this.projects.find((project) => project.id === id);
  }
}
