import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NOTICE_PATH, noticeHref, NoticePage } from '../views/notice/notice-page.js';
import { html } from '../views/shared/html.js';
import type { SurfaceNotice } from '../views/shared/surface.js';
import { ownPath } from './own-path.js';
import { sendPage } from './send-page.js';
import { SurfaceClient, SurfaceRefused } from './surface-client.js';
import { Visitors } from './visitor.js';

/** The notice, and that it was read: with a plain form. */
@ApiExcludeController()
@Controller()
export class NoticePagesController {
  constructor(
    private readonly visitors: Visitors,
    private readonly surface: SurfaceClient,
  ) {}

  @Get('notice')
  async read(
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { me, tenant, get } = await this.visitors.of(request);
    const notice = await get<SurfaceNotice>('/phone-systems/notice');
    const model = { notice, timeZone: tenant.timeZone, returnTo: ownPath(query['returnTo']) ?? '' };
    const view = html`<${NoticePage} model=${model} />`;
    sendPage(request, response, { title: 'What is stored and counted', path: request.path, me, view });
  }

  @Post('notice/acknowledgement/form')
  async acknowledge(
    @Body() form: Readonly<Record<string, unknown>> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const returnTo = ownPath(form?.['returnTo']);
    try {
      const version = form?.['version'];
      await this.surface.post('/phone-systems/notice/acknowledgement', { version }, request.headers.cookie);
      response.redirect(303, returnTo ?? NOTICE_PATH);
    } catch (error) {
      // It is another one by now: that one is to be read.
      if (!(error instanceof SurfaceRefused) || error.status !== 409) throw error;
      response.redirect(303, noticeHref(returnTo ?? ''));
    }
  }
}
