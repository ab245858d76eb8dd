namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Why a file could not be read.</summary>
internal enum ReadFault
{
    /// <summary>It is not there, has no bytes, or cannot be loaded.</summary>
    Missing,

    /// <summary>A byte range leads out of it.</summary>
    OutOfRange,
}
