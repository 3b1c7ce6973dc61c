import { Controller, Get, Header } from '@nestjs/common';
import { AllowAny, Permissions } from 'nestjs-permissions';
import { PAGE } from './page.js';

@Controller()
export class PageController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Permissions(AllowAny)
  page(): string {
    return PAGE;
  }
}
