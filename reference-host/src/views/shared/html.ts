import type { ComponentChildren, VNode } from 'preact';

export { html } from 'htm/preact';

/** What a view answers. */
export type View = VNode;
export type Children = ComponentChildren;
