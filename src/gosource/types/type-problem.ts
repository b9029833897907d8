export type TypeProblemCode =
  /** A name that neither the files nor the language declare. */
  | 'undefined'
  /** A type of another package whose declaration is not at hand. */
  | 'unknown-package-type'
  /** A standard type that the Go version does not have yet. */
  | 'not-in-this-go'
  | 'not-a-type'
  | 'type-arguments'
  | 'array-length'
  | 'constant'
  | 'recursive'
  | 'too-large'
  | 'map-key'
  | 'constraint'
  | 'not-a-map'
  | 'no-element'
  | 'too-deep';

/** Why a type has no layout. */
export interface TypeProblem {
  readonly code: TypeProblemCode;
  /** One line, in the words of the Go 1.26 compiler where it has some. */
  readonly message: string;
  /** Bytes from the start of the text that the problem stands in. */
  readonly offset: number;
  /** The declaration in whose file that text is (`main.Session`); '' for the type expression that was asked about. */
  readonly declaration: string;
}

/** Thrown inside, caught at the layer's door. */
export class TypeFailure extends Error {
  readonly problem: TypeProblem;

  constructor(problem: TypeProblem) {
    super(problem.message);
    this.name = 'TypeFailure';
    this.problem = problem;
  }
}
