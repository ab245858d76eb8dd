using System.Runtime.InteropServices;
using Reelmill.Core;

namespace Reelmill.Vision.Images;

/// <summary>One compressor or decompressor of libturbojpeg's C interface (2.x, which 3.x keeps).</summary>
/// <remarks>Not thread-safe. The handle frees itself when it is disposed or collected.</remarks>
internal sealed unsafe partial class TurboJpeg : SafeHandle
{
    private const string Library = "libturbojpeg.so.0";
    private const int Subsampling420 = 2;
    private const int NoRealloc = 1024;

    /// <summary>The exact transform: the fast one is another on other CPUs' code paths and worse at high quality.</summary>
    private const int AccurateDct = 4096;

    /// <summary>A damaged picture is refused, not guessed.</summary>
    private const int StopOnWarning = 8192;

    /// <summary>Refuses progressive pictures of absurdly many scans, which take minutes for a few bytes.</summary>
    private const int LimitScans = 32768;

    private const int PixelRgb = 0;
    private const int PixelCmyk = 11;
    private const int WarningOnly = 0;

    private readonly Func<nint> _make;

    private TurboJpeg(Func<nint> make)
        : base(0, ownsHandle: true)
    {
        _make = make;
        SetHandle(make());
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes a compressor.</summary>
    /// <exception cref="MissingLibraryException">The library is not installed.</exception>
    public static TurboJpeg CreateCompressor() => Create("compressor", tjInitCompress);

    /// <summary>Makes a decompressor.</summary>
    /// <exception cref="MissingLibraryException">The library is not installed.</exception>
    public static TurboJpeg CreateDecompressor() => Create("decompressor", tjInitDecompress);

    /// <summary>The most bytes that a picture of this size can need.</summary>
    public static int LargestSize(int width, int height) => checked((int)tjBufSize(width, height, Subsampling420).Value);

    /// <summary>Compresses planes into a buffer of at least <see cref="LargestSize"/>, and says how much was written.</summary>
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
                : throw new InvalidOperationException($"libturbojpeg did not compress {width}x{height} at quality {quality}: {LastError(handle)}");
        }
    }

    /// <summary>Reads what a file says of itself, without decoding.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: it is no JPEG.</exception>
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

    /// <summary>The size of one plane of a picture.</summary>
    public static (int Width, int Height) PlaneSizeOf(int plane, int width, int height, int subsampling) =>
        (tjPlaneWidth(plane, width, subsampling), tjPlaneHeight(plane, height, subsampling));

    /// <summary>Decodes into tightly packed planes, scaled down by eighths on the way.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="planes">Each as large as <see cref="PlaneSizeOf"/> says; the last two are not touched for grey.</param>
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

    /// <summary>Decodes into tightly packed red, green and blue, scaled down by eighths on the way.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is damaged.</exception>
    public void DecompressRgb(ReadOnlySpan<byte> jpeg, Span<byte> pixels, int width, int height) => Decompress(jpeg, pixels, width, height, PixelRgb);

    /// <summary>Decodes into tightly packed cyan, magenta, yellow and black.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is damaged.</exception>
    public void DecompressInks(ReadOnlySpan<byte> jpeg, Span<byte> inks, int width, int height) => Decompress(jpeg, inks, width, height, PixelCmyk);

    /// <summary>Makes tightly packed red, green and blue of planes.</summary>
    public void DecodePlanes(JpegPlanes planes, Span<byte> pixels, int width, int height)
    {
        fixed (byte* luma = planes.Luma, blue = planes.Blue, red = planes.Red, target = pixels)
        {
            var sources = stackalloc byte*[] { luma, blue, red };
            var strides = stackalloc int[] { planes.LumaStride, planes.ChromaStride, planes.ChromaStride };
            if (tjDecodeYUVPlanes(handle, sources, strides, Subsampling420, target, width, 0, height, PixelRgb, 0) != 0)
            {
                throw new InvalidOperationException($"libturbojpeg did not convert {width}x{height}: {LastError(handle)}");
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
                && !(tjGetErrorCode(handle) == WarningOnly && IsHarmless(LastError(handle))))
            {
                throw Reject();
            }
        }
    }

    /// <summary>Bytes between two parts of the file that belong to neither lose nothing of the picture; many cameras write some.</summary>
    private static bool IsHarmless(string? warning) => warning?.Contains("extraneous bytes before marker", StringComparison.Ordinal) == true;

    private static TurboJpeg Create(string what, Func<nint> make)
    {
        MissingLibraryException.ThrowIfAbsent(Library, "apt-get install libturbojpeg0 (on Ubuntu: libturbojpeg)");
        var made = new TurboJpeg(make);
        return made.IsInvalid
            ? throw new InvalidOperationException($"libturbojpeg made no {what}: {LastError(0)}")
            : made;
    }

    /// <summary>The failure of the last call. A handle that saw a lossless JPEG fails on every later file, so a new one takes its place.</summary>
    private ItemException Reject()
    {
        var failure = new ItemException("bad_picture", $"The image is not a whole JPEG file: {LastError(handle)}.");
        _ = tjDestroy(handle);
        SetHandle(_make());
        return failure;
    }

    private static string? LastError(nint handle) => Marshal.PtrToStringUTF8(tjGetErrorStr2(handle));

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
