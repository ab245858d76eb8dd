/** A decision's key: the rule that dropped the frame, or kept. */
export const ruleOf = (decision: { kept: boolean; rule: string | null }): string => (decision.kept ? 'kept' : (decision.rule ?? 'other'));

/** The order in which decisions are listed everywhere. */
export const ruleOrder = [
    'kept',
    'duplicate_in_video',
    'duplicate_across_videos',
    'blurred',
    'too_dark',
    'too_bright',
    'flat',
    'class_missing',
    'covered',
    'other',
] as const;

export type RuleName = (typeof ruleOrder)[number];

const colors: Record<RuleName, string> = {
    kept: '--kept',
    duplicate_in_video: '--twin',
    duplicate_across_videos: '--cross',
    blurred: '--blurred',
    too_dark: '--dark',
    too_bright: '--bright',
    flat: '--flat',
    class_missing: '--other',
    covered: '--other',
    other: '--other',
};

/** Decisions in the order in which they are listed; rules of the user's own come last. */
export const listedRules = (rules: Iterable<string>): string[] => {
    const own = [...new Set(rules)].filter((rule) => !ruleOrder.some((name) => name === rule)).sort();
    return [...ruleOrder, ...own];
};

/** A rule of the user's own, or of a newer server, looks like other. */
export const knownRule = (rule: string): RuleName => ruleOrder.find((name) => name === rule) ?? 'other';

/** The custom property of the style sheet with the rule's colour; the same as in the report. */
export const ruleColor = (rule: string): string => `var(${colors[knownRule(rule)]})`;

/**
 * The rule's mark as an SVG path around a point: colour is never all that tells two apart.
 * @param r Half of its size.
 */
export function markPath(rule: string, x: number, y: number, r: number): string {
    switch (knownRule(rule)) {
        case 'kept':
            return `M${x - r * 0.45} ${y - r * 1.5}h${r * 0.9}v${r * 3}h${-r * 0.9}z`;
        case 'duplicate_in_video':
            return disc(x, y, r);
        case 'duplicate_across_videos':
            return disc(x, y, r * 1.1) + disc(x, y, r * 0.5);
        case 'blurred':
            return `M${x} ${y - r * 1.2}l${r * 1.2} ${r * 1.2}l${-r * 1.2} ${r * 1.2}l${-r * 1.2} ${-r * 1.2}z`;
        case 'too_dark':
            return `M${x - r} ${y - r * 0.9}h${r * 2}l${-r} ${r * 1.8}z`;
        case 'too_bright':
            return `M${x - r} ${y + r * 0.9}h${r * 2}l${-r} ${-r * 1.8}z`;
        case 'flat':
            return `M${x - r} ${y - r * 0.4}h${r * 2}v${r * 0.8}h${-r * 2}z`;
        case 'class_missing':
            return `M${x - r} ${y - r * 0.35}h${r * 0.65}v${-r * 0.65}h${r * 0.7}v${r * 0.65}h${r * 0.65}v${r * 0.7}h${-r * 0.65}v${r * 0.65}h${-r * 0.7}v${-r * 0.65}h${-r * 0.65}z`;
        default:
            return `M${x - r * 0.85} ${y - r * 0.85}h${r * 1.7}v${r * 1.7}h${-r * 1.7}z`;
    }
}

const disc = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${r * 2} 0a${r} ${r} 0 1 0 ${-r * 2} 0z`;
