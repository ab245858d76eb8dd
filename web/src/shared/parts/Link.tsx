import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { hrefOf, navigate } from '../router';

/** A link to another view: a plain click stays on the page, every other goes the browser's way (a new tab and so on). */
export function Link({ href, onClick, ...rest }: ComponentPropsWithRef<'a'> & { href: string }) {
    const click = (event: MouseEvent<HTMLAnchorElement>): void => {
        onClick?.(event);
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (plain && !event.defaultPrevented) {
            event.preventDefault();
            navigate(href);
        }
    };
    return <a href={hrefOf(href)} onClick={click} {...rest} />;
}
