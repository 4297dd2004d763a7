import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Problem } from 'prodoscore-phone-systems';
import { SESSION_COOKIE } from '../session/session-cookie.js';
import { MessagePage, type MessageModel } from '../views/message-page.js';
import { html } from '../views/shared/html.js';
import type { SurfaceMe } from '../views/shared/surface.js';
import { noticeHref } from '../views/notice/notice-page.js';
import { sendPage } from './send-page.js';
import { SurfaceClient, SurfaceRefused } from './surface-client.js';

const HOME = { href: '/', words: 'Go to the start' };

/** Turns what a page failed with into a page: signed out leads to signing in and back, the rest says what happened. */
@Catch()
@Injectable()
export class PageFilter implements ExceptionFilter {
  private readonly logger = new Logger('Pages');

  constructor(private readonly surface: SurfaceClient) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    await this.show(error, host.switchToHttp().getRequest<Request>(), host.switchToHttp().getResponse<Response>());
  }

  async show(error: unknown, request: Request, response: Response): Promise<void> {
    const status = statusOf(error);
    if (status >= 500) this.logger.error(error);
    if (response.headersSent) return void response.end();
    if (status === 401) return response.redirect(303, signInHref(request));
    if (isNoticeFirst(error)) return response.redirect(303, noticeHref(request.originalUrl));
    const me = await this.surface.get<SurfaceMe>('/me', request.headers.cookie).catch(() => null);
    const model = messageFor(status, error);
    const view = html`<${MessagePage} model=${model} />`;
    sendPage(request, response, { title: model.title, path: request.path, me, view }, status);
  }
}

const isNoticeFirst = (error: unknown): boolean =>
  error instanceof SurfaceRefused && error.refusal.code === 'notice_first';

// Only somebody who came with a cookie had a session that could end.
function signInHref({ method, originalUrl, headers }: Request): string {
  const params = new URLSearchParams();
  if (method === 'GET') params.set('returnTo', originalUrl);
  if (headers.cookie?.includes(`${SESSION_COOKIE}=`)) params.set('ended', '1');
  const text = params.toString();
  return text === '' ? '/sign-in' : `/sign-in?${text}`;
}

function statusOf(error: unknown): number {
  if (error instanceof SurfaceRefused || error instanceof Problem) return error.status;
  return error instanceof HttpException ? error.getStatus() : 500;
}

function messageFor(status: number, error: unknown): MessageModel {
  const said = error instanceof SurfaceRefused || error instanceof Problem ? error.message : null;
  if (status === 403) {
    const text = said ?? 'You are signed in, and this is not yours to see.';
    return { title: 'You cannot see this page', text, link: { href: '/my-day', words: 'Go to my day' } };
  }
  if (status === 404) return { title: 'Not found', text: said ?? 'There is nothing at this address.', link: HOME };
  if (status < 500) return { title: 'This did not work', text: said ?? 'The address is not right.', link: HOME };
  return {
    title: 'Something went wrong',
    text: 'This page cannot be shown just now. Try again in a moment; if it stays so, tell the people who run this site.',
    link: HOME,
  };
}
