namespace Reelmill.Library;

/// <summary>The names of the files and folders in a library's folder.</summary>
public static class LibraryLayout
{
    /// <summary>The catalog's file name.</summary>
    public const string Database = "library.db";

    /// <summary>The file name of the catalog's write-ahead log, which the writer checkpoints into the catalog.</summary>
    public const string Log = Database + "-wal";

    /// <summary>The file that the one writing process locks.</summary>
    public const string Lock = "library.lock";

    /// <summary>The file that marks a folder as a library and names the library's id.</summary>
    public const string Marker = "library.json";

    /// <summary>The manifest's file name.</summary>
    public const string Manifest = "manifest.jsonl";

    /// <summary>The folder, and the artifact kind, of kept frames.</summary>
    public const string Frames = "frames";

    /// <summary>The folder, and the artifact kind, of HLS streams.</summary>
    public const string Hls = "hls";

    /// <summary>The folder of the keys of encrypted streams; it is never published.</summary>
    public const string Keys = "keys";

    /// <summary>The file of the secret from which the keys of encrypted streams are derived; only its owner may read it.</summary>
    public const string KeySecret = "keys.secret";

    /// <summary>The folder, and the artifact kind, of chunks of cut files.</summary>
    public const string Chunks = "chunks";

    /// <summary>The folder of unfinished work. The next start deletes what the library itself left there, and nothing else.</summary>
    public const string Staging = "tmp";

    /// <summary>The folder to which unknown files are moved, by <c>repair</c> or out of the way of an artifact.</summary>
    public const string LostFound = "lost+found";

    /// <summary>The folder of downloads.</summary>
    public const string Videos = "videos";

    /// <summary>The folder of files that clients uploaded to a server.</summary>
    public const string Uploads = "uploads";

    /// <summary>Formats the file name of a frame.</summary>
    /// <param name="timeMs">The frame's time from the start of its video, in milliseconds.</param>
    public static string FrameName(long timeMs) => $"{timeMs}.jpg";

    /// <summary>Formats the file name of a chunk.</summary>
    /// <param name="sequence">The chunk's number, from 0.</param>
    /// <param name="extension">The file extension, with the dot.</param>
    public static string ChunkName(int sequence, string extension) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"chunk_{sequence:0000}{extension}");

    /// <summary>Converts a full path to the path that item ids are computed from: relative to the library inside of it, unchanged elsewhere. A moved library thus keeps its item ids.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="file">The full path of a file.</param>
    public static string ToLibraryPath(string library, string file)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(library)) + Path.DirectorySeparatorChar;
        return file.StartsWith(folder, StringComparison.Ordinal) ? file[folder.Length..] : file;
    }
}
