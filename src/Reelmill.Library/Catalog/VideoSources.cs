namespace Reelmill.Library.Catalog;

/// <summary>A video and the items that have its content.</summary>
/// <param name="Video">The id of the content.</param>
/// <param name="Sources">The sources in ordinal order, each once; never empty.</param>
public sealed record VideoSources(string Video, IReadOnlyList<string> Sources)
{
    /// <summary>The smallest source, which stands for the video in the manifest.</summary>
    public string Source => Sources[0];
}
