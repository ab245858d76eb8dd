using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelmill.Library.Ownership;

/// <summary>What the names of a library's files look like.</summary>
public static partial class ArtifactShape
{
    /// <summary>The place of a chunk by its file's name; null when it is not one of a chunk.</summary>
    /// <param name="name">The file's name.</param>
    public static int? SequenceOf(string name) => Chunk().Match(name) is { Success: true } match
        && int.TryParse(match.Groups["sequence"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    /// <summary>Whether a file stands for all chunks beside it: their manifest, and what <c>join</c> makes of them.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsOfAllChunks(string name) => name is "manifest.json" or "joined.mp4" or "joined.mkv";

    /// <summary>Whether a file is a frame.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsFrame(string name) => Frame().IsMatch(name);

    /// <summary>Whether a file is the key of a stream.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsKey(string name) => Key().IsMatch(name);

    /// <summary>Whether a file is an upload.</summary>
    /// <param name="name">The file's name.</param>
    public static bool IsUpload(string name) => UploadName().IsMatch(name);

    /// <summary>Whether a name is the id of a content or an item.</summary>
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
