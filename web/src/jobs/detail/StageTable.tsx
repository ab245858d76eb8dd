import type { Stage } from '../../api/jobs';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { jobText } from './text';

/** What each stage took, gave, dropped and repeated. */
export function StageTable({ stages, bottleneck }: { stages: readonly Stage[]; bottleneck: string | undefined }) {
    const text = useText(jobText);
    const format = useFormat();
    const columns = [text.workers, text.in, text.out, text.dropped, text.failed, text.retried, text.rate];
    return (
        <section className="card" aria-labelledby="stages">
            <header className="card-head">
                <h2 id="stages">{text.stages}</h2>
            </header>
            <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="stages">
                <table className="table stage-table">
                    <thead>
                        <tr>
                            <th scope="col">{text.stage}</th>
                            {columns.map((column) => (
                                <th key={column} scope="col" className="right">
                                    {column}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {stages.map((stage) => (
                            <tr key={stage.name}>
                                <th scope="row" className={stage.name === bottleneck ? 'stage-slow' : undefined}>
                                    {stage.name}
                                </th>
                                <Count value={stage.workers} />
                                <Count value={stage.in} />
                                <Count value={stage.out} />
                                <Count value={stage.dropped} />
                                <Count value={stage.failed} tone="bad" />
                                <Count value={stage.retried} tone="warn" />
                                <td className="right">{format.rate(stage.rate)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}

function Count({ value, tone = '' }: { value: number; tone?: 'bad' | 'warn' | '' }) {
    const format = useFormat();
    return <td className={`right ${value === 0 ? 'zero' : tone}`}>{format.number(value)}</td>;
}
