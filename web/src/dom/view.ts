import type { Node as TreeNode } from '../gen/protocol';
import type { Formats } from './format';

export type { TreeNode };
export type Kind = TreeNode['kind'];
export type Of<K extends Kind> = Extract<TreeNode, { kind: K }>;

/** What a row's nodes may ask of their surroundings. */
export interface Context {
  /** The visitor pressed a control. */
  press(action: string, value?: string | Record<string, string>): void;
  /** Writes a value that depends on the language, now and whenever the language changes. */
  localise(element: Element, words: (formats: Formats) => string): void;
}

/** What a drawer gives back: the node's outermost DOM node and, for kinds with children, the element that holds exactly the children, in order. */
export interface Drawing<N extends TreeNode = TreeNode> {
  dom: ChildNode;
  slot?: Element;
  /** Takes over new attributes without replacing the DOM node; false when this change needs a new one. */
  update?(node: N): boolean | void;
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
