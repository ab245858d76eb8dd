namespace Reelmill.Vision.Images;

/// <summary>The matrix that derives luma and chroma from red, green and blue.</summary>
public enum ColorMatrix
{
    /// <summary>ITU-R BT.601: standard definition, and JPEG.</summary>
    Bt601,

    /// <summary>ITU-R BT.709: high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020, non-constant luminance: ultra-high definition.</summary>
    Bt2020,
}
