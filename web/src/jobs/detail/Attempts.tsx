import type { Attempt } from '../../api/jobs';
import { State } from '../../shared/parts/State';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { jobText } from './text';

/** Each time that the job was begun, and how that ended: a server that was stopped begins it again. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
    const text = useText(jobText);
    const format = useFormat();
    if (attempts.length === 0) {
        return null;
    }
    return (
        <section className="card" aria-labelledby="attempts">
            <header className="card-head">
                <h2 id="attempts">{text.attempts}</h2>
            </header>
            <ol className="card-body attempts">
                {attempts.map((attempt) => (
                    <li key={attempt.number}>
                        <div className="attempt-line">
                            <strong>{text.attempt(attempt.number)}</strong>
                            <State state={attempt.outcome} />
                        </div>
                        <span className="soft small">
                            {format.dateTime(attempt.startedMs)}
                            {attempt.endedMs !== null && ` · ${format.duration((attempt.endedMs - attempt.startedMs) / 1000)}`}
                        </span>
                    </li>
                ))}
            </ol>
        </section>
    );
}
