namespace Reelmill.Media.Interlacing;

/// <summary>How the lines of a video's frames were taken. Measured on frames, since headers lie both ways.</summary>
public enum ScanType
{
    /// <summary>All lines of a frame are of one time.</summary>
    Progressive,

    /// <summary>A frame weaves two fields, and the one with the top line is the earlier.</summary>
    TopFirst,

    /// <summary>A frame weaves two fields, and the one with the top line is the later.</summary>
    BottomFirst,

    /// <summary>Frames weave fields in both orders, or the header says so and too little moves to measure the order.</summary>
    Mixed,
}
