namespace Reelmill.Media.Interlacing;

/// <summary>The scan type of a video, measured on its frames because headers are unreliable in both directions.</summary>
public enum ScanType
{
    /// <summary>All lines of a frame were captured at one time.</summary>
    Progressive,

    /// <summary>A frame interleaves two fields, and the field with the top line is earlier.</summary>
    TopFirst,

    /// <summary>A frame interleaves two fields, and the field with the top line is later.</summary>
    BottomFirst,

    /// <summary>Frames interleave fields in both orders, or the header is interlaced and the video has too little motion to measure the order.</summary>
    Mixed,
}
