namespace Reelmill.Media.Probing;

/// <summary>Which values of a sample mean black and white.</summary>
public enum ColorRange
{
    /// <summary>The file does not say; players take it for limited.</summary>
    Unknown,

    /// <summary>16 to 235 of 255 for brightness: television.</summary>
    Limited,

    /// <summary>0 to 255 of 255: still cameras, phones and screens.</summary>
    Full,
}
