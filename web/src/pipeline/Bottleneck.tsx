import type { Bottleneck as Found } from '../api/jobs';
import { Icon } from '../shared/parts/Icon';
import { useText } from '../shared/text/LanguageProvider';
import { pipelineText } from './text';
import './graph.css';

/** Which stage holds the others up, and what would help. */
export function Bottleneck({ found }: { found: Found }) {
    const text = useText(pipelineText);
    return (
        <p className="bottleneck-note">
            <Icon name="warning" size={14} />
            <span>
                <strong>
                    {text.bottleneck}: {found.stage}
                </strong>{' '}
                {found.advice}
            </span>
        </p>
    );
}
