import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A selector of an expression, e.g. `rate(a_total{b=~"c"}[5m])`. */
export interface Selector {
  readonly metric: string;
  /** Label names and matchers as they are written, e.g. `instance` and `=~"$instance"`. */
  readonly matchers: ReadonlyMap<string, string>;
  /** The function whose argument it is, e.g. `rate`. */
  readonly calledBy: string | undefined;
  /** The range in its brackets. */
  readonly range: string | undefined;
}

/** A time that stands for `$__rate_interval`, which is no PromQL. */
const INTERVAL = '97s';
const MACRO = '$__rate_interval';

export interface Expression {
  /** What the parser does not understand. */
  readonly errors: readonly string[];
  readonly selectors: readonly Selector[];
  /** Label names in by, without, on, ignoring and their kind. */
  readonly groupingLabels: readonly string[];
}

/** Parses PromQL that may contain variables of Grafana in strings, and `$__rate_interval`. */
export function parsePromql(text: string): Expression {
  const promql = text.replaceAll(MACRO, INTERVAL);
  const tree = parser.parse(promql);
  const read = (node: SyntaxNode) => promql.slice(node.from, node.to);
  return {
    errors: errorsOf(tree).map((node) => `"${read(node)}" at ${String(node.from)}`),
    selectors: nodesOf(tree, 'VectorSelector').map((node) => toSelector(node, read)),
    groupingLabels: nodesOf(tree, 'GroupingLabels').flatMap((node) =>
      node.getChildren('LabelName').map(read),
    ),
  };
}

function toSelector(node: SyntaxNode, read: (node: SyntaxNode) => string): Selector {
  const matrix = node.parent?.name === 'MatrixSelector' ? node.parent : undefined;
  const range = matrix?.lastChild;
  const call = (matrix ?? node).parent?.parent;
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: textOf(node.getChild('Identifier'), read),
    matchers: new Map(
      matchers.map((matcher) => [
        textOf(matcher.getChild('LabelName'), read),
        textOf(matcher.getChild('MatchOp'), read) + textOf(matcher.getChild('StringLiteral'), read),
      ]),
    ),
    calledBy:
      call?.name === 'FunctionCall' ? textOf(call.getChild('FunctionIdentifier'), read) : undefined,
    range: range ? read(range).replace(INTERVAL, MACRO) : undefined,
  };
}

function textOf(node: SyntaxNode | null, read: (node: SyntaxNode) => string): string {
  return node ? read(node) : '';
}

function nodesOf(tree: Tree, name: string): readonly SyntaxNode[] {
  return select(tree, (node) => node.name === name);
}

function errorsOf(tree: Tree): readonly SyntaxNode[] {
  return select(tree, (node) => node.type.isError);
}

function select(tree: Tree, isWanted: (node: SyntaxNode) => boolean): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter: ({ node }) => {
      if (isWanted(node)) found.push(node);
    },
  });
  return found;
}
