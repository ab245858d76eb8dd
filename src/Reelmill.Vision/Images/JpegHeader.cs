namespace Reelmill.Vision.Images;

/// <summary>What a JPEG file says of itself.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Subsampling">libturbojpeg's number of how its chroma is subsampled.</param>
/// <param name="Colors">libturbojpeg's number of its colour space.</param>
internal readonly record struct JpegHeader(int Width, int Height, int Subsampling, int Colors)
{
    private const int YCbCr = 1;
    private const int Gray = 2;
    private const int Cmyk = 3;
    private const int Ycck = 4;

    /// <summary>Whether it has no colour.</summary>
    public bool IsGray => Colors == Gray;

    /// <summary>Whether its planes mean what those of a usual JPEG mean: not RGB, not CMYK.</summary>
    public bool IsUsual => IsGray || (Colors == YCbCr && Subsampling >= 0);

    /// <summary>Whether it says ink instead of light: CMYK, or YCCK that is made of it.</summary>
    public bool IsInk => Colors is Cmyk or Ycck;

    /// <summary>The size after scaling by so many eighths.</summary>
    public (int Width, int Height) Scaled(int eighths) => (((Width * eighths) + 7) / 8, ((Height * eighths) + 7) / 8);
}
