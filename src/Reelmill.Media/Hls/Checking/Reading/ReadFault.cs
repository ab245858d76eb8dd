namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>The reason why a file could not be read.</summary>
internal enum ReadFault
{
    /// <summary>The file does not exist, is empty, or cannot be loaded.</summary>
    Missing,

    /// <summary>A byte range exceeds the file.</summary>
    OutOfRange,
}
