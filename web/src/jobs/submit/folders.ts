/** The files that a job is to get, and what became of the folders among them. */
export interface ChosenFiles {
    files: File[];
    /** How many of the files came out of folders, and how many others there were that are no media. */
    fromFolders: number;
    leftOut: number;
}

export const noFiles: ChosenFiles = { files: [], fromFolders: 0, leftOut: 0 };

/** Extensions by which the server, too, finds media in a folder. */
const videos =
    'mp4 m4v mov qt mkv webm avi mpg mpeg mpe m2v vob ts m2ts mts wmv asf flv f4v 3gp 3g2 ogv ogm mxf dv y4m ivf h264 264 h265 265 hevc obu gif';
const images = 'jpg jpeg jpe png webp bmp tif tiff avif heic heif tar';

/** Whether a pipeline works on files of that name. */
export function isMediaFor(pipeline: string, name: string): boolean {
    const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    return (pipeline === 'index' ? images : videos).split(' ').includes(extension);
}

/** What was dropped: files as they are, and of folders the media in them and in the folders below. To be called within the event. */
export async function droppedFiles(transfer: DataTransfer, pipeline: string): Promise<ChosenFiles> {
    // What was dropped can be asked for during the event only.
    const dropped = Array.from(transfer.items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
    const chosen: ChosenFiles = { ...noFiles, files: [] };
    for (const { entry, file } of dropped) {
        if (entry?.isDirectory) {
            await takeFolder(entry as FileSystemDirectoryEntry, pipeline, chosen);
        } else if (file) {
            chosen.files.push(file);
        }
    }
    return chosen;
}

export const together = (one: ChosenFiles, other: ChosenFiles): ChosenFiles => ({
    files: [...one.files, ...other.files],
    fromFolders: one.fromFolders + other.fromFolders,
    leftOut: one.leftOut + other.leftOut,
});

/** Takes the media in a folder and in those below it, by name; hidden ones are passed over, and a file that cannot be read is left out. */
async function takeFolder(folder: FileSystemDirectoryEntry, pipeline: string, chosen: ChosenFiles): Promise<void> {
    const entries = (await entriesOf(folder)).filter((entry) => !entry.name.startsWith('.')).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    for (const entry of entries) {
        if (entry.isDirectory) {
            await takeFolder(entry as FileSystemDirectoryEntry, pipeline, chosen);
            continue;
        }
        const file = isMediaFor(pipeline, entry.name) ? await fileOf(entry as FileSystemFileEntry) : null;
        if (file) {
            chosen.files.push(file);
            chosen.fromFolders++;
        } else {
            chosen.leftOut++;
        }
    }
}

/** A reader gives some of a folder's entries at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
    const reader = folder.createReader();
    const all: FileSystemEntry[] = [];
    for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
        if (some.length === 0) {
            return all;
        }
        all.push(...some);
    }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File | null> => new Promise((resolve) => entry.file(resolve, () => resolve(null)));
