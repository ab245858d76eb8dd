namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>The reason why a segment could not be measured.</summary>
internal enum SegmentFaultKind
{
    /// <summary>The file does not exist, is empty or cannot be loaded.</summary>
    Missing,

    /// <summary>A byte range exceeds the file.</summary>
    OutOfRange,

    /// <summary>There is no usable key, or decryption does not yield media.</summary>
    Encryption,

    /// <summary>The content is not media of a readable format.</summary>
    NotMedia,

    /// <summary>The initialization segment is missing or cannot be read.</summary>
    Map,

    /// <summary>An entry of an I-frame playlist is not exactly one I-frame.</summary>
    NotSingleIFrame,
}
