import { listDeliveries, replayDelivery, type Delivery } from '../api/admin';
import { useAction } from '../shared/hooks/useAction';
import { useNow } from '../shared/hooks/useNow';
import { useRequest } from '../shared/hooks/useRequest';
import { Link } from '../shared/parts/Link';
import { Loading } from '../shared/parts/Loading';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { State } from '../shared/parts/State';
import { useSay } from '../shared/parts/Toasts';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { settingsText } from './text';

/** What was sent to a webhook, each attempt, and the way to send it again. */
export function Deliveries({ webhook }: { webhook: string }) {
    const text = useText(settingsText);
    const say = useSay();
    const { data, problem, reload } = useRequest(webhook, (signal) => listDeliveries(webhook, signal));
    const action = useAction();
    const replay = async (delivery: string): Promise<void> => {
        if (await action.run(() => replayDelivery(webhook, delivery))) {
            say(text.replayed);
            reload();
        }
    };
    return (
        <div className="deliveries">
            <ProblemNote problem={problem ?? action.problem} onRetry={reload} />
            {data === undefined && !problem && <Loading />}
            {data?.length === 0 && <p className="soft">{text.noDeliveries}</p>}
            <ul aria-label={text.deliveries}>
                {data?.map((delivery) => (
                    <DeliveryRow key={delivery.id} delivery={delivery} busy={action.busy} onReplay={() => void replay(delivery.id)} />
                ))}
            </ul>
        </div>
    );
}

function DeliveryRow({ delivery, busy, onReplay }: { delivery: Delivery; busy: boolean; onReplay: () => void }) {
    const text = useText(settingsText);
    const format = useFormat();
    const now = useNow();
    return (
        <li>
            <State state={delivery.state} label={text.delivery[delivery.state] ?? delivery.state} />
            <span>
                {text.event[delivery.event] ?? delivery.event}{' '}
                <Link href={`/jobs/${encodeURIComponent(delivery.jobId)}`} className="mono">
                    {delivery.jobId}
                </Link>
            </span>
            <span className="dot-list soft small">
                {delivery.attempts.map((attempt) => (
                    <span key={attempt.atMs} title={format.dateTime(attempt.atMs)}>
                        {attempt.error ?? `HTTP ${attempt.status}`}
                    </span>
                ))}
                {delivery.nextMs !== null && <span>{text.next(format.ago(delivery.nextMs, now))}</span>}
            </span>
            {delivery.state !== 'pending' && (
                <button type="button" className="button tiny" disabled={busy} onClick={onReplay}>
                    {text.replay}
                </button>
            )}
        </li>
    );
}
