import { markPath, ruleColor } from './rules';

/** The mark of a decision, in its shape and colour; words stand beside it. */
export function Mark({ rule }: { rule: string }) {
    return (
        <svg className="mark" width="12" height="14" viewBox="0 0 12 14" aria-hidden="true">
            <path d={markPath(rule, 6, 7, 4.2)} fillRule="evenodd" style={{ fill: ruleColor(rule) }} />
        </svg>
    );
}
