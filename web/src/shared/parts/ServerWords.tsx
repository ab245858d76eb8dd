import { useServerText } from '../text/server/useServerText';

/** A failure in the server's words; before them what its code means, where the page is in another language. */
export function ServerWords({ code, text }: { code: string; text: string }) {
    const meaning = useServerText().meaning(code);
    return meaning === null ? (
        text
    ) : (
        <>
            {meaning}{' '}
            <span className="soft small" lang="en">
                {text}
            </span>
        </>
    );
}
