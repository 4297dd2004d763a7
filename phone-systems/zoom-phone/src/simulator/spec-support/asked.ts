import type { ZoomPhoneSimulator } from '../index.js';

/** One side of a call or a leg, as the specs read it. */
type WireSides = {
  readonly [
    Name in `${'caller' | 'callee'}_${'ext_id' | 'ext_type' | 'did_number' | 'number_type' | 'name' | 'email'}`
  ]?: string;
};

export interface WireLeg extends WireSides {
  readonly call_element_id: string;
  readonly call_history_uuid?: string;
  readonly call_id: string;
  readonly event: string;
  readonly result: string;
  readonly result_reason?: string;
  readonly start_time: string;
  readonly answer_time?: string;
  readonly end_time: string;
  readonly segment: number;
  readonly node: number;
  readonly is_node: number;
  readonly operator_ext_id?: string;
  readonly voicemail_id?: string;
  readonly transfer_call_id?: string;
  readonly talk_time?: number;
  readonly hold_time?: number;
  readonly wait_time?: number;
}

export interface WireRow extends WireSides {
  readonly call_history_uuid: string;
  readonly call_id: string;
  readonly connect_type: string;
  readonly direction: string;
  readonly start_time: string;
  readonly answer_time?: string;
  readonly end_time: string;
  readonly duration: number;
  readonly call_result: string;
}

export interface WireDetail extends WireRow {
  readonly call_elements: readonly WireLeg[];
}

export interface WireList {
  readonly call_history: readonly WireRow[];
  readonly next_page_token: string;
  readonly page_size: number;
  readonly total_records: number;
  readonly from: string;
  readonly to: string;
}

export interface Asked<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T & { readonly code?: number; readonly message?: string };
}

/** Asks the API with a token. */
export const asked = async <T = WireList>(
  { baseUrl }: ZoomPhoneSimulator,
  path: string,
  token: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Asked<T>> => {
  const url = `${baseUrl}/v2${path}?${new URLSearchParams(query).toString()}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Asked<T>['body'] };
};

/** Every row of a window, page by page. */
export const everyRow = async (
  zoom: ZoomPhoneSimulator,
  token: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly WireRow[]> => {
  const rows: WireRow[] = [];
  let next: string | undefined = '';
  do {
    const page: Asked<WireList> = await asked(zoom, '/phone/call_history', token, {
      ...{ page_size: '300', ...query },
      ...(next !== '' && { next_page_token: next }),
    });
    rows.push(...page.body.call_history);
    next = page.body.next_page_token;
  } while (next !== '');
  return rows;
};
