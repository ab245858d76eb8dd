namespace Reelmill.Pipelines.Runs;

/// <summary>The progress of one item in a long-running stage.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Doing">The activity, such as <c>encode 1080p, 720p, 360p</c>.</param>
/// <param name="Done">The amount done.</param>
/// <param name="Total">The total amount; null when unknown. Equal to <paramref name="Done"/> at the end.</param>
/// <param name="Unit">The unit of both amounts.</param>
public sealed record ItemProgress(string Input, string Doing, double Done, double? Total, ProgressUnit Unit)
{
    /// <summary>Whether the activity has ended.</summary>
    public bool IsEnd => Done >= Total;
}

/// <summary>The unit of progress.</summary>
public enum ProgressUnit
{
    /// <summary>Bytes fetched or sent.</summary>
    Bytes,

    /// <summary>Files of a stream sent.</summary>
    Files,

    /// <summary>Chunks of a file.</summary>
    Chunks,

    /// <summary>Seconds of video.</summary>
    VideoSeconds,
}
