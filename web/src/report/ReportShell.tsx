import type { ReactNode } from 'react';
import { LanguageButton, ThemeButton } from '../app/Switches';
import { Link } from '../shared/parts/Link';
import { useText } from '../shared/text/LanguageProvider';
import icon from '../../public/favicon.svg?inline';
import { reportText } from './text';
import '../app/shell.css';

/** What is around every view of a report. */
export function ReportShell({ children }: { children: ReactNode }) {
    const text = useText(reportText);
    return (
        <>
            <a
                className="skip"
                href="#main"
                onClick={(event) => {
                    // The part behind the # is the view's address here.
                    event.preventDefault();
                    document.querySelector<HTMLElement>('main h1')?.focus();
                }}
            >
                {text.skip}
            </a>
            <header className="bar">
                <Link className="brand" href="/">
                    <img src={icon} alt="" width="22" height="22" />
                    {text.brand}
                </Link>
                <div className="bar-end">
                    <LanguageButton />
                    <ThemeButton />
                </div>
            </header>
            {children}
            <footer className="report-foot soft small">{text.foot}</footer>
        </>
    );
}
