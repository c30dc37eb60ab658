import type { Header, Node as TreeNode } from '../gen/protocol';
import type { Played } from '../player';
import type { Formats } from './format';

export type { TreeNode };
export type Kind = TreeNode['kind'];
export type Of<K extends Kind> = Extract<TreeNode, { kind: K }>;

/** Words that depend on the language. */
export type Words = (formats: Formats, labels: Header['labels']) => string;

/** What a row's nodes may ask of their surroundings. */
export interface Context {
  /** The visitor pressed a control. */
  press(action: string, value?: string | Record<string, string>): void;
  /** Writes a value that depends on the language, now and whenever the language changes. */
  localise(element: Element, words: Words): void;
  /** Puts controls of our own on a sound or a video. */
  play(media: HTMLMediaElement, played: Omit<Played, 'say' | 'localise'>): void;
  /** The row has become higher by itself. */
  grown(): void;
  /** There is another heading in the row. */
  headed(): void;
}

/** What a drawer gives back: the node's outermost DOM node and, for kinds with children, the element that holds exactly the children, in order. */
export interface Drawing<N extends TreeNode = TreeNode> {
  dom: ChildNode;
  slot?: Element;
  /** Makes a part of the slot, for kinds that may have very many children (parts.ts); then the children stand in order in the slot and in its parts. Undefined: not now. */
  part?(): HTMLElement | undefined;
  /** Takes the notices that end the content, such as one on who wrote it. */
  foot?: Element;
  /** How many children stand in a part. */
  most?: number;
  /** How many children stand in the slot itself before the first part. */
  direct?: number;
  /** Takes over new attributes without replacing the DOM node; false when this change needs a new one. */
  update?(node: N): boolean | void;
  /** More text at the end of a kind that holds text itself. */
  append?(text: string): void;
  /** After the children changed. */
  settled?(): void;
}

/** A drawn node: the tree of views mirrors the tree of nodes, so a path of the core finds its DOM node. */
export interface View {
  node: TreeNode;
  drawing: Drawing;
  children: View[];
  parent: View | null;
}

export type Drawer<N extends TreeNode> = (node: N, context: Context, parent: View | null) => Drawing<N>;
export type Drawers = { [K in Kind]: Drawer<Of<K>> };

export function childNodes(node: TreeNode): TreeNode[] {
  return 'children' in node && node.children ? node.children : [];
}
