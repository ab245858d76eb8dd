import { HistogramBars } from '../library/thresholds/Histogram';
import { videoText } from '../library/video/text';
import { common } from '../shared/text/common';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import type { ScoreSpread } from './data';
import { reportText } from './text';
import '../library/thresholds/thresholds.css';

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** How the scores of all frames are spread, and where the thresholds cut. */
export function ScoreSection({ scores }: { scores: readonly ScoreSpread[] }) {
    const text = useText(reportText);
    const scored = scores.some(({ kept, dropped }) => sum(kept) + sum(dropped) > 0);
    return (
        <section className="section" aria-labelledby="scores">
            <h2 id="scores">{text.scores}</h2>
            {scored ? (
                <>
                    <p className="soft small">{text.scoresHow}</p>
                    <ul className="legend">
                        <li>
                            <i className="key-kept" />
                            {text.kept}
                        </li>
                        <li>
                            <i className="key-dropped" />
                            {text.dropped}
                        </li>
                        <li>
                            <i className="key-threshold" />
                            {text.threshold}
                        </li>
                    </ul>
                    <div className="spreads">
                        {scores.map((spread) => (
                            <Spread key={spread.score} spread={spread} />
                        ))}
                    </div>
                </>
            ) : (
                <p className="soft">{text.noScores}</p>
            )}
        </section>
    );
}

function Spread({ spread: { score, kept, dropped, ticks, threshold } }: { spread: ScoreSpread }) {
    const text = useText(reportText);
    const { scores } = useText(videoText);
    const format = useFormat();
    const counts = kept.map((count, bin) => ({ kept: count, dropped: dropped[bin] ?? 0 }));
    const label = text.spread(scores[score], format.number(sum(kept)), format.number(sum(dropped)));
    return (
        <figure className="card spread">
            <figcaption>
                <strong>{scores[score]}</strong> <span className="soft small">{text.meaning[score]}</span>
            </figcaption>
            <HistogramBars counts={counts} at={threshold?.place.at ?? null} label={label} />
            <p className="spread-axis soft" aria-hidden="true">
                {ticks.map(({ value, at }) => (
                    <span key={value} style={{ left: `${at * 100}%`, translate: `${-at * 100}% 0` }}>
                        {format.number(value, 2)}
                    </span>
                ))}
            </p>
            <p className="soft small">
                <ThresholdWords threshold={threshold} />
            </p>
        </figure>
    );
}

function ThresholdWords({ threshold }: Pick<ScoreSpread, 'threshold'>) {
    const text = useText(reportText);
    const words = useText(common);
    const format = useFormat();
    if (threshold === null) {
        return text.noRule;
    }
    const rule = words.rule[threshold.rule] ?? threshold.rule;
    const value = format.number(threshold.place.value, 3);
    return `${threshold.dropsBelow ? text.dropsBelow(rule, value) : text.dropsAbove(rule, value)} (${threshold.recorded ? text.recorded : text.byDefault})`;
}
