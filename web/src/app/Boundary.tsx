import { Component, type ReactNode } from 'react';
import { Problem } from '../api/problem';
import { ProblemNote } from '../shared/parts/ProblemNote';

interface State {
    problem: Problem | null;
}

/** Stands in for a view that threw, or whose code could not be loaded (after an update of the server): the rest of the page goes on. */
export class Boundary extends Component<{ children: ReactNode }, State> {
    override state: State = { problem: null };

    static getDerivedStateFromError(error: unknown): State {
        return { problem: new Problem(0, 'page_error', '', error instanceof Error ? error.message : String(error)) };
    }

    override render(): ReactNode {
        return this.state.problem === null ? (
            this.props.children
        ) : (
            <main className="page" id="main">
                <ProblemNote problem={this.state.problem} onRetry={() => location.reload()} />
            </main>
        );
    }
}
