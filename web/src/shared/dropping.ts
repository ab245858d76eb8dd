import { useRef, useState, type DragEvent } from 'react';

interface DropProps {
    onDragEnter: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
}

/** Lets files be dropped on an element. Entering and leaving are counted, because children report theirs, too. */
export function useFileDrop(enabled: boolean, onFiles: (transfer: DataTransfer) => void): [boolean, DropProps] {
    const depth = useRef(0);
    const [over, setOver] = useState(false);
    const enter = (event: DragEvent, change: number): void => {
        if (!enabled || !event.dataTransfer.types.includes('Files')) {
            return;
        }
        event.preventDefault();
        depth.current = Math.max(0, depth.current + change);
        setOver(depth.current > 0);
    };
    const drop = (event: DragEvent): void => {
        depth.current = 0;
        setOver(false);
        if (enabled && event.dataTransfer.types.includes('Files')) {
            event.preventDefault();
            event.stopPropagation();
            onFiles(event.dataTransfer);
        }
    };
    return [over, { onDragEnter: (event) => enter(event, 1), onDragOver: (event) => enter(event, 0), onDragLeave: (event) => enter(event, -1), onDrop: drop }];
}

/** The files among what was dropped; a folder, which arrives as a file that cannot be read, is left out. */
export function filesOf(transfer: DataTransfer): File[] {
    const folders = new Set(
        Array.from(transfer.items)
            .map((item) => item.webkitGetAsEntry())
            .filter((entry) => entry?.isDirectory)
            .map((entry) => entry?.name),
    );
    return Array.from(transfer.files).filter((file) => !folders.has(file.name));
}
