namespace Reelmill.Library.Catalog;

/// <summary>A video and the sources of the items with its content.</summary>
/// <param name="Video">The id of the content.</param>
/// <param name="Sources">The distinct sources in ordinal order; never empty.</param>
public sealed record VideoSources(string Video, IReadOnlyList<string> Sources)
{
    /// <summary>The first source, which represents the video in the manifest.</summary>
    public string Source => Sources[0];
}
