namespace Reelmill.Vision.Images;

/// <summary>The header of a JPEG file.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Subsampling">The chroma subsampling, as numbered by libturbojpeg.</param>
/// <param name="Colors">The color space, as numbered by libturbojpeg.</param>
internal readonly record struct JpegHeader(int Width, int Height, int Subsampling, int Colors)
{
    private const int YCbCr = 1;
    private const int Gray = 2;
    private const int Cmyk = 3;
    private const int Ycck = 4;

    /// <summary>Whether the image is grayscale.</summary>
    public bool IsGray => Colors == Gray;

    /// <summary>Whether the image is grayscale or YCbCr with known subsampling, not RGB or CMYK.</summary>
    public bool IsGrayOrYCbCr => IsGray || (Colors == YCbCr && Subsampling >= 0);

    /// <summary>Whether the image is CMYK, or YCCK, which is derived from CMYK.</summary>
    public bool IsCmyk => Colors is Cmyk or Ycck;

    /// <summary>Returns the size after scaling by <paramref name="eighths"/> / 8.</summary>
    public (int Width, int Height) ScaleByEighths(int eighths) => (((Width * eighths) + 7) / 8, ((Height * eighths) + 7) / 8);
}
