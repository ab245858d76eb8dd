import './state.css';

interface Props {
    /** 0 to 1. */
    share: number;
    /** What it is the progress of. */
    label: string;
    tone?: 'busy' | 'good' | 'warn' | 'bad' | 'soft';
}

export function Progress({ share, label, tone = 'busy' }: Props) {
    const percent = Math.max(0, Math.min(100, share * 100));
    return (
        <span className={`progress ${tone}`} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(percent)}>
            <span style={{ width: `${percent}%` }} />
        </span>
    );
}
