/** Stands in for hls.js, which is larger than all else of a report and has nothing to play there. */
export default class NoStreams {
    static isSupported(): boolean {
        return false;
    }
}
