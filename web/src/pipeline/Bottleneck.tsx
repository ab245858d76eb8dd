import type { Bottleneck as Found } from '../api/jobs';
import { Icon } from '../shared/parts/Icon';
import { useText } from '../shared/text/LanguageProvider';
import { useServerText } from '../shared/text/server/useServerText';
import { pipelineText } from './text';
import './graph.css';

/** Which stage holds the others up, and what would help. */
export function Bottleneck({ found }: { found: Found }) {
    const text = useText(pipelineText);
    const server = useServerText();
    return (
        <p className="bottleneck-note">
            <Icon name="warning" size={14} />
            <span>
                <strong>
                    {text.bottleneck}: {found.stage}
                </strong>{' '}
                {server.advice(found.advice)}
            </span>
        </p>
    );
}
