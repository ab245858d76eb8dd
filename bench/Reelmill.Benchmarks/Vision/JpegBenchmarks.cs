using BenchmarkDotNet.Attributes;
using Reelmill.Vision.Images;

namespace Reelmill.Benchmarks.Vision;

/// <summary>One 1080p frame to JPEG on one thread, and the part of it that is the colour conversion.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class JpegBenchmarks : IDisposable
{
    private const int Width = 1920;
    private const int Height = 1080;
    private static readonly ColorSpec Color = new(FullRange: false, ColorMatrix.Bt709);

    private readonly JpegPlanes _planes = new();
    private readonly byte[] _picture = new byte[Width * Height * 3 / 2];
    private readonly JpegEncoder _encoder = new();

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < _picture.Length; i++)
        {
            // Slopes with some grain: about what a video frame compresses to.
            _picture[i] = (byte)(60 + (i % Width * 100 / Width) + random.Next(8));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _encoder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Convert() => _planes.Fill(_picture, Width, Height, Color);

    [Benchmark]
    public int ConvertAndEncode()
    {
        using var image = _encoder.Encode(_picture, Width, Height, Color);
        return image.Memory.Length;
    }
}
