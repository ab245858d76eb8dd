using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>A local file with all bytes of an input.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="IsTemporary">Whether the file was downloaded. The caller of the fetch alone owns a temporary file, and deletes it when the item is finished.</param>
/// <param name="Bytes">The size of the file.</param>
/// <remarks>Immutable. A file that is not temporary is the user's own and must only be read.</remarks>
public sealed record FetchedFile(string Path, bool IsTemporary, long Bytes)
{
    /// <summary>The entity tag from the server; null when it sent none.</summary>
    public string? ETag { get; init; }

    /// <summary>The media type from the server, such as <c>video/mp4</c>; null when it sent none.</summary>
    public string? MediaType { get; init; }

    /// <summary>The title of the page as written there: text to display, never a path. Null without one.</summary>
    public string? Title { get; init; }

    /// <summary>Deletes the file if it is temporary. A file that the system does not release is deleted at the next start.</summary>
    public void Delete()
    {
        if (IsTemporary)
        {
            CleanUp.Remove(Path);
        }
    }
}
