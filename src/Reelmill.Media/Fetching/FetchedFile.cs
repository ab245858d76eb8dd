using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>A file of this machine that holds an input's bytes, whole.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="IsTemporary">Whether it was downloaded; if so, it belongs to who fetched it, and to nobody else, who deletes it when the item is finished.</param>
/// <param name="Bytes">Its size.</param>
/// <remarks>Immutable. What is not temporary is the user's own file: it is only read.</remarks>
public sealed record FetchedFile(string Path, bool IsTemporary, long Bytes)
{
    /// <summary>The version that the server gave it; null when it gave none.</summary>
    public string? ETag { get; init; }

    /// <summary>The media type that the server gave it, such as <c>video/mp4</c>; null when it gave none.</summary>
    public string? MediaType { get; init; }

    /// <summary>The title on the page it comes from, as it stands there: data to show, never a path. Null without one.</summary>
    public string? Title { get; init; }

    /// <summary>Deletes the file if it is temporary; one that the system does not let go is swept at the next start.</summary>
    public void Delete()
    {
        if (IsTemporary)
        {
            CleanUp.Remove(Path);
        }
    }
}
