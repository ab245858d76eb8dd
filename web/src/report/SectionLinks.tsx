import { useText } from '../shared/text/LanguageProvider';
import { reportText } from './text';

type Section = 'videos' | 'failures' | 'scores' | 'run';

/** The way to the sections of a long page, whose headings have these ids. */
export function SectionLinks({ ids }: { ids: readonly Section[] }) {
    const text = useText(reportText);
    const go = (id: Section): void => {
        const heading = document.getElementById(id);
        heading?.setAttribute('tabindex', '-1');
        heading?.focus({ preventScroll: true });
        heading?.scrollIntoView();
    };
    return (
        <nav className="chips" aria-label={text.sections}>
            {ids.map((id) => (
                <button key={id} type="button" className="chip" onClick={() => go(id)}>
                    {text[id]}
                </button>
            ))}
        </nav>
    );
}
