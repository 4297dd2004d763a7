/** A record and every id by which it names its conversation, its own included. */
export interface NamedRecord {
  readonly externalId: string;
  readonly ids: readonly string[];
}

/** What joining a page of records to the known conversations comes to. */
export interface JoinedConversations {
  /** The conversation of every id that the page names. */
  readonly conversationOf: ReadonlyMap<string, string>;
  /** Known conversations that turned out to be part of another one: from, into. */
  readonly merged: ReadonlyMap<string, string>;
}

/**
 * Joins records that share an id, directly or through others, with each other and with what is known.
 *
 * @param known the conversation of each id that was named before
 * @param create makes a new conversation's id
 */
export function joinConversations(
  records: readonly NamedRecord[],
  known: ReadonlyMap<string, string>,
  create: () => string,
): JoinedConversations {
  const sets = new DisjointSets();
  for (const { externalId, ids } of records) {
    for (const id of ids) sets.join(idNode(externalId), idNode(id));
  }
  for (const [id, conversation] of known) sets.join(idNode(id), conversationNode(conversation));

  const chosen = new Map<string, string>();
  const merged = new Map<string, string>();
  for (const conversation of [...new Set(known.values())].sort()) {
    const root = sets.rootOf(conversationNode(conversation));
    const into = chosen.get(root);
    if (into === undefined) chosen.set(root, conversation);
    else merged.set(conversation, into);
  }
  const conversationOf = new Map<string, string>();
  for (const id of new Set(records.flatMap(({ externalId, ids }) => [externalId, ...ids]))) {
    const root = sets.rootOf(idNode(id));
    const conversation = chosen.get(root) ?? create();
    chosen.set(root, conversation);
    conversationOf.set(id, conversation);
  }
  return { conversationOf, merged };
}

const idNode = (id: string): string => `id:${id}`;
const conversationNode = (id: string): string => `conversation:${id}`;

class DisjointSets {
  private readonly parents = new Map<string, string>();

  rootOf(node: string): string {
    let root = node;
    for (let up = this.parents.get(root); up !== undefined && up !== root; up = this.parents.get(root)) root = up;
    for (let at = node; at !== root;) {
      const up = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = up;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [left, right] = [this.rootOf(a), this.rootOf(b)];
    if (left !== right) this.parents.set(right, left);
  }
}
