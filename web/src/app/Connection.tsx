import { useFormat, useText } from '../shared/text/LanguageProvider';
import { useFeed } from './session';
import { appText } from './text';

/** Whether the numbers on the page are live. A screen reader is told when that changes, not what the numbers are. */
export function Connection() {
    const text = useText(appText);
    const format = useFormat();
    const { status, event } = useFeed();
    const word = { live: text.live, connecting: text.connecting, lost: text.lost }[status];
    return (
        <div className={`connection ${status}`} title={status === 'lost' ? text.lostDetail : undefined}>
            <span className="connection-dot" aria-hidden="true" />
            <span role="status">{word}</span>
            {status === 'live' && event && (
                <span className="connection-counts soft">{text.counts(event.jobs.running, event.jobs.queued)}</span>
            )}
            {status === 'lost' && event && <span className="connection-counts soft">{format.dateTime(event.atMs)}</span>}
        </div>
    );
}
