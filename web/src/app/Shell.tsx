import { useEffect, useState, type ReactNode } from 'react';
import { Icon, type IconName } from '../shared/parts/Icon';
import { Link } from '../shared/parts/Link';
import { useText } from '../shared/text/LanguageProvider';
import { usePath } from '../shared/router';
import { Connection } from './Connection';
import { useMay, useSession } from './session';
import { ShortcutHelp } from './ShortcutHelp';
import { listenForShortcuts } from './shortcuts';
import { LanguageButton, ThemeButton } from './Switches';
import { appText } from './text';
import './shell.css';

/** What is around every view: the way to the others, whether the page is live, and the switches. */
export function Shell({ children }: { children: ReactNode }) {
    const text = useText(appText);
    const [help, setHelp] = useState(false);
    useEffect(() => listenForShortcuts(() => setHelp(true)), []);
    return (
        <>
            <a className="skip" href="#main">
                {text.skip}
            </a>
            <header className="bar">
                <Link className="brand" href="/">
                    <img src="/favicon.svg" alt="" width="22" height="22" />
                    Reelmill
                </Link>
                <Navigation />
                <div className="bar-end">
                    <Connection />
                    <button type="button" className="button quiet square wide-only" aria-label={text.shortcuts} title={text.shortcuts} onClick={() => setHelp(true)}>
                        <Icon name="help" />
                    </button>
                    <LanguageButton />
                    <ThemeButton />
                    <SignOutButton />
                </div>
            </header>
            {children}
            {help && <ShortcutHelp onClose={() => setHelp(false)} />}
        </>
    );
}

function Navigation() {
    const text = useText(appText);
    const admin = useMay('admin');
    return (
        <nav className="views" aria-label={text.views}>
            <View href="/" icon="now" label={text.now} />
            <View href="/jobs" icon="jobs" label={text.jobs} />
            <View href="/library" icon="library" label={text.library} />
            <View href="/search" icon="search" label={text.search} />
            {admin && <View href="/settings" icon="settings" label={text.settings} />}
        </nav>
    );
}

function View({ href, icon, label }: { href: string; icon: IconName; label: string }) {
    const path = usePath();
    const here = path === href || (href !== '/' && path.startsWith(`${href}/`));
    return (
        <Link href={href} aria-current={here ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{label}</span>
        </Link>
    );
}

function SignOutButton() {
    const text = useText(appText);
    const { signOut } = useSession();
    return (
        <button type="button" className="button quiet square" aria-label={text.signOut} title={text.signOut} onClick={signOut}>
            <Icon name="exit" />
        </button>
    );
}
