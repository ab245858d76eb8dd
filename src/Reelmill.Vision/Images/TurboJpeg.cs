using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images;

/// <summary>One compressor of libturbojpeg's C interface (2.x, which 3.x keeps).</summary>
/// <remarks>Not thread-safe. The handle frees itself when it is disposed or collected.</remarks>
internal sealed unsafe partial class TurboJpeg : SafeHandle
{
    private const string Library = "libturbojpeg.so.0";
    private const int Subsampling420 = 2;
    private const int NoRealloc = 1024;

    /// <summary>The exact transform: the fast one is another on other CPUs' code paths and worse at high quality.</summary>
    private const int AccurateDct = 4096;

    private TurboJpeg(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes a compressor.</summary>
    /// <exception cref="MissingLibraryException">The library is not installed.</exception>
    public static TurboJpeg CreateCompressor()
    {
        MissingLibraryException.ThrowIfAbsent(Library, "apt-get install libturbojpeg0 (on Ubuntu: libturbojpeg)");
        var compressor = new TurboJpeg(tjInitCompress());
        return compressor.IsInvalid
            ? throw new InvalidOperationException($"libturbojpeg made no compressor: {LastError(0)}")
            : compressor;
    }

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

    protected override bool ReleaseHandle() => tjDestroy(handle) == 0;

    private static string? LastError(nint handle) => Marshal.PtrToStringUTF8(tjGetErrorStr2(handle));

    [LibraryImport(Library)]
    private static partial nint tjInitCompress();

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
