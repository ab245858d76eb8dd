namespace Reelmill.Library;

/// <summary>Where things lie in a library's folder.</summary>
public static class LibraryLayout
{
    /// <summary>The catalog's file name.</summary>
    public const string Database = "library.db";

    /// <summary>The file name of the catalog's log, which is folded into it by the writer.</summary>
    public const string Log = Database + "-wal";

    /// <summary>The file that the one writing process holds locked.</summary>
    public const string Lock = "library.lock";

    /// <summary>The file that marks a folder as a library and names the library's id.</summary>
    public const string Marker = "library.json";

    /// <summary>The manifest's file name.</summary>
    public const string Manifest = "manifest.jsonl";

    /// <summary>The folder, and the kind of artifact, that holds the frames that were kept.</summary>
    public const string Frames = "frames";

    /// <summary>The folder, and the kind of artifact, that holds streams for players.</summary>
    public const string Hls = "hls";

    /// <summary>The folder that holds the keys of encrypted streams; it is never published.</summary>
    public const string Keys = "keys";

    /// <summary>The file of the secret from which the keys of encrypted streams are made; only its owner may read it.</summary>
    public const string KeySecret = "keys.secret";

    /// <summary>The folder, and the kind of artifact, that holds chunks of files.</summary>
    public const string Chunks = "chunks";

    /// <summary>The folder for unfinished work. The next start removes what the library itself began there, and nothing else.</summary>
    public const string Staging = "tmp";

    /// <summary>The folder to which <c>repair</c> moves files that the library does not know.</summary>
    public const string LostFound = "lost+found";

    /// <summary>The folder of downloads.</summary>
    public const string Videos = "videos";

    /// <summary>The folder of files that were uploaded to a server.</summary>
    public const string Uploads = "uploads";

    /// <summary>The file name of one frame.</summary>
    /// <param name="timeMs">The frame's time from the start of its video, in milliseconds.</param>
    public static string FrameName(long timeMs) => $"{timeMs}.jpg";

    /// <summary>The file name of one chunk.</summary>
    /// <param name="sequence">Its place, from 0.</param>
    /// <param name="extension">Its extension, with the dot.</param>
    public static string ChunkName(int sequence, string extension) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"chunk_{sequence:0000}{extension}");

    /// <summary>A file's place in a library, by which its items are named, or its full path outside of it: a library that is moved holds the same items.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="file">The file's full path.</param>
    public static string PlaceOf(string library, string file)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(library)) + Path.DirectorySeparatorChar;
        return file.StartsWith(folder, StringComparison.Ordinal) ? file[folder.Length..] : file;
    }
}
