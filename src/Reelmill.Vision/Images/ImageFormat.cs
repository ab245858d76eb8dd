namespace Reelmill.Vision.Images;

/// <summary>The supported image formats, as recognized by <see cref="ImageFormats.Recognize"/>.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (ITU-T T.81), including MPO, which holds several images.</summary>
    Jpeg,

    /// <summary>PNG and APNG.</summary>
    Png,

    /// <summary>WebP, including animations (RFC 9649).</summary>
    WebP,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>TIFF and BigTIFF.</summary>
    Tiff,

    /// <summary>HEIF: HEIC, AVIF and their sequences (ISO/IEC 23008-12).</summary>
    Heif,

    /// <summary>JPEG XL, as a codestream or in a container (ISO/IEC 18181).</summary>
    JpegXl,

    /// <summary>JPEG 2000 in its container, JP2.</summary>
    Jpeg2000,

    /// <summary>A JPEG 2000 codestream without a container.</summary>
    Jpeg2000Codestream,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>Truevision TGA.</summary>
    Targa,

    /// <summary>Windows icon.</summary>
    Icon,

    /// <summary>QOI.</summary>
    Qoi,

    /// <summary>Portable bitmap (P1, P4).</summary>
    Pbm,

    /// <summary>Portable graymap (P2, P5).</summary>
    Pgm,

    /// <summary>Portable pixmap (P3, P6).</summary>
    Ppm,

    /// <summary>Portable arbitrary map (P7).</summary>
    Pam,
}
