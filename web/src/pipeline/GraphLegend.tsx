import { useText } from '../shared/text/LanguageProvider';
import { pipelineText } from './text';
import './graph.css';

export function GraphLegend() {
    const text = useText(pipelineText);
    const keys = [
        ['key-busy', text.busy],
        ['key-blocked', text.blocked],
        ['key-starved', text.starved],
        ['key-queue', text.queueFill],
    ] as const;
    return (
        <ul className="legend" aria-label={text.legend}>
            {keys.map(([name, meaning]) => (
                <li key={name}>
                    <i className={name} />
                    {meaning}
                </li>
            ))}
        </ul>
    );
}
