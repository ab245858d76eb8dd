namespace Reelmill.Media.Probing;

/// <summary>The values of samples that stand for black and white.</summary>
public enum ColorRange
{
    /// <summary>The file has no tag; players assume limited range.</summary>
    Unknown,

    /// <summary>Luma from 16 to 235 of 255, as in television.</summary>
    Limited,

    /// <summary>Luma from 0 to 255, as from still cameras, phones and screen recordings.</summary>
    Full,
}
