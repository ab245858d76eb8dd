using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelmill.Library.Catalog.Ownership;

/// <summary>Recognizes a library's files by the patterns of their names.</summary>
public static partial class ArtifactPattern
{
    /// <summary>Parses the sequence number, from 0, out of a chunk's file name; null for any other name.</summary>
    /// <param name="name">The file's name.</param>
    public static int? ParseChunkSequence(string name) => Chunk().Match(name) is { Success: true } match
        && int.TryParse(match.Groups["sequence"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    /// <summary>Whether a file belongs to all chunks of its folder: their manifest, or the file that <c>join</c> writes.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsChunkSetFile(string name) => name is "manifest.json" or "joined.mp4" or "joined.mkv";

    /// <summary>Whether a file is a frame: its time in milliseconds, and <c>.jpg</c>.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsFrame(string name) => Frame().IsMatch(name);

    /// <summary>Whether a file is an encryption key of a stream.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsKey(string name) => Key().IsMatch(name);

    /// <summary>Whether a file is an upload, named by 24 digits of the hash of its content.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsUpload(string name) => UploadName().IsMatch(name);

    /// <summary>Whether a name is a content id or an item id.</summary>
    /// <param name="name">The name.</param>
    public static bool IsId(string name) => Id().IsMatch(name);

    [GeneratedRegex(@"^chunk_(?<sequence>\d{4,9})\.[a-z0-9]{1,5}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Chunk();

    [GeneratedRegex(@"^\d{1,18}\.jpg$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\d{4,9}\.key$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"^[0-9a-f]{24}(\.[a-z0-9]{1,5})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UploadName();

    [GeneratedRegex("^[0-9a-f]{16,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
