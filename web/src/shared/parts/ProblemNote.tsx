import { Problem } from '../../api/problem';
import { common } from '../text/common';
import { useText } from '../text/LanguageProvider';
import { problems } from '../text/problems';
import { useServerText } from '../text/server/useServerText';
import { Icon } from './Icon';
import './notes.css';

interface Props {
    problem: Problem | null;
    onRetry?: () => void;
    onDismiss?: () => void;
}

/** What went wrong, in the server's words, and what to do next. Draws nothing when nothing did. */
export function ProblemNote({ problem, onRetry, onDismiss }: Props) {
    const text = useText(problems);
    const buttons = useText(common);
    const server = useServerText();
    if (problem === null) {
        return null;
    }

    const said = problem.detail || problem.title || (problem.status === 0 ? text.unreachable : text.title);
    const meaning = problem.status === 0 ? null : server.meaning(problem.code);
    const advice = text.advice[problem.code];
    return (
        <div className="note bad" role="alert">
            <Icon name="warning" />
            <div className="note-body">
                <p>
                    <strong>{meaning ?? said}</strong>
                </p>
                {meaning !== null && said !== meaning && (
                    <p className="soft" lang="en">
                        {said}
                    </p>
                )}
                {advice && <p>{advice}</p>}
                {problem.retryAfterSeconds !== null && <p>{text.retryAfter(problem.retryAfterSeconds)}</p>}
                <p className="note-code">
                    <code>{problem.code}</code>
                    {problem.status > 0 && <span> · HTTP {problem.status}</span>}
                </p>
            </div>
            {onRetry && (
                <button type="button" className="button tiny" onClick={onRetry}>
                    {buttons.tryAgain}
                </button>
            )}
            {onDismiss && (
                <button type="button" className="button quiet tiny" aria-label={buttons.close} onClick={onDismiss}>
                    <Icon name="close" />
                </button>
            )}
        </div>
    );
}
