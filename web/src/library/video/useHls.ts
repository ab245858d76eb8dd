import { useEffect, useRef, type RefObject } from 'react';

/**
 * Plays an HLS stream in a video element: with hls.js, which is loaded only now, or by the browser itself where it can.
 * @param url The master playlist; null does nothing.
 * @param onFail Called when the stream cannot be played at all.
 */
export function useHls(element: RefObject<HTMLVideoElement | null>, url: string | null, onFail: () => void): void {
    const fail = useRef(onFail);
    fail.current = onFail;
    useEffect(() => {
        const video = element.current;
        if (url === null || video === null) {
            return;
        }
        let stop = (): void => undefined;
        let gone = false;
        void import('hls.js')
            .then(({ default: Hls }) => {
                if (gone) {
                    return;
                }
                if (!Hls.isSupported()) {
                    stop = playNatively(video, url, () => fail.current());
                    return;
                }
                const hls = new Hls({ capLevelToPlayerSize: true });
                hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
                    if (fatal && type === Hls.ErrorTypes.MEDIA_ERROR) {
                        hls.recoverMediaError();
                    } else if (fatal) {
                        fail.current();
                    }
                });
                hls.loadSource(url);
                hls.attachMedia(video);
                stop = () => hls.destroy();
            })
            .catch(() => fail.current());
        return () => {
            gone = true;
            stop();
        };
    }, [element, url]);
}

function playNatively(video: HTMLVideoElement, url: string, onFail: () => void): () => void {
    video.addEventListener('error', onFail);
    video.src = url;
    return () => {
        video.removeEventListener('error', onFail);
        video.removeAttribute('src');
    };
}
