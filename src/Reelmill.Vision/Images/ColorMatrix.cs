namespace Reelmill.Vision.Images;

/// <summary>How luma and chroma were made from red, green and blue.</summary>
public enum ColorMatrix
{
    /// <summary>ITU-R BT.601: standard definition, and JPEG.</summary>
    Bt601,

    /// <summary>ITU-R BT.709: high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020, non-constant luminance: ultra-high definition.</summary>
    Bt2020,
}
