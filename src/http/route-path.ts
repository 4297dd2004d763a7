/** What Express and Fastify know of the route that a request has come to. */
export interface RoutedTo {
  readonly baseUrl?: string;
  readonly route?: { readonly path: string };
  readonly routeOptions?: { readonly url?: string };
}

/**
 * The path of a phone system's route, with whatever the host puts in front of it: as the route says, for a request may name
 * another host, or write its path in other letters.
 */
export const routePath = ({ baseUrl = '', route, routeOptions }: RoutedTo, key: string): string =>
  `${baseUrl}${route?.path ?? routeOptions?.url ?? ''}`.replace(':key', key);

/** What the host puts in front of this package's routes, such as `/api`. */
export function prefixOf(request: RoutedTo, key: string): string {
  const path = routePath(request, key);
  return path.slice(0, path.indexOf(`/phone-systems/${key}/`));
}
