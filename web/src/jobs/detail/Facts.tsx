import type { ReactNode } from 'react';
import type { Job } from '../../api/jobs';
import { useNow } from '../../shared/hooks/useNow';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { jobText } from './text';

/** What was asked for, and when what happened. */
export function Facts({ job }: { job: Job }) {
    const text = useText(jobText);
    const words = useText(common);
    const format = useFormat();
    const now = useNow(1000);
    const options = Object.entries(job.options);
    const when = (ms: number | null): string | null => (ms === null ? null : format.dateTime(ms));
    const facts: [string, ReactNode][] = [
        [text.pipeline, job.pipeline],
        [text.eta, job.etaSeconds !== null && format.duration(job.etaSeconds)],
        [text.speed, job.speed !== null && text.realTime(format.rate(job.speed))],
        [text.frames, job.frames && text.of(format.number(job.frames.kept), format.number(job.frames.sampled))],
        [text.took, job.startedMs !== null && format.duration(((job.endedMs ?? now) - job.startedMs) / 1000)],
        [text.submitted, when(job.createdMs)],
        [text.started, when(job.startedMs)],
        [text.ended, when(job.endedMs)],
        [text.priority, words.priority[job.priority]],
        [text.id, <code key="id">{job.id}</code>],
    ];
    return (
        <section className="card" aria-labelledby="facts">
            <header className="card-head">
                <h2 id="facts">{text.facts}</h2>
            </header>
            <dl className="card-body job-facts">
                {facts
                    .filter(([, value]) => value !== null && value !== false)
                    .map(([name, value]) => (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    ))}
                <div>
                    <dt>{text.options}</dt>
                    <dd>
                        {options.length === 0 && <span className="soft">{text.defaults}</span>}
                        {options.map(([key, value]) => (
                            <code key={key} className="job-option">
                                {key}={value}
                            </code>
                        ))}
                    </dd>
                </div>
            </dl>
        </section>
    );
}
