namespace Reelmill.Pipelines.Runs;

/// <summary>How far one item is in a stage that takes long.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Doing">What is done to it, such as <c>encode 1080p, 720p, 360p</c>.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is; null when unknown. Equal to what is done at the end.</param>
/// <param name="Unit">What is counted.</param>
public sealed record ItemProgress(string Input, string Doing, double Done, double? Total, ProgressUnit Unit)
{
    /// <summary>Whether it has ended.</summary>
    public bool IsEnd => Done >= Total;
}

/// <summary>What progress is counted in.</summary>
public enum ProgressUnit
{
    /// <summary>Bytes that were fetched or sent.</summary>
    Bytes,

    /// <summary>Files of a stream that were sent.</summary>
    Files,

    /// <summary>Chunks of a file.</summary>
    Chunks,

    /// <summary>Seconds of the video.</summary>
    VideoSeconds,
}
