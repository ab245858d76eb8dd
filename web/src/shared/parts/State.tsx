import { common } from '../text/common';
import { useText } from '../text/LanguageProvider';
import { Icon, type IconName } from './Icon';
import './state.css';

const looks: Record<string, { icon: IconName; tone: string }> = {
    queued: { icon: 'clock', tone: 'soft' },
    waiting: { icon: 'clock', tone: 'soft' },
    pending: { icon: 'clock', tone: 'soft' },
    running: { icon: 'play', tone: 'busy' },
    cancelling: { icon: 'stop', tone: 'warn' },
    succeeded: { icon: 'check', tone: 'good' },
    delivered: { icon: 'check', tone: 'good' },
    done: { icon: 'check', tone: 'good' },
    partial: { icon: 'half_done', tone: 'warn' },
    skipped: { icon: 'next', tone: 'soft' },
    failed: { icon: 'warning', tone: 'bad' },
    interrupted: { icon: 'warning', tone: 'warn' },
    cancelled: { icon: 'close', tone: 'soft' },
};

/** The state of a job, an item or an attempt: a word, a shape and a colour. */
export function State({ state, label }: { state: string; label?: string }) {
    const text = useText(common);
    const look = looks[state] ?? { icon: 'help', tone: 'soft' };
    return (
        <span className={`state ${look.tone}`}>
            <Icon name={look.icon} size={14} />
            {label ?? text.jobState[state] ?? text.itemState[state] ?? state}
        </span>
    );
}
