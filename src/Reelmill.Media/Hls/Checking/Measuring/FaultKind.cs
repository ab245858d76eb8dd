namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>What kept a segment from being looked into.</summary>
internal enum FaultKind
{
    /// <summary>The file is not there, is empty or cannot be loaded.</summary>
    Missing,

    /// <summary>A byte range leads out of the file.</summary>
    OutOfRange,

    /// <summary>There is no key, or decrypting does not give media.</summary>
    Encryption,

    /// <summary>It is no media that can be read.</summary>
    NotMedia,

    /// <summary>What a player reads before it is missing or cannot be read.</summary>
    Map,

    /// <summary>A part that should be one key picture is not.</summary>
    NotKeyPicture,
}
