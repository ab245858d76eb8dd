using System.Runtime.InteropServices;
using Reelmill.Core;

namespace Reelmill.Vision.Images;

/// <summary>A compressor or decompressor handle of libturbojpeg's C API, version 2.x, which 3.x still supports.</summary>
/// <remarks>Not thread-safe. Disposal or garbage collection frees the handle.</remarks>
internal sealed unsafe partial class TurboJpeg : SafeHandle
{
    private const string Library = "libturbojpeg.so.0";
    private const int Subsampling420 = 2;
    private const int NoRealloc = 1024;

    /// <summary>Uses the accurate DCT: the fast one differs between CPU code paths and is worse at high quality.</summary>
    private const int AccurateDct = 4096;

    /// <summary>Rejects damaged images instead of guessing missing data.</summary>
    private const int StopOnWarning = 8192;

    /// <summary>Rejects progressive images with an absurd number of scans, which can take minutes for a few bytes.</summary>
    private const int LimitScans = 32768;

    private const int PixelRgb = 0;
    private const int PixelCmyk = 11;
    private const int WarningOnly = 0;

    private readonly Func<nint> _create;

    private TurboJpeg(Func<nint> create)
        : base(0, ownsHandle: true)
    {
        _create = create;
        SetHandle(create());
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Creates a compressor.</summary>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed.</exception>
    public static TurboJpeg CreateCompressor() => Create("compressor", tjInitCompress);

    /// <summary>Creates a decompressor.</summary>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed.</exception>
    public static TurboJpeg CreateDecompressor() => Create("decompressor", tjInitDecompress);

    /// <summary>Returns the largest possible size of a compressed image, in bytes.</summary>
    public static int GetMaxSize(int width, int height) => checked((int)tjBufSize(width, height, Subsampling420).Value);

    /// <summary>Compresses planes into a buffer of at least <see cref="GetMaxSize"/> bytes; returns the number of bytes written.</summary>
    public int Compress(JpegPlanes planes, int width, int height, int quality, Span<byte> target)
    {
        fixed (byte* luma = planes.Luma, blue = planes.Blue, red = planes.Red, output = target)
        {
            var sources = stackalloc byte*[] { luma, blue, red };
            var strides = stackalloc int[] { planes.LumaStride, planes.ChromaStride, planes.ChromaStride };
            var buffer = output;
            var size = new CULong((nuint)target.Length);
            var result = tjCompressFromYUVPlanes(handle, sources, width, strides, height, Subsampling420, &buffer, &size, quality, NoRealloc | AccurateDct);
            return result == 0
                ? (int)size.Value
                : throw new InvalidOperationException($"libturbojpeg could not compress an image of {width}x{height} at quality {quality}: {GetLastError(handle)}");
        }
    }

    /// <summary>Reads the header of a file without decoding its pixels.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is not a JPEG.</exception>
    public JpegHeader ReadHeader(ReadOnlySpan<byte> jpeg)
    {
        fixed (byte* source = jpeg)
        {
            int width, height, subsampling, colors;
            return tjDecompressHeader3(handle, source, new CULong((nuint)jpeg.Length), &width, &height, &subsampling, &colors) == 0
                ? new JpegHeader(width, height, subsampling, colors)
                : throw Reject();
        }
    }

    /// <summary>Returns the size of one plane of an image.</summary>
    public static (int Width, int Height) GetPlaneSize(int plane, int width, int height, int subsampling) =>
        (tjPlaneWidth(plane, width, subsampling), tjPlaneHeight(plane, height, subsampling));

    /// <summary>Decodes into tightly packed planes, at a scale of eighths.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="planes">The planes, each of the size of <see cref="GetPlaneSize"/>; the last two are unused for gray.</param>
    /// <param name="width">The scaled width.</param>
    /// <param name="height">The scaled height.</param>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is damaged.</exception>
    public void Decompress(ReadOnlySpan<byte> jpeg, (byte[] Luma, byte[] Blue, byte[] Red) planes, int width, int height)
    {
        fixed (byte* source = jpeg, luma = planes.Luma, blue = planes.Blue, red = planes.Red)
        {
            var targets = stackalloc byte*[] { luma, blue, red };
            var size = new CULong((nuint)jpeg.Length);
            if (tjDecompressToYUVPlanes(handle, source, size, targets, width, null, height, StopOnWarning | LimitScans | AccurateDct) != 0)
            {
                throw Reject();
            }
        }
    }

    /// <summary>Decodes into tightly packed red, green and blue, at a scale of eighths.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is damaged.</exception>
    public void DecompressRgb(ReadOnlySpan<byte> jpeg, Span<byte> pixels, int width, int height) => Decompress(jpeg, pixels, width, height, PixelRgb);

    /// <summary>Decodes into tightly packed cyan, magenta, yellow and black.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is damaged.</exception>
    public void DecompressCmyk(ReadOnlySpan<byte> jpeg, Span<byte> samples, int width, int height) => Decompress(jpeg, samples, width, height, PixelCmyk);

    /// <summary>Converts planes to tightly packed red, green and blue.</summary>
    public void DecodePlanes(JpegPlanes planes, Span<byte> pixels, int width, int height)
    {
        fixed (byte* luma = planes.Luma, blue = planes.Blue, red = planes.Red, target = pixels)
        {
            var sources = stackalloc byte*[] { luma, blue, red };
            var strides = stackalloc int[] { planes.LumaStride, planes.ChromaStride, planes.ChromaStride };
            if (tjDecodeYUVPlanes(handle, sources, strides, Subsampling420, target, width, 0, height, PixelRgb, 0) != 0)
            {
                throw new InvalidOperationException($"libturbojpeg could not convert an image of {width}x{height}: {GetLastError(handle)}");
            }
        }
    }

    protected override bool ReleaseHandle() => tjDestroy(handle) == 0;

    private void Decompress(ReadOnlySpan<byte> jpeg, Span<byte> pixels, int width, int height, int format)
    {
        fixed (byte* source = jpeg, target = pixels)
        {
            var size = new CULong((nuint)jpeg.Length);
            if (tjDecompress2(handle, source, size, target, width, 0, height, format, LimitScans | AccurateDct) != 0
                && !(tjGetErrorCode(handle) == WarningOnly && IsHarmless(GetLastError(handle))))
            {
                throw Reject();
            }
        }
    }

    /// <summary>Whether a warning is harmless: many cameras write extraneous bytes between segments, which cost no pixels.</summary>
    private static bool IsHarmless(string? warning) => warning?.Contains("extraneous bytes before marker", StringComparison.Ordinal) == true;

    private static TurboJpeg Create(string kind, Func<nint> create)
    {
        MissingLibraryException.EnsureLoadable(Library, "apt-get install libturbojpeg0 (on Ubuntu: libturbojpeg)");
        var created = new TurboJpeg(create);
        return created.IsInvalid
            ? throw new InvalidOperationException($"libturbojpeg could not create a {kind}: {GetLastError(0)}")
            : created;
    }

    /// <summary>Creates the exception for the last error and replaces the handle: after a lossless JPEG, a handle fails on every file.</summary>
    private ItemException Reject()
    {
        var failure = new ItemException("bad_picture", $"The file is not a valid JPEG: {GetLastError(handle)}.");
        _ = tjDestroy(handle);
        SetHandle(_create());
        return failure;
    }

    private static string? GetLastError(nint handle) => Marshal.PtrToStringUTF8(tjGetErrorStr2(handle));

    [LibraryImport(Library)]
    private static partial nint tjInitCompress();

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static partial int tjPlaneWidth(int plane, int width, int subsampling);

    [LibraryImport(Library)]
    private static partial int tjPlaneHeight(int plane, int height, int subsampling);

    [LibraryImport(Library)]
    private static partial int tjDecompressHeader3(
        nint handle, byte* jpeg, CULong size, int* width, int* height, int* subsampling, int* colors);

    [LibraryImport(Library)]
    private static partial int tjDecompressToYUVPlanes(
        nint handle, byte* jpeg, CULong size, byte** planes, int width, int* strides, int height, int flags);

    [LibraryImport(Library)]
    private static partial int tjDecompress2(
        nint handle, byte* jpeg, CULong size, byte* pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library)]
    private static partial int tjDecodeYUVPlanes(
        nint handle, byte** planes, int* strides, int subsampling, byte* pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library)]
    private static partial int tjGetErrorCode(nint handle);

    [LibraryImport(Library)]
    private static partial CULong tjBufSize(int width, int height, int subsampling);

    [LibraryImport(Library)]
    private static partial int tjCompressFromYUVPlanes(
        nint handle, byte** planes, int width, int* strides, int height, int subsampling, byte** buffer, CULong* size, int quality, int flags);

    [LibraryImport(Library)]
    private static partial nint tjGetErrorStr2(nint handle);

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);
}
